import type { Generated } from 'kysely'
import type { Json } from '../../platform/events.tables.ts'

export const noticeKinds = [
  'delivered',
  'owed',
  'due',
  'reminded',
  'decide',
  'answered',
  'amendment',
  'job',
  'password',
  'package_arrived',
  'package_asked',
  'package_returned',
  'package_unanswered',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const mailStates = ['queued', 'sending', 'sent', 'uncertain', 'failed', 'withdrawn'] as const
export type MailState = (typeof mailStates)[number]
export type MailKind = 'digest' | 'urgent' | 'reset' | 'password' | 'document'

declare module '../../platform/db.ts' {
  interface Tables {
    notices: {
      id: string
      unit_id: string
      person_id: string
      kind: NoticeKind
      subject_what: string
      subject_id: string
      subject_key: Generated<string>
      is_urgent: Generated<boolean>
      facts: Json<Record<string, string | number>>
      at: Date
      seen_at: Date | null
      mail_id: string | null
    }
    notice_choices: {
      person_id: string
      unit_id: string
      has_digest: Generated<boolean>
      has_urgent: Generated<boolean>
      has_reminders: Generated<boolean>
      quiet_from: Generated<number>
      quiet_until: Generated<number>
      leave_token: string
    }
    mails: {
      id: string
      unit_id: string
      /** null: to a receiver outside, by a link */
      person_id: string | null
      link_id: Generated<string | null>
      kind: MailKind
      once: string
      state: MailState
      attempts: Generated<number>
      lost: Generated<number>
      due_at: Date
      lease_until: Date | null
      expires_at: Date
      cause: string | null
      code: string | null
      created_at: Date
      ended_at: Date | null
    }
  }
}
