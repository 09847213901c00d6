import { z } from 'zod'
import { edxmlStatusCodes } from '../../document/edxml/index.ts'
import { Paging } from '../../platform/paging.ts'

export const Purpose = z.enum(['report', 'carry out', 'know', 'archive'])
export const DeliveryState = z.enum(['sent', 'opened', 'acknowledged', 'returned'])
const Returned = z
  .object({ at: z.iso.datetime(), reason: z.string() })
  .nullable()
  .describe('sent back as not meant for the receiver, and not settled since')
const UnitName = z.object({ id: z.uuid(), shortName: z.string() })

export const InboxFilter = z.object({
  q: z.string().max(200).optional().describe('number, subject, issuer; with or without diacritics'),
  state: DeliveryState.optional(),
  late: z.stringbool().optional().describe('only what was not acknowledged on the day on which it came'),
  purpose: Purpose.optional(),
  document: z.uuid().optional().describe('one document, or the plan that it issues'),
  year: z.coerce.number().int().min(1990).max(2100).optional().describe('year in which it was sent'),
})
export const InboxQuery = Paging.extend(InboxFilter.shape)

export const ReceivedDocument = z
  .object({
    id: z.uuid().describe('id of the delivery'),
    document: z.object({
      id: z.uuid(),
      type: z.string(),
      numberSymbol: z.string().nullable(),
      subject: z.string(),
      issuerName: z.string(),
      issuedOn: z.iso.date().nullable(),
      planId: z.uuid().nullable(),
    }),
    sender: UnitName,
    purpose: Purpose.nullable(),
    isPersonal: z.boolean().describe('sent to this person, not to the unit'),
    state: DeliveryState,
    sentAt: z.iso.datetime(),
    openedAt: z.iso.datetime().nullable(),
    acknowledgedAt: z.iso.datetime().nullable(),
    confirmBy: z.iso.date().nullable().describe('day by which the sender awaits the acknowledgement'),
    isLate: z.boolean().describe('came on an earlier day and is not acknowledged'),
    returned: Returned,
    twinNumber: z
      .int()
      .nullable()
      .describe(
        'incoming number under which a document of the same number, symbol and issuer stands already',
      ),
    may: z.array(z.string()),
  })
  .meta({ id: 'ReceivedDocument' })

export const Inbox = z
  .object({
    items: z.array(ReceivedDocument),
    nextCursor: z.string().nullable(),
    counts: z.object({
      all: z.int(),
      sent: z.int(),
      opened: z.int(),
      acknowledged: z.int(),
      returned: z.int(),
      late: z.int().describe('not acknowledged on the day on which they came'),
    }),
  })
  .meta({ id: 'Inbox' })

export const DeliveryPath = z.object({ deliveryId: z.uuid() })
export const DocumentPath = z.object({ documentId: z.uuid() })

export const SentFilter = z.object({
  q: z.string().max(200).optional().describe('words of the receiver; diacritics make no difference'),
  state: DeliveryState.optional(),
})
export const SentQuery = Paging.extend(SentFilter.shape)
export const SentDelivery = z.object({
  id: z.uuid(),
  receiver: z.string().describe('unit, body outside, or person as the line of recipients calls it'),
  unitId: z.uuid().nullable(),
  isOutside: z.boolean(),
  purpose: Purpose.nullable(),
  state: DeliveryState,
  way: z
    .enum(['on_way', 'arrived'])
    .nullable()
    .describe(
      'to a unit whose data stand elsewhere (another home): whether it is there yet; null for others',
    ),
  exchange: z
    .object({
      state: z
        .enum(['waiting', 'sent', ...edxmlStatusCodes])
        .describe('waiting: not in the out folder yet; sent: there; else the last status message, 01 to 16'),
      at: z.iso.datetime(),
      note: z.string().nullable().describe('what the last status message adds'),
    })
    .nullable()
    .describe('to a receiver in another system: how far its edXML package came; null for others'),
  sentAt: z.iso.datetime(),
  openedAt: z.iso.datetime().nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  returned: Returned,
  link: z
    .object({
      address: z.string(),
      state: z
        .enum(['queued', 'sent', 'uncertain', 'failed', 'withdrawn', 'used', 'expired'])
        .describe('of its mail, then of the link: opened once, or run out unopened'),
      reason: z.string().nullable().describe('why the mail waits or ended so, in the person’s language'),
      at: z.iso.datetime().describe('ordered, or opened'),
      expiresAt: z.iso.datetime(),
    })
    .nullable()
    .describe('of a receiver outside: the link mailed last'),
  address: z.string().nullable().describe('of a receiver outside: where its line says that it is'),
  may: z.array(z.string()),
})
export const SentDocument = z
  .object({
    document: z.object({ numberSymbol: z.string().nullable(), subject: z.string() }),
    counts: z.object({
      all: z.int(),
      opened: z.int().describe('acknowledged ones too'),
      acknowledged: z.int(),
      returned: z.int().describe('sent back by their receivers'),
    }),
    job: z
      .object({ state: z.enum(['waiting', 'done', 'failed']), done: z.int(), all: z.int() })
      .nullable()
      .describe('the sending to many units, while it runs and after'),
    items: z.array(SentDelivery),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SentDocument' })
export const OutsideState = z
  .object({ state: DeliveryState.exclude(['returned']) })
  .meta({ id: 'OutsideState' })

export const MailDelivery = z
  .object({
    address: z
      .string()
      .trim()
      .max(200)
      .optional()
      .describe('where to; without it the address used last, or that of the line of recipients'),
    withDocx: z.boolean().default(false).describe('the .docx may be taken too, beside the PDF'),
  })
  .meta({ id: 'MailDelivery' })

export const RecipientWords = z
  .object({
    lines: z
      .array(z.object({ words: z.string().min(1).max(400), purpose: Purpose.nullable().optional() }))
      .max(60),
  })
  .meta({ id: 'RecipientWords' })
export const ReadRecipients = z
  .object({
    items: z.array(
      z.object({
        words: z.string(),
        kind: z.enum(['unit', 'group', 'people', 'outside', 'archive']),
        purpose: Purpose.nullable(),
        unitId: z.uuid().optional(),
        groupCode: z.string().optional(),
        address: z.string().optional(),
        personIds: z.array(z.uuid()).optional(),
        reaches: z.int().describe('units or people it reaches today'),
      }),
    ),
    units: z.int(),
  })
  .meta({ id: 'ReadRecipients' })

export const RegisterQuery = Paging.extend({
  q: z.string().max(200).optional(),
  year: z.coerce.number().int().min(1990).max(2100).optional(),
  series: z.string().max(40).optional(),
  state: z.enum(['given', 'issued', 'void']).optional(),
})
export const RegisterEntry = z
  .object({
    id: z.uuid(),
    number: z.int(),
    numberSymbol: z.string(),
    series: z.string(),
    dated: z.iso.date(),
    type: z.string(),
    subject: z.string(),
    state: z
      .enum(['given', 'issued', 'void'])
      .describe('given: taken, not issued yet; void: refused with a reason'),
    reason: z.string().nullable(),
    documentId: z.uuid().nullable(),
    may: z.array(z.string()),
  })
  .meta({ id: 'RegisterEntry' })
export const Register = z
  .object({
    items: z.array(RegisterEntry),
    nextCursor: z.string().nullable(),
    years: z.array(z.int()),
    series: z.array(z.string()),
  })
  .meta({ id: 'Register' })
export const EntryPath = z.object({ entryId: z.uuid() })
export const Reason = z.object({ reason: z.string().trim().min(1).max(1000) }).meta({ id: 'Reason' })

const Owed = z.array(z.uuid()).min(1).max(5000).describe('obligations owed to the acting unit')
export const Remind = z.object({ ids: Owed }).meta({ id: 'Remind' })
export const Reminded = z
  .object({
    reminded: z.int().describe('obligations with a reminder of today'),
    units: z.int().describe('units of these'),
    closed: z.int().describe('no longer open, so not reminded'),
  })
  .meta({ id: 'Reminded' })
export const Excuse = z
  .object({ ids: Owed, reason: z.string().trim().min(1).max(1000) })
  .meta({ id: 'Excuse' })
export const Extend = Excuse.extend({ dueOn: z.iso.date() }).meta({ id: 'Extend' })
export const OwedObligations = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        unitId: z.uuid(),
        what: z.string(),
        state: z.enum(['open', 'done', 'excused', 'void']),
        dueOn: z.iso.date(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'OwedObligations' })
