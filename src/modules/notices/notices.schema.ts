import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { mailStates, noticeKinds } from './notices.tables.ts'

export const NoticeKindCode = z.enum(noticeKinds)

export const NoticesFilter = z.object({
  q: z
    .string()
    .max(120)
    .optional()
    .describe('words of what the notice is about; diacritics make no difference'),
  state: z.enum(['unseen']).optional(),
  kind: NoticeKindCode.optional(),
})
export const NoticesQuery = NoticesFilter.extend(Paging.shape)

export const Notice = z
  .object({
    id: z.uuid(),
    kind: NoticeKindCode,
    sentence: z.string(),
    detail: z.string().nullable(),
    to: z.string().nullable().describe('address in the staff application, below /app'),
    isUrgent: z.boolean(),
    at: z.iso.datetime(),
    seenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notice' })

export const Notices = z.object({
  items: z.array(Notice),
  nextCursor: z.string().nullable(),
  unseen: z.int().describe('of this person for the acting unit, whatever the filter'),
})

export const LatestNotices = z.object({ unseen: z.int(), items: z.array(Notice).describe('the latest few') })

export const SeeNotices = z
  .object({
    ids: z.array(z.uuid()).max(500).optional(),
    until: z.iso.datetime().optional().describe('every one up to this instant, instead of ids'),
  })
  .refine((b) => (b.ids === undefined) !== (b.until === undefined), { message: 'ids or until' })
export const SeenNotices = z.object({ unseen: z.int() })

const minute = z.int().min(0).max(1439).describe('minute of the day in Viet Nam')
export const NoticeChoices = z
  .object({
    hasDigest: z.boolean().describe('one mail every working morning'),
    hasUrgent: z.boolean().describe('a mail at once for what can’t wait'),
    hasReminders: z.boolean().describe('7, 3 and 1 days before a duty'),
    quietFrom: minute,
    quietUntil: minute,
  })
  .meta({ id: 'NoticeChoices' })
export const NoticeChoicesNow = NoticeChoices.extend({
  email: z.string().nullable().describe('where mails go'),
  hasServer: z.boolean().describe('a mail server is set up'),
}).meta({ id: 'NoticeChoicesNow' })

export const MailStateCode = z.enum(mailStates)
export const MailsFilter = z.object({
  q: z.string().max(120).optional().describe('words of the recipient’s name'),
  state: MailStateCode.optional(),
})
export const MailsQuery = MailsFilter.extend(Paging.shape)
export const MailPath = z.object({ mailId: z.uuid() })

export const Mail = z
  .object({
    id: z.uuid(),
    recipient: z.string(),
    kind: z.enum(['digest', 'urgent', 'reset', 'password', 'document']),
    kindName: z.string(),
    state: MailStateCode,
    reason: z.string().nullable().describe('why it waits or ended so, in the person’s language'),
    code: z.string().nullable().describe('what the mail server or system answered'),
    attempts: z.int(),
    createdAt: z.iso.datetime(),
    nextAt: z.iso.datetime().nullable().describe('of one that waits'),
    endedAt: z.iso.datetime().nullable(),
    may: z.array(z.enum(['mail.resend'])),
  })
  .meta({ id: 'Mail' })
export const Mails = z.object({
  items: z.array(Mail),
  nextCursor: z.string().nullable(),
  hasServer: z.boolean().describe('a mail server is set up'),
})
export const MailSent = z.object({ id: z.uuid(), state: MailStateCode })
