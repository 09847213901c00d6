declare module '../../platform/db.ts' {
  interface Tables {
    readings: {
      id: string
      unit_id: string
      document_id: string
      person_id: string
      asked_at: Date
      asked_by: string | null
      due_on: string
      token_hash: string | null
      expires_at: Date | null
      read_at: Date | null
      read_by: 'link' | 'account' | null
    }
  }
}
export {}
