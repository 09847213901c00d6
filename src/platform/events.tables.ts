import type { ColumnType, Generated } from 'kysely'
import type { EventSubject } from './events.ts'

export type Json<T> = ColumnType<T, string, string>

declare module './db.ts' {
  interface Tables {
    events: {
      id: string
      at: Date
      actor_account: string | null
      actor_person: string | null
      unit_id: string | null
      verb: string
      subjects: Json<EventSubject[]>
      request_id: string | null
      request_hash: string | null
    }
    request_key: { one: number; n: number; key: Buffer }
    unsealed_events: { event_id: string }
    seals: { n: number; at: Date; prev: string; events: string[]; hash: string }
    jobs: {
      id: string
      kind: string
      payload: Json<unknown>
      state: Generated<'waiting' | 'done' | 'failed'>
      attempts: Generated<number>
      run_at: Date
      done_units: Generated<number>
      all_units: number | null
      error: string | null
      unit_id: string | null
      created_at: Date
      finished_at: Date | null
    }
  }
}
