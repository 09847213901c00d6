import { z } from 'zod'
import { DraftedRecipient } from '../dispatch/index.ts'

/** The content of a plan: one shape for the draft that is autosaved and for the revision that is frozen. */

const day = z.iso.date()
/** Keys of clauses and tasks: made once (UUIDv7 or the key of an import), kept over all revisions of the plan. */
const key = z.string().min(1).max(80)
const line = (most: number) => z.string().max(most)
/** Money and counts: whole numbers within the safe range. */
const whole = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

export const LineCode = z.enum(['administration', 'profession'])

export const ClauseKind = z.enum([
  'heading',
  'purpose',
  'requirement',
  'content',
  'form',
  'solution',
  'responsibility',
  'other',
])
export type ClauseKind = z.output<typeof ClauseKind>

export const PlanBasis = z.object({
  documentId: z.uuid().nullable().describe('a document of the library; null for one that is only cited'),
  relation: z.enum(['carries out', 'based on']),
  line: LineCode.nullable().describe('on which line its issuer stands above the unit'),
  isProvisional: z.boolean().describe('stands in for a document that is still to come'),
  words: line(1_000).describe('as printed, with its verb: "Thực hiện Kế hoạch số …"'),
})
export type PlanBasis = z.output<typeof PlanBasis>

export const PlanClause = z.object({
  key,
  parentKey: key.nullable(),
  kind: ClauseKind,
  marker: line(20).describe('I, 1, a, - … as printed'),
  level: z.int().min(1).max(9),
  words: line(20_000),
})
export type PlanClause = z.output<typeof PlanClause>

export const Decision = z.enum(['to_decide', 'own', 'kept', 'adapted', 'declined'])
export type Decision = z.output<typeof Decision>

export const FuzzyTime = z.object({
  words: line(200).describe('as written: "Quý II", "trước kỳ tuyển sinh"'),
  from: day.nullable(),
  until: day.nullable().describe('the first day after: [from, until)'),
})
export type FuzzyTime = z.output<typeof FuzzyTime>

export const ClauseRef = z.object({ documentId: z.uuid(), clauseKey: key })
export type ClauseRef = z.output<typeof ClauseRef>

export const TaskOrigin = z.object({ planId: z.uuid(), revision: z.int().min(1), taskKey: key })
export type TaskOrigin = z.output<typeof TaskOrigin>

export const PlanTask = z.object({
  key,
  decision: Decision,
  reason: line(2_000).describe('why it is adapted or not for us'),
  isKey: z.boolean(),
  title: line(500),
  content: line(10_000),
  forms: z.array(line(60)).max(30).describe('codes of the vocabulary forms'),
  audiences: z.array(line(60)).max(30).describe('codes of the vocabulary audiences'),
  leadPersonId: z.uuid().nullable(),
  leadWords: line(300),
  supportWords: line(500),
  time: FuzzyTime,
  product: line(1_000),
  target: z
    .object({ indicator: line(60), value: whole.nullable().describe('null: still to be filled in') })
    .nullable(),
  cost: whole.nullable().describe('đồng'),
  fund: line(60).nullable().describe('code of the vocabulary funds'),
  clauses: z.array(ClauseRef).max(100).describe('superior clauses it carries out'),
  origins: z.array(TaskOrigin).max(20).describe('superior tasks it derives from'),
  underClause: key.nullable().describe('own clause it stands under'),
  asksBelow: z.boolean().default(false).describe('the units below are asked to do their part of it'),
  belowTargets: z
    .array(z.object({ kind: line(60).nullable(), value: whole }))
    .max(30)
    .default([])
    .describe('what each unit of a kind is asked for; kind null: every unit'),
})
export type PlanTask = z.output<typeof PlanTask>

export const DeclinedClause = ClauseRef.extend({ reason: line(2_000) })
export type DeclinedClause = z.output<typeof DeclinedClause>

export type PlanRecipient = DraftedRecipient

export const PlanSigner = z.object({
  personId: z.uuid().nullable(),
  authority: line(120).nullable().describe('TM. …, KT., TL. as printed above the position'),
  position: line(120),
  deputyOf: line(120).nullable().optional().describe('the head for whom a deputy signs: "Trưởng phòng"'),
})

export const PlanContent = z
  .object({
    title: line(500).describe('what stands under KẾ HOẠCH'),
    year: z.int().min(2000).max(2100),
    period: z.object({ from: day, until: day.describe('the first day after') }),
    programmes: z.array(z.uuid()).max(20),
    bases: z.array(PlanBasis).max(60),
    opening: line(5_000),
    clauses: z.array(PlanClause).max(1_000).describe('the plan’s own text, in order'),
    tasks: z.array(PlanTask).max(500),
    declinedClauses: z.array(DeclinedClause).max(1_000),
    recipients: z.array(DraftedRecipient).max(200),
    signer: PlanSigner,
    isPublic: z.boolean(),
    way: z
      .enum(['paper', 'electronic'])
      .default('paper')
      .describe('how it is signed and sealed before it is issued'),
    belowDueOn: day
      .nullable()
      .default(null)
      .describe('by when the units that carry it out make their own plan; null: not asked'),
    amendments: z
      .array(z.uuid())
      .max(100)
      .default([])
      .describe('requests to amend that this revision answers'),
  })
  .meta({ id: 'PlanContent' })
export type PlanContent = z.output<typeof PlanContent>

/** Coverage of one clause of a superior document. */
export const CoverageCode = z.enum(['kept', 'adapted', 'declined', 'none'])
export type CoverageCode = z.output<typeof CoverageCode>
