import { z } from 'zod'
import { SigningState } from '../signing/index.ts'
import { ClauseKind, CoverageCode, Decision, LineCode, PlanContent } from './plans.schema.ts'

/** Requests and answers of the plans' endpoints. */

const day = z.iso.date()
const id = z.uuid()
const words = (least: number, most: number) => z.string().trim().min(least).max(most)

export const PlanAction = z.enum([
  'draft',
  'submit',
  'return',
  'approve',
  'number',
  'refuse',
  'sign',
  'issue',
  'revise',
  'choose',
  'ask',
])
export type PlanAction = z.output<typeof PlanAction>

export const DraftState = z.enum(['draft', 'in_review', 'approved'])

export const PlanUnit = z.object({ id, name: z.string(), shortName: z.string() }).meta({ id: 'PlanUnit' })

export const PlanRow = z
  .object({
    id,
    unit: PlanUnit,
    year: z.int(),
    title: z.string(),
    revision: z.int().describe('the one in force, or the one delivered; 0 while none is issued'),
    issuedOn: day.nullable(),
    documentId: id.nullable(),
    numberSymbol: z.string().nullable(),
    draft: z
      .object({
        revision: z.int(),
        state: DraftState,
        updatedAt: z.iso.datetime(),
        tasks: z.int(),
        toDecide: z.int(),
      })
      .nullable(),
    taskCount: z.int().nullable(),
  })
  .meta({ id: 'PlanRow' })

export const PlanList = z
  .object({ rows: z.array(PlanRow), next: z.string().nullable() })
  .meta({ id: 'PlanList' })

export const PlanListQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  q: z.string().max(100).optional().describe('words of the title, the number or the unit'),
  cursor: z.string().max(200).optional(),
})

export const SourceRow = z
  .object({
    documentId: id,
    type: z.string(),
    numberSymbol: z.string().nullable(),
    issuerName: z.string(),
    issuedOn: day.nullable(),
    subject: z.string(),
    line: LineCode.nullable(),
    planId: id.nullable(),
    revision: z.int().nullable(),
    clauses: z.int(),
    usedBy: z.array(id).describe('own plans that stand on it'),
  })
  .meta({ id: 'PlanSourceRow' })

export const SourceList = z
  .object({ documents: z.array(SourceRow), lastYears: z.array(PlanRow), may: z.array(PlanAction) })
  .meta({ id: 'PlanSourceList' })

export const CreatePlan = z
  .object({
    id: id.describe('made by the client: the same id sent twice is one plan'),
    year: z.int().min(2000).max(2100),
    documents: z
      .array(z.object({ documentId: id, isProvisional: z.boolean().default(false) }))
      .max(10)
      .default([]),
    lastPlanId: id.nullable().default(null).describe('own plan of an earlier year to begin from'),
  })
  .meta({ id: 'CreatePlan' })

export const ClauseOf = z.object({
  key: z.string(),
  parentKey: z.string().nullable(),
  level: z.int(),
  marker: z.string(),
  path: z.string(),
  kind: ClauseKind,
  words: z.string(),
  isAsked: z.boolean(),
  coverage: CoverageCode,
  tasks: z.array(z.string()).describe('keys of the tasks that carry it out'),
  undecided: z.int(),
  reason: z.string().nullable(),
})

export const CoverageCounts = z.object({
  kept: z.int(),
  adapted: z.int(),
  declined: z.int(),
  none: z.int(),
})

export const PlanSource = z
  .object({
    documentId: id,
    type: z.string(),
    numberSymbol: z.string().nullable(),
    issuerName: z.string(),
    issuedOn: day.nullable(),
    subject: z.string(),
    line: LineCode.nullable(),
    isProvisional: z.boolean(),
    planId: id.nullable(),
    revision: z.int().nullable(),
    newest: z
      .object({ documentId: id, revision: z.int() })
      .nullable()
      .describe('a later revision of the same plan that was delivered since'),
    clauses: z.array(ClauseOf),
    counts: CoverageCounts,
  })
  .meta({ id: 'PlanSource' })

export const Finding = z
  .object({
    code: z.string(),
    level: z.enum(['must', 'should']),
    sentence: z.string(),
    article: z.string().nullable().describe('what it rests on, where that is said'),
    taskKey: z.string().nullable(),
    documentId: z.string().nullable(),
    clauseKey: z.string().nullable(),
  })
  .meta({ id: 'PlanFinding' })

export const PlanStep = z.object({
  step: z.enum(['submit', 'return', 'approve', 'number', 'refuse', 'issue']),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  behalf: z.string().nullable().describe('in whose place, by a delegation'),
  words: z.string().nullable(),
})

export const DraftAnswer = z
  .object({
    planId: id,
    unit: PlanUnit,
    revision: z.int(),
    inForce: z.int().describe('revision in force; 0 before the first issue'),
    state: DraftState,
    version: z.int(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string().nullable(),
    numberSymbol: z.string().nullable().describe('reserved by the clerk'),
    content: PlanContent,
    sources: z.array(PlanSource),
    findings: z.array(Finding),
    steps: z.array(PlanStep),
    signing: SigningState.nullable().describe('of one that is signed electronically, once it is approved'),
    may: z.array(PlanAction),
  })
  .meta({ id: 'PlanDraft' })

export const SaveDraft = z
  .object({ version: z.int().describe('the version that was edited'), content: PlanContent })
  .meta({ id: 'SavePlanDraft' })

export const Words = z
  .object({ words: z.string().trim().max(2_000).default('') })
  .meta({ id: 'PlanStepWords' })
export const Reason = z.object({ words: words(1, 2_000) }).meta({ id: 'PlanStepReason' })

export const PlanAnswer = z
  .object({
    id,
    unit: PlanUnit,
    year: z.int(),
    isOwn: z.boolean(),
    revision: z.int().describe('the one shown'),
    inForce: z.int(),
    revisions: z.array(z.object({ revision: z.int(), issuedOn: day, numberSymbol: z.string().nullable() })),
    documentId: id,
    numberSymbol: z.string().nullable(),
    issuedOn: day,
    title: z.string(),
    hasDraft: z.boolean(),
    content: PlanContent,
    sources: z.array(PlanSource),
    may: z.array(PlanAction),
  })
  .meta({ id: 'Plan' })

const Changed = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
export const FieldChange = z
  .object({ field: z.string(), before: Changed, after: Changed })
  .meta({ id: 'PlanFieldChange' })
const ItemChange = z.object({
  key: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  title: z.string(),
  fields: z.array(FieldChange),
})
export const ChangesAnswer = z
  .object({
    planId: id,
    title: z.string(),
    from: z.int(),
    to: z.int().describe('0 is the draft'),
    fields: z.array(FieldChange),
    bases: z.array(ItemChange),
    clauses: z.array(ItemChange),
    tasks: z.array(ItemChange),
  })
  .meta({ id: 'PlanChanges' })

export const Rebase = z
  .object({
    version: z.int(),
    fromDocumentId: id,
    toDocumentId: id,
    isProvisional: z.boolean().default(false),
  })
  .meta({ id: 'RebasePlan' })
export const RebaseAnswer = z
  .object({
    draft: DraftAnswer,
    mapped: z.int(),
    lost: z.array(z.object({ taskKey: z.string().nullable(), path: z.string(), words: z.string() })),
  })
  .meta({ id: 'RebaseAnswer' })

export const AddBasis = z
  .object({ version: z.int(), documentId: id, isProvisional: z.boolean().default(false) })
  .meta({ id: 'AddPlanBasis' })

export const DerivedTask = z.object({
  taskKey: z.string(),
  title: z.string(),
  decision: Decision,
  state: z.enum(['unchanged', 'changed', 'gone']),
  fields: z.array(FieldChange),
  originPlanId: id,
  originKey: z.string(),
  fromRevision: z.int(),
  toRevision: z.int(),
  before: z.object({ title: z.string(), content: z.string(), time: z.string() }).nullable(),
  after: z.object({ title: z.string(), content: z.string(), time: z.string() }).nullable(),
  own: z.object({ title: z.string(), content: z.string(), time: z.string() }),
  choice: z.enum(['follow', 'keep', 'adapt']).nullable(),
})

export const DerivedAnswer = z
  .object({
    planId: id,
    title: z.string(),
    superiors: z.array(
      z.object({
        planId: id,
        title: z.string(),
        unit: PlanUnit,
        fromRevision: z.int(),
        toRevision: z.int(),
        numberSymbol: z.string().nullable(),
        documentId: id,
        tasks: z.array(DerivedTask),
        fresh: z
          .array(z.object({ key: z.string(), title: z.string(), content: z.string() }))
          .describe('new tasks that ask the units below'),
      }),
    ),
    open: z.int().describe('tasks that still ask: follow, keep, adapt'),
    draftRevision: z.int().nullable(),
    may: z.array(PlanAction),
  })
  .meta({ id: 'PlanDerived' })

export const Choose = z
  .object({
    originPlanId: id,
    toRevision: z.int().min(2),
    choices: z
      .array(
        z.object({
          taskKey: z.string().max(80),
          originKey: z.string().max(80),
          choice: z.enum(['follow', 'keep', 'adapt']),
        }),
      )
      .max(500)
      .default([]),
    takeFresh: z.array(z.string().max(80)).max(200).default([]),
  })
  .meta({ id: 'ChoosePlanTasks' })

export const TimeWords = z.object({ words: z.string().max(200), year: z.coerce.number().int() })

export const PlanPeople = z
  .object({
    people: z.array(z.object({ id, name: z.string(), title: z.string().nullable(), isHead: z.boolean() })),
  })
  .meta({ id: 'PlanPeople' })

export const DraftPaper = z
  .object({
    html: z.string().describe('the page in the official form; every word is escaped by the writer'),
    text: z.string().describe('its words; `data-s` in the page are places in them'),
  })
  .meta({ id: 'PlanDraftPaper' })
