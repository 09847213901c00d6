declare module './db.ts' {
  interface Tables {
    files: {
      hash: string
      size: number
      mime: string
      created_at: Date
      redacted_at: Date | null
      redaction_reason: string | null
    }
    file_holders: {
      unit_id: string
      hash: string
      name: string
      created_at: Date
    }
    redactions: {
      id: string
      at: Date
      what: string
      subject_id: string
      version: number | null
      ground: string
      event_id: string
    }
  }
}

export {}
