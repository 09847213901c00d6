import type { ColumnType } from 'kysely'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    outgoing_drafts: {
      id: string
      unit_id: string
      state: 'draft' | 'in_review' | 'approved'
      version: number
      content: Json<unknown>
      register_entry_id: string | null
      created_at: Date
      created_by: string | null
      updated_at: Date
      updated_by: string | null
    }
    outgoing_steps: {
      id: string
      unit_id: string
      document_id: string
      version: number
      at: Date
      person_id: string | null
      on_behalf: string | null
      step: 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue'
      words: string | null
    }
    outgoing_versions: {
      document_id: string
      version: number
      unit_id: string
      at: Date
      person_id: string | null
      content: Json<unknown>
    }
    outgoing_comments: {
      id: string
      unit_id: string
      document_id: string
      block_key: string | null
      words: string
      at: Date
      person_id: string | null
      settled_at: Date | null
      settled_by: string | null
    }
  }
}
