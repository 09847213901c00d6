import type { Generated } from 'kysely'

declare module '../../../platform/db.ts' {
  interface Tables {
    account_totp: {
      account_id: string
      secret: Buffer
      confirmed_at: Date | null
      last_step: number
      created_at: Date
    }
    account_recovery_codes: { account_id: string; code_hash: string; used_at: Date | null }
    account_passkeys: {
      id: string
      account_id: string
      rp_id: string
      public_key: Buffer
      counter: number
      transports: string[]
      device: string
      created_at: Date
      used_at: Date | null
    }
    sign_in_rules: { unit_id: string; second_factor_roles: string[] }
    'system.sign_in_steps': {
      id: Buffer
      kind: StepKind
      account_id: string | null
      home: string | null
      facts: Generated<unknown>
      expires_at: Date
    }
  }
}

/**
 * What a step waits for: a second factor, its being set up, a passkey's answer, a provider's (to a sign-in, a link, an
 * invitation), an invited person's yes.
 */
export type StepKind =
  'second' | 'setup' | 'passkey' | 'register' | 'provider' | 'link' | 'invited' | 'accept'
