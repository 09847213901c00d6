import type { ColumnType, Generated } from 'kysely'
import type { MessageKind } from '../dispatch/index.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    inbox_messages: {
      id: string
      from_home: string
      kind: MessageKind
      hash: string
      body: ColumnType<unknown, string, string | null>
      received_at: Date
      handled_at: Generated<Date | null>
    }
    carried_redactions: {
      message_id: string
      subject_what: 'person' | 'inbox_message'
      subject_id: string
      to_home: string
      home_name: string
      at: Date
    }
    carried_answers: {
      message_id: string
      home: string
      home_name: string
      covered: number
      files: number
      left_over: ColumnType<{ what: string; n: number }[], string, never>
      at: Date
    }
    copies: {
      what: 'document' | 'plan' | 'report' | 'activity' | 'report_answer' | 'direction' | 'direction_act'
      id: string
      revision: number
      origin: string
      hash: string
      message_id: string
      taken_at: Date
    }
  }
}
