import type { ColumnType } from 'kysely'
import type { SuccessionContent } from './succession.schema.ts'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    successions: {
      id: string
      unit_id: string
      kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer'
      state: 'draft' | 'due' | 'done' | 'undone' | 'dropped'
      version: number
      day: string
      content: Json<SuccessionContent>
      problem: Json<{ code: string; params: Record<string, string | number> } | null> | null
      created_at: Date
      created_by: string | null
      updated_at: Date
      updated_by: string | null
      done_at: Date | null
      done_by: string | null
      undone_at: Date | null
      undone_by: string | null
      event_id: string | null
      before: Json<unknown> | null
    }
  }
}
