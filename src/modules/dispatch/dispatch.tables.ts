import type { ColumnType, Generated } from 'kysely'
import type { EdxmlStatusCode } from '../../document/edxml/index.ts'

type Json<T> = ColumnType<T, string, string>
export type ObligationWhat =
  | 'confirm'
  | 'make_plan'
  | 'do_task'
  | 'report'
  | 'follow_revision'
  | 'decide_amendment'
  | 'decide_report'
  | 'give_photos'
  | 'follow_direction'
  | 'answer_question'
export type PurposeCode = 'report' | 'carry out' | 'know' | 'archive'
/** Of a delivery by package: `waiting` for the out folder, `sent` there, then the last status message. */
export type ExchangeState = 'waiting' | 'sent' | EdxmlStatusCode
/** How the mail of a link stands, as the queue of mails says. */
export type LinkMailState = 'queued' | 'sent' | 'uncertain' | 'failed' | 'withdrawn'
/**
 * What one home tells another: something sent, how far it came there, that a message was taken in, how duties stand; a
 * direction and what is said on it; where words were covered by law, and what the other covered of it.
 */
export type MessageKind =
  'delivery' | 'receipt' | 'arrival' | 'duties' | 'report' | 'answer' | 'direction' | 'redaction' | 'redacted'

declare module '../../platform/db.ts' {
  interface Tables {
    number_counters: { unit_id: string; year: number; series: string; last: number }
    register_entries: {
      id: string
      unit_id: string
      year: number
      series: string
      number: number
      symbol: string
      number_symbol: string
      dated: string
      type: string
      subject: string
      what: 'plan' | 'report' | 'document'
      subject_id: string
      subject_revision: number
      created_at: Date
      created_by: string | null
    }
    register_voids: { entry_id: string; unit_id: string; reason: string; at: Date; by: string | null }
    dispatches: {
      id: string
      unit_id: string
      document_id: string
      recipients: number
      at: Date
      by: string | null
      job_id: string | null
    }
    recipients: {
      dispatch_id: string
      ord: number
      kind: 'unit' | 'group' | 'people' | 'outside' | 'archive'
      words: string
      purpose: PurposeCode | null
      unit_id: string | null
      group_code: string | null
      address: string | null
    }
    deliveries: {
      id: string
      unit_id: string
      sender_id: string
      dispatch_id: string
      recipient_ord: number
      document_id: string
      person_id: string | null
      is_outside: Generated<boolean>
      purpose: PurposeCode | null
      sent_at: Date
      opened_at: Date | null
      opened_by: string | null
      acknowledged_at: Date | null
      acknowledged_by: string | null
      /** of a receiver in another home, and there of a sender in this one: the home that holds it too */
      peer_home: Generated<string | null>
      message_id: Generated<string | null>
      /** of a receiver in another system: the code by which packages go to it, and how far the document came as they say */
      agency_code: Generated<string | null>
      exchange_state: Generated<ExchangeState | null>
      exchange_at: Generated<Date | null>
      exchange_note: Generated<string | null>
    }
    agencies: {
      id: string
      unit_id: string | null
      name: string | null
      name_key: string | null
      is_elsewhere: boolean
      created_at: Date
    }
    agency_codes: {
      agency_id: string
      code: string
      code_key: string
      valid_from: string
      valid_until: Generated<string | null>
    }
    delivery_returns: {
      id: string
      unit_id: string
      delivery_id: string
      reason: string
      returned_at: Date
      returned_by: string | null
      ended_at: Date | null
      ended_how: 'undone' | 'resent' | null
      ended_by: string | null
    }
    delivery_links: {
      id: string
      unit_id: string
      delivery_id: string
      address: string
      with_docx: boolean
      created_at: Date
      created_by: string | null
      expires_at: Date
      mail_state: LinkMailState
      mail_cause: string | null
      used_at: Date | null
      opened_hash: string | null
      opened_until: Date | null
      revoked_at: Date | null
    }
    delivery_link_tokens: { token_hash: string; link_id: string; unit_id: string }
    outbox_messages: {
      id: string
      to_home: string
      kind: MessageKind
      created_at: Date
      sent_at: Generated<Date | null>
      hash: Generated<string | null>
      arrived_at: Generated<Date | null>
    }
    obligations: {
      id: string
      unit_id: string
      what: ObligationWhat
      source_what: string
      source_id: string
      source_revision: Generated<number>
      source_key: Generated<string>
      owed_to: string | null
      /** of a closed unit's duty: the successor that does it */
      passed_to: Generated<string | null>
      due_on: string
      person_id: string | null
      desk_id: string | null
      role: string | null
      state: Generated<'open' | 'done' | 'excused' | 'void'>
      facts: Json<Record<string, string | number>>
      opened_at: Date
      closed_on: string | null
      closed_by: string | null
      reason: string | null
      peer_home: Generated<string | null>
      peer_at: Generated<Date | null>
    }
    reminders: {
      id: string
      obligation_id: string
      unit_id: string
      from_unit_id: string
      at: Date
      by: string | null
    }
  }
}
