import type { ColumnType } from 'kysely'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    plans: {
      id: string
      unit_id: string
      year: number
      revision: number
      document_id: string | null
      title: string
      issued_on: string | null
      created_at: Date
    }
    plan_drafts: {
      id: string
      unit_id: string
      plan_id: string
      revision: number
      year: number
      state: 'draft' | 'in_review' | 'approved'
      version: number
      content: Json<unknown>
      register_entry_id: string | null
      created_at: Date
      updated_at: Date
      updated_by: string | null
    }
    plan_draft_steps: {
      id: string
      unit_id: string
      plan_id: string
      revision: number
      at: Date
      person_id: string | null
      step: 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue'
      words: string | null
      on_behalf: string | null
    }
    plan_revisions: {
      plan_id: string
      revision: number
      unit_id: string
      document_id: string
      year: number
      period_from: string
      period_until: string
      title: string
      programmes: string[]
      head_person_id: string | null
      signer_person_id: string | null
      content: Json<unknown>
      salt: Buffer | null
      hash: string
      issued_on: string
      issued_at: Date
      is_public: boolean
      redacted_at: Date | null
    }
    plan_bases: {
      plan_id: string
      revision: number
      ord: number
      relation: 'carries out' | 'based on'
      line: 'administration' | 'profession' | null
      document_id: string | null
      is_provisional: boolean
      words: string
    }
    tasks: {
      plan_id: string
      revision: number
      key: string
      ord: number
      unit_id: string
      decision: 'own' | 'kept' | 'adapted' | 'declined'
      decision_reason: string | null
      is_key: boolean
      title: string
      content: string
      forms: string[]
      audiences: string[]
      lead_person_id: string | null
      lead_words: string
      support_words: string
      time_words: string
      time_from: string | null
      time_until: string | null
      product: string
      target_indicator: string | null
      target_value: number | null
      cost: number | null
      fund: string | null
    }
    task_clauses: {
      plan_id: string
      revision: number
      task_key: string
      document_id: string
      clause_key: string
    }
    task_origins: {
      plan_id: string
      revision: number
      task_key: string
      origin_plan_id: string
      origin_revision: number
      origin_key: string
    }
    clause_declines: {
      plan_id: string
      revision: number
      document_id: string
      clause_key: string
      reason: string
    }
    task_choices: {
      id: string
      unit_id: string
      plan_id: string
      task_key: string
      origin_plan_id: string
      origin_key: string
      origin_revision: number
      choice: 'follow' | 'keep' | 'adapt' | 'undone'
      at: Date
      person_id: string | null
    }
    amendment_requests: {
      id: string
      unit_id: string
      to_unit_id: string
      plan_id: string
      revision: number
      task_key: string | null
      difficulty: string
      proposal: string
      person_id: string | null
      at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
    amendment_answers: {
      request_id: string
      unit_id: string
      answer: 'accepted' | 'partly' | 'declined'
      words: string
      person_id: string | null
      at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
  }
}
