import type { Authority } from './mandates.rules.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    mandates: {
      id: string
      unit_id: string
      person_id: string
      authority: Authority
      position: string
      for_whom: string | null
      deputy_of: string | null
      kinds: string[]
      limits: string | null
      basis: string | null
      basis_date: string | null
      valid_from: string
      valid_until: string | null
      ended_from: string | null
      made_at: Date
      made_by: string | null
      ended_at: Date | null
      ended_by: string | null
    }
  }
}
