import type { ColumnType, Generated } from 'kysely'
import type { EdxmlReference, EdxmlStatusCode } from '../../document/edxml/index.ts'

type Json<T> = ColumnType<T, string, string>
/** What the sender of a document asks of it afterwards. */
export type Asked = 'recall' | 'update' | 'replacement'
export type PackageKind = 'document' | Asked | 'status'
/** Why figures of another installation are not taken over. */
export type NotTaken = 'unreadable' | 'not_owed' | 'other_form' | 'too_early' | 'reported_here' | 'older'
export type Told = '01' | '02' | '03' | '04' | '05' | '06'

declare module '../../platform/db.ts' {
  interface Tables {
    packages: {
      id: string
      unit_id: string
      kind: PackageKind
      delivery_id: string | null
      arrival_id: string | null
      status: EdxmlStatusCode | null
      reason: string | null
      to_code: string
      document_ref: Generated<string | null>
      of_ref: Generated<string | null>
      state: 'waiting' | 'packed' | 'sent'
      staged: Generated<string | null>
      hash: Generated<string | null>
      created_at: Date
      created_by: string | null
      sent_at: Generated<Date | null>
    }
    package_arrivals: {
      id: string
      unit_id: string
      document_id: string
      sender_code: string
      sender_key: string
      sender_name: string
      document_ref: string
      reference: Json<EdxmlReference>
      kind: 'new' | 'update' | 'replacement'
      of_ref: string | null
      file_hash: string
      answers_id: string | null
      told: Generated<Told | null>
      asked: Generated<Asked | null>
      asked_at: Generated<Date | null>
      asked_reason: Generated<string | null>
      answer: Generated<'15' | '16' | null>
      answered_at: Generated<Date | null>
      answered_by: Generated<string | null>
      arrived_at: Date
    }
    arrival_figures: {
      arrival_id: string
      unit_id: string
      content: ColumnType<unknown, string | null, string | null>
      state: 'waiting' | 'taken' | 'refused'
      reason: NotTaken | null
      report_id: Generated<string | null>
      version: Generated<number | null>
      arrived_at: Date
    }
    replacements: {
      document_id: string
      of_id: string
      unit_id: string
      kind: 'update' | 'replacement'
      reason: string
      at: Date
      by: string | null
    }
  }
}
