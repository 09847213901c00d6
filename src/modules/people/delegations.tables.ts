declare module '../../platform/db.ts' {
  interface Tables {
    delegations: {
      id: string
      unit_id: string
      from_person: string
      to_person: string
      role: 'leader'
      valid_from: string
      valid_until: string
      made_at: Date
      revoked_at: Date | null
      revoked_by: string | null
    }
  }
}
export {}
