import type { ColumnType, Generated } from 'kysely'
import type { MessageKind } from '../dispatch/index.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    inbox_messages: {
      id: string
      from_home: string
      kind: MessageKind
      hash: string
      body: ColumnType<unknown, string, null>
      received_at: Date
      handled_at: Generated<Date | null>
    }
    copies: {
      what: 'document' | 'plan' | 'report' | 'activity' | 'report_answer'
      id: string
      revision: number
      origin: string
      hash: string
      message_id: string
      taken_at: Date
    }
  }
}
