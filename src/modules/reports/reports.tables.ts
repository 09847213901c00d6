import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    report_forms: {
      id: string
      code: string
      revision: number
      line: 'administration' | 'profession'
      valid_from: string
      valid_until: string | null
      content: Json<unknown>
    }
    report_drafts: {
      id: string
      unit_id: string
      report_id: string
      form_id: string
      period: string
      period_from: string
      period_until: string
      state: 'draft' | 'in_review' | 'approved'
      version: number
      content: Json<unknown>
      created_at: Date
      updated_at: Date
      updated_by: string | null
    }
    report_issues: {
      id: string
      report_id: string
      version: number
      unit_id: string
      register_entry_id: string
      signer_person_id: string | null
      signer_authority: string | null
      reserved_at: Date
      reserved_by: string | null
    }
    reports: {
      id: string
      unit_id: string
      form_id: string
      period: string
      period_from: string
      period_until: string
      due_on: string
      version: number
      state: 'open' | 'submitted' | 'returned' | 'accepted'
      accepted_version: number | null
      submitted_on: string | null
      superior_id: string | null
      created_at: Date
    }
    report_versions: {
      report_id: string
      version: number
      unit_id: string
      document_id: string | null
      content: Json<unknown>
      salt: Buffer | null
      hash: string
      submitted_at: Date
      submitted_by: string | null
      redacted_at: Date | null
    }
    report_figures: {
      report_id: string
      version: number
      indicator: string
      own_n: number
      own_d: number
      below_n: number
      below_d: number
      correction_n: number
      correction_d: Generated<number | null>
      correction_reason: string | null
      total_n: number
      total_d: number
      running_n: number
      running_d: number
      carried_n: number
      revised_n: number
      state: 'value' | 'nothing'
    }
    report_activities: {
      report_id: string
      version: number
      activity_id: string
      activity_version: number
    }
    report_children: {
      report_id: string
      version: number
      child_report_id: string
      child_version: number
      child_unit_id: string
    }
    report_missing: {
      report_id: string
      version: number
      unit_id: string
      state: 'not_reported' | 'waiting' | 'returned'
    }
    report_submissions: {
      report_id: string
      version: number
      to_unit_id: string
      role: 'sums' | 'reads'
      at: Date
    }
    report_answers: {
      id: string
      report_id: string
      version: number
      unit_id: string
      answer: 'accepted' | 'returned' | 'asked' | 'replied'
      words: string
      person_id: string | null
      at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
  }
}
