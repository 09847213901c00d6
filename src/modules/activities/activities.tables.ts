import type { ColumnType } from 'kysely'

declare module '../../platform/db.ts' {
  interface Tables {
    activities: {
      id: string
      unit_id: string
      version: number
      day: string
      state: 'waiting' | 'counted' | 'withdrawn'
      photos_expected: number
      photos_arrived: number
      created_at: Date
      created_by: string | null
    }
    activity_versions: {
      activity_id: string
      version: number
      unit_id: string
      day: string
      title: string
      form: string
      audiences: string[]
      place: string
      persons: number | null
      attendances: number | null
      result: string
      shortcoming: string
      cause: string
      next_step: string
      cost: number | null
      fund: string | null
      photo_ids: string[]
      reason: string | null
      recorded_at: Date
      recorded_by: string | null
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
    activity_figures: {
      activity_id: string
      version: number
      indicator: string
      n: number
      d: number | null
    }
    activity_tasks: {
      activity_id: string
      version: number
      plan_id: string
      task_key: string
      revision: number
    }
    activity_programmes: {
      activity_id: string
      version: number
      programme_id: string
    }
    task_sums: {
      plan_id: string
      task_key: string
      bundle: string
      unit_id: string
      activities: number
      // written in SQL only
      figures: ColumnType<Record<string, object>, never, never>
    }
    uploads: {
      id: string
      unit_id: string
      activity_id: string
      size: number
      received: number
      hash: string
      name: string
      state: 'receiving' | 'refused'
      error: string | null
      created_at: Date
      updated_at: Date
    }
    evidence: {
      id: string
      activity_id: string
      unit_id: string
      file_hash: string
      thumb_hash: string
      arrived_hash: string
      // 64 bits: more than a number holds, so it is written as text and compared in SQL only
      picture_hash: ColumnType<never, string, never>
      width: number
      height: number
      arrived_at: Date
      arrived_by: string | null
      redacted_at: Date | null
    }
  }
}
