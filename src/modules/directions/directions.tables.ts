import type { ColumnType, Generated } from 'kysely'
import type { ActKind, DirectionContent, Evidence } from './directions.schema.ts'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    direction_drafts: {
      id: string
      unit_id: string
      version: number
      content: Json<DirectionContent>
      created_at: Date
      created_by: string | null
      updated_at: Date
      updated_by: string | null
    }
    directions: {
      id: string
      unit_id: string
      title: string
      words: string
      expects: 'know' | 'carry_out'
      due_on: string
      document_id: string | null
      clauses: Generated<string[]>
      lines: Json<string[]>
      person_id: string | null
      at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
    direction_recipients: { direction_id: string; unit_id: string; sender_id: string; at: Date }
    direction_acts: {
      id: string
      direction_id: string
      unit_id: string | null
      ord: number
      by_unit_id: string
      kind: ActKind
      words: string
      to_act: string | null
      is_public: boolean
      due_on: string | null
      evidence: Json<Evidence[]>
      person_id: string | null
      at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
  }
}
