import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, string, string>

export type MarkKind = 'signature' | 'seal'
export type SubjectWhat = 'outgoing' | 'plan' | 'report'

declare module '../../platform/db.ts' {
  interface Tables {
    signing_keys: {
      id: string
      unit_id: string
      kind: MarkKind
      person_id: string | null
      holder: string
      issuer: string
      serial: string
      valid_until: Date
      sealed: Buffer | null
      picture: Buffer | null
      added_at: Date
      added_by: string | null
      removed_at: Date | null
      removed_by: string | null
    }
    signing_papers: {
      subject_what: SubjectWhat
      subject_id: string
      unit_id: string
      source_hash: string
      room: Json<unknown>
      words: Json<unknown>
      base: Buffer
      pdf: Buffer
      prepared_at: Date
      prepared_by: string | null
    }
    signing_marks: {
      id: string
      unit_id: string
      subject_what: SubjectWhat
      subject_id: string
      kind: MarkKind
      way: 'server' | 'outside'
      holder: string
      person_id: string | null
      at: Date
      file_hash: string
      is_void: Generated<boolean>
    }
  }
}
