import type { ColumnType } from 'kysely'

declare module '../../platform/db.ts' {
  interface Tables {
    programmes: {
      id: string
      code: string
      name_vi: string
      name_en: string
      issuer: string
      year_from: number
      year_until: number
      source: string
      facts: ColumnType<Record<string, unknown>, string, string>
    }
  }
}
