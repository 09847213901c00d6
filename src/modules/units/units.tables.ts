import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export type Line = 'administration' | 'profession'
type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    unit_kinds: { code: string; name_vi: string; name_en: string; is_school: boolean; ord: number }
    units: {
      id: string
      code: string
      kind: string
      home: string
      valid_from: string
      valid_until: string | null
      created_at: Date
    }
    unit_names: {
      unit_id: string
      valid_from: string
      valid_until: string | null
      name: string
      short_name: string
      abbreviation: string
      place: string
      parent_line: string | null
      search: GeneratedAlways<string>
    }
    unit_superiors: {
      unit_id: string
      line: Line
      valid_from: string
      valid_until: string | null
      superior_id: string
    }
    unit_closure: {
      line: Line
      ancestor_id: string
      descendant_id: string
      depth: number
      valid_from: string
      valid_until: string | null
    }
    unit_succession: {
      from_id: string
      to_id: string
      day: string
      kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer'
      decree: string
      goes_on: Generated<boolean>
    }
    unit_groups: { code: string; name_vi: string; name_en: string; aliases: string[]; kinds: string[] }
    vocabularies: {
      list: string
      code: string
      name_vi: string
      name_en: string
      ord: number
      facts: Json<Record<string, unknown>>
      valid_from: string | null
      valid_until: string | null
    }
    holidays: { day: string; name_vi: string; name_en: string; source: string }
  }
}
