declare module '../../platform/db.ts' {
  interface Tables {
    own_forms: {
      id: string
      unit_id: string
      type: string
      version: number
      file_name: string
      bytes: Buffer
      names: string[]
      since: string
      added_at: Date
      added_by: string | null
      withdrawn_at: Date | null
      withdrawn_by: string | null
    }
  }
}
export {}
