import { z } from 'zod'

/** What dispatch says to another home. The shapes are a promise: the same messages join separate installations. */

const Purpose = z.enum(['report', 'carry out', 'know', 'archive'])
const Facts = z.record(z.string(), z.union([z.string(), z.number()]))
const What = z.string().regex(/^[a-z]+(_[a-z]+){0,4}$/)

export const DeliveryAcross = z
  .object({
    dispatchId: z.uuid(),
    documentId: z.uuid(),
    senderId: z.uuid(),
    at: z.iso.datetime().describe('when it was sent'),
    lines: z
      .array(
        z.object({
          ord: z.int(),
          kind: z.enum(['unit', 'group']),
          words: z.string(),
          purpose: Purpose.nullable(),
          unitId: z.uuid().nullable(),
          groupCode: z.string().nullable(),
        }),
      )
      .describe('of the recipient lines, those that reach units of the home it goes to'),
    deliveries: z.array(z.object({ id: z.uuid(), unitId: z.uuid(), ord: z.int() })).min(1),
    grants: z.array(
      z.object({
        what: z.enum(['document', 'plan', 'report']),
        id: z.uuid(),
        revision: z.int(),
        ground: z.enum(['delivered', 'up']),
      }),
    ),
    obligations: z
      .array(
        z.object({
          what: What,
          sourceWhat: z.string(),
          sourceId: z.uuid(),
          sourceRevision: z.int(),
          sourceKey: z.string().optional(),
          dueOn: z.iso.date(),
          purposes: z.array(Purpose),
          facts: Facts,
          role: z.string().optional(),
        }),
      )
      .describe('what each receiving unit then owes the sender'),
  })
  .describe('an issued document to units of the other home')

export const ReceiptAcross = z
  .object({
    deliveries: z.array(
      z.object({
        id: z.uuid(),
        openedAt: z.iso.datetime().nullable(),
        acknowledgedAt: z.iso.datetime().nullable(),
      }),
    ),
    returns: z
      .array(
        z.object({
          id: z.uuid(),
          deliveryId: z.uuid(),
          reason: z.string(),
          returnedAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable(),
          endedHow: z.enum(['undone', 'resent']).nullable(),
        }),
      )
      .default([])
      .describe('what receivers sent back, and how that ended; said by either side'),
  })
  .describe('how far what was sent has come with its receivers')

export const DutiesAcross = z
  .object({
    duties: z.array(
      z.object({
        id: z.uuid(),
        unitId: z.uuid(),
        what: What,
        sourceWhat: z.string(),
        sourceId: z.uuid(),
        sourceRevision: z.int(),
        sourceKey: z.string(),
        owedTo: z.uuid(),
        dueOn: z.iso.date(),
        role: z.string().nullable(),
        facts: Facts,
        openedAt: z.iso.datetime(),
        state: z.enum(['open', 'done', 'excused', 'void']),
        closedOn: z.iso.date().nullable(),
        reason: z.string().nullable(),
        at: z.iso.datetime().describe('when it last changed'),
        remindedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .describe('duties between units of both homes, as they stand')
