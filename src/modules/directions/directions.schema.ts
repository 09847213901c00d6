import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'

/** Directions and guidance to units below, outside any plan (S22). */

const id = z.uuid()
const Day = z.iso.date()
const Words = z.string().trim().max(10_000)
const Unit = z.object({ id, name: z.string(), shortName: z.string() })

const ClauseOf = z
  .object({ key: z.string(), path: z.string().describe('II.2.b'), words: z.string() })
  .meta({ id: 'DirectionClause' })

export const Expects = z
  .enum(['know', 'carry_out'])
  .describe('know: to be read and acknowledged; carry_out: to be done and reported back')

export const DirectionContent = z
  .object({
    title: z.string().trim().max(300),
    words: Words,
    expects: Expects,
    dueOn: Day.nullable(),
    documentId: id.nullable().describe('a document that goes with it'),
    clauses: z
      .array(z.string().min(1).max(80))
      .max(20)
      .default([])
      .describe('keys of clauses of the document, on which what it asks rests'),
    lines: z
      .array(z.string().trim().min(1).max(300))
      .max(60)
      .describe('“Nơi nhận”, a line each: names of units below, or groups of them'),
  })
  .meta({ id: 'DirectionContent' })
export type DirectionContent = z.output<typeof DirectionContent>

export const SaveDirection = z
  .object({ version: z.int().min(0).describe('0: a new one'), content: DirectionContent })
  .meta({ id: 'SaveDirection' })

export const DirectionDraft = z
  .object({
    id,
    version: z.int(),
    content: DirectionContent,
    document: z.object({ id, title: z.string() }).nullable(),
    clauses: z.array(ClauseOf).describe('all of the document that goes with it, to choose from'),
    recipients: z.array(
      z.object({
        words: z.string(),
        reaches: z.int().describe('units below; 0: not understood, or not a unit below'),
      }),
    ),
    units: z.int().describe('units it will be sent to, each once'),
    updatedAt: z.iso.datetime(),
    may: z.array(z.enum(['save', 'send'])),
  })
  .meta({ id: 'DirectionDraft' })

export const SendDirection = z.object({ version: z.int().min(1) }).meta({ id: 'SendDirection' })

export const ActKind = z.enum([
  'acknowledge',
  'answer',
  'ask',
  'reply',
  'accept',
  'return',
  'extend',
  'withdraw',
])
export type ActKind = z.output<typeof ActKind>

export const Evidence = z.discriminatedUnion('what', [
  z.object({ what: z.literal('activity'), id, version: z.int() }),
  z.object({ what: z.literal('document'), id }),
])
export type Evidence = z.output<typeof Evidence>

export const ActOnDirection = z
  .object({
    id: id.describe('made by the client: the same id sent twice is one act'),
    kind: ActKind,
    words: Words.default(''),
    unitId: id
      .nullable()
      .default(null)
      .describe('accept, return, extend: which recipient; null with extend: all'),
    toAct: id.nullable().default(null).describe('reply: the question'),
    isPublic: z.boolean().default(false).describe('reply: all recipients read it, without who asked'),
    dueOn: Day.nullable().default(null).describe('extend: the later day'),
    activities: z.array(id).max(20).default([]).describe('answer: activities of the unit that show it'),
    documents: z.array(id).max(20).default([]).describe('answer: documents of the unit that show it'),
  })
  .meta({ id: 'ActOnDirection' })

export const RecipientState = z.enum([
  'sent',
  'acknowledged',
  'answered',
  'returned',
  'done',
  'excused',
  'withdrawn',
])
export type RecipientState = z.output<typeof RecipientState>

export const RedactDirection = z
  .object({
    actId: id.nullable().default(null).describe('an act on it; null: the direction itself'),
    ground: z.string().trim().min(5).max(500).describe('legal ground; kept for good'),
  })
  .meta({ id: 'RedactDirection' })

const Redacted = z
  .object({ ground: z.string(), at: z.iso.datetime() })
  .nullable()
  .describe('its words, or a name in them, went by law')

export const DirectionAct = z
  .object({
    id,
    kind: ActKind,
    unit: Unit.nullable().describe('the recipient it concerns; null: all, or not to be named'),
    isMine: z.boolean().describe('of the acting unit'),
    words: z.string(),
    toAct: id.nullable(),
    isPublic: z.boolean(),
    dueOn: Day.nullable(),
    evidence: z.array(
      z.object({ what: z.enum(['activity', 'document']), id, title: z.string(), to: z.string() }),
    ),
    at: z.iso.datetime(),
    redacted: Redacted,
    mayRedact: z.boolean(),
  })
  .meta({ id: 'DirectionAct' })

export const DirectionRecipient = z
  .object({
    unit: Unit,
    state: RecipientState,
    dueOn: Day,
    isLate: z.boolean(),
    closedOn: Day.nullable(),
    questions: z.int().describe('not yet replied to'),
    obligationId: id.nullable().describe('for reminding'),
    remindedOn: Day.nullable(),
  })
  .meta({ id: 'DirectionRecipient' })

export const Direction = z
  .object({
    id,
    unit: Unit.describe('who directs'),
    title: z.string(),
    words: z.string(),
    expects: Expects,
    dueOn: Day,
    document: z.object({ id, title: z.string() }).nullable(),
    clauses: z.array(ClauseOf).describe('clauses of the document, on which what it asks rests'),
    at: z.iso.datetime(),
    withdrawn: z.object({ reason: z.string(), at: z.iso.datetime() }).nullable(),
    own: DirectionRecipient.nullable().describe(
      'how it stands with the acting unit, where it is a recipient',
    ),
    recipients: z.array(DirectionRecipient).describe('to the sender and those above it; else empty'),
    acts: z.array(DirectionAct),
    may: z.array(ActKind),
    mayRemind: z.boolean(),
    redacted: Redacted,
    mayRedact: z.boolean(),
  })
  .meta({ id: 'Direction' })

export const DirectionFilter = z.object({
  box: z.enum(['received', 'sent', 'drafts']),
  state: z.enum(['open', 'late', 'done']).optional(),
  q: z.string().max(200).optional().describe('words of title or text; diacritics make no difference'),
})
export const DirectionQuery = DirectionFilter.extend(Paging.shape)

export const DirectionRow = z
  .object({
    id,
    title: z.string(),
    unit: Unit.describe('who directs'),
    expects: Expects,
    dueOn: Day.nullable(),
    at: z.iso.datetime(),
    isWithdrawn: z.boolean(),
    units: z.int(),
    open: z.int().describe('recipients that still owe it; of received ones the acting unit alone'),
    late: z.int(),
    questions: z.int().describe('not yet replied to'),
  })
  .meta({ id: 'DirectionRow' })

export const DirectionPage = z
  .object({ rows: z.array(DirectionRow), nextCursor: z.string().nullable() })
  .meta({ id: 'DirectionPage' })

export const DirectionsWith = z
  .object({
    rows: z.array(
      z.object({
        id,
        title: z.string(),
        unit: Unit.describe('who directs'),
        at: z.iso.datetime(),
        how: z.enum(['with', 'answer']).describe('it went out with it, or an answer to it shows this'),
      }),
    ),
  })
  .meta({ id: 'DirectionsWith' })
