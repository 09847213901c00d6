import type { Generated, GeneratedAlways } from 'kysely'
import type { Role } from '../../platform/context.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    accounts: {
      id: string
      login: string
      login_key: GeneratedAlways<string>
      password_hash: string | null
      locale: Generated<'vi' | 'en'>
      disabled_at: Date | null
      created_at: Date
    }
    account_persons: { account_id: string; home: string; person_id: string }
    persons: {
      id: string
      unit_id: string
      name: string
      email: string | null
      phone: string | null
      audience_tags: Generated<string[]>
      erased_at: Date | null
      created_at: Date
    }
    /** a view: who works, or worked, in the units of the scope, whoever keeps the person's row */
    colleagues: { id: string; name: string }
    desks: { id: string; unit_id: string; code: string; name: string }
    memberships: {
      id: string
      person_id: string
      unit_id: string
      desk_id: string | null
      role: Role
      title: string | null
      is_head: boolean
      valid_from: string
      valid_until: string | null
    }
    invitations: {
      id: string
      unit_id: string
      person_id: string
      token_hash: string
      created_at: Date
      expires_at: Date
      used_at: Date | null
      revoked_at: Date | null
    }
    password_resets: {
      id: string
      unit_id: string
      person_id: string
      way: 'mail' | 'code'
      secret_hash: string
      made_by: string | null
      created_at: Date
      expires_at: Date
      used_at: Date | null
      revoked_at: Date | null
    }
    'system.sessions': {
      id: Buffer
      account_id: string
      home: string
      unit_id: string | null
      created_at: Date
      seen_at: Date
      expires_at: Date
      device: string
      provider_subject: Buffer | null
      provider_session: Buffer | null
    }
    'system.rate_counters': { key: Buffer; window_start: Date; n: number }
  }
}
