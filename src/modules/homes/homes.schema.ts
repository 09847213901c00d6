import { z } from 'zod'
import { DirectionAcross } from '../directions/index.ts'
import { DeliveryAcross, DutiesAcross, ReceiptAcross, type MessageKind } from '../dispatch/index.ts'
import { AnswerAcross, ReportAcross } from '../reports/index.ts'
import { copied, type CopiedTable } from './copied.ts'
import { RedactedAcross, RedactionAcross } from './redaction.schema.ts'

const Row = z.record(z.string(), z.unknown())
// The keys of a constant are its own.
const tables = Object.keys(copied) as [CopiedTable, ...CopiedTable[]]
export const Copies = z.partialRecord(z.enum(tables), z.array(Row))

/** Kinds of messages that bring copies. */
export const withCopies = [
  'delivery',
  'report',
  'answer',
  'direction',
] as const satisfies readonly MessageKind[]

const head = {
  version: z.literal(1),
  id: z.uuid(),
  from: z.string().regex(/^home_[a-z0-9_]{1,40}$/),
  to: z.string().regex(/^home_[a-z0-9_]{1,40}$/),
}

/** A message between homes, whole in itself: what it says, and copies of what that rests on. Files go by their hash. */
export const HomeMessage = z.discriminatedUnion('kind', [
  z.object({ ...head, kind: z.literal('delivery'), content: DeliveryAcross, copies: Copies }),
  z.object({ ...head, kind: z.literal('report'), content: ReportAcross, copies: Copies }),
  z.object({ ...head, kind: z.literal('answer'), content: AnswerAcross, copies: Copies }),
  z.object({ ...head, kind: z.literal('direction'), content: DirectionAcross, copies: Copies }),
  z.object({ ...head, kind: z.literal('receipt'), content: ReceiptAcross }),
  z.object({ ...head, kind: z.literal('duties'), content: DutiesAcross }),
  z.object({ ...head, kind: z.literal('redaction'), content: RedactionAcross }),
  z.object({ ...head, kind: z.literal('redacted'), content: RedactedAcross }),
  z.object({
    ...head,
    kind: z.literal('arrival'),
    content: z.object({ messageId: z.uuid(), at: z.iso.datetime() }).describe('a message was taken in'),
  }),
])
export type HomeMessage = z.output<typeof HomeMessage>
