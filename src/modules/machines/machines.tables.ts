import type { ColumnType, Generated } from 'kysely'
import type { SubmissionContent, SubmissionKind } from './submissions.schema.ts'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    api_keys: {
      id: string
      unit_id: string
      name: string
      mode: KeyMode
      prefix: string
      token_hash: string
      scopes: string[]
      expires_on: string | null
      created_at: Date
      renewed_at: Date | null
      used_at: Date | null
      revoked_at: Date | null
    }
    api_calls: {
      id: string
      key_id: string
      unit_id: string
      at: Date
      method: string
      path: string
      status: number
      ms: number
    }
    submissions: {
      id: string
      unit_id: string
      key_id: string
      reference: string
      version: number
      kind: SubmissionKind
      state: 'received' | 'taken_over' | 'set_aside'
      received_at: Date
      decided_at: Date | null
      decided_by: string | null
      reason: string | null
      activity_id: string | null
    }
    submission_versions: {
      submission_id: string
      version: number
      unit_id: string
      content: Json<SubmissionContent>
      received_at: Date
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
    webhooks: {
      id: string
      unit_id: string
      url: string
      topics: string[]
      secret: string
      secret_before: string | null
      secret_before_until: Date | null
      created_at: Date
      failing_since: Date | null
      ended_at: Date | null
      ended_why: 'by_hand' | 'failing' | 'gone' | null
    }
    webhook_units: { unit_id: string }
    webhook_messages: {
      id: string
      webhook_id: string
      unit_id: string
      topic: string
      payload: Json<Record<string, unknown>>
      created_at: Date
      state: Generated<'waiting' | 'delivered' | 'failed'>
      round: Generated<number>
      tries: Generated<number>
      next_at: Date | null
    }
    webhook_tries: {
      id: string
      message_id: string
      unit_id: string
      at: Date
      status: number | null
      ms: number
      error: string | null
      answer: string
    }
  }
}

/** A test key's calls are carried out and taken back. */
export type KeyMode = 'live' | 'test'
