declare module '../../../platform/db.ts' {
  interface Tables {
    account_identities: {
      issuer: string
      subject: string
      account_id: string
      linked_at: Date
      used_at: Date | null
    }
    'system.provider_logouts': {
      id: Buffer
      subject: Buffer | null
      session: Buffer | null
      heard_at: Date
    }
  }
}
export {}
