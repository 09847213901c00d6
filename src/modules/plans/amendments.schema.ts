import { z } from 'zod'
import { PlanUnit } from './plans.api.schema.ts'

/** Requests to amend a superior's plan, and their answers (S26). */

const id = z.uuid()

export const AmendmentAnswerCode = z.enum(['accepted', 'partly', 'declined'])

export const RequestAmendment = z
  .object({
    id: id.describe('made by the client: the same id sent twice is one request'),
    planId: id,
    revision: z.int().min(1),
    taskKey: z.string().max(80).nullable().default(null).describe('null: the plan as a whole'),
    difficulty: z.string().trim().min(1).max(5_000),
    proposal: z.string().trim().min(1).max(5_000),
  })
  .meta({ id: 'RequestAmendment' })

export const AnswerAmendment = z
  .object({ answer: AmendmentAnswerCode, words: z.string().trim().min(1).max(5_000) })
  .meta({ id: 'AnswerAmendment' })

export const Amendment = z
  .object({
    id,
    unit: PlanUnit.describe('who asks'),
    toUnit: PlanUnit,
    planId: id,
    planTitle: z.string(),
    revision: z.int(),
    taskKey: z.string().nullable(),
    taskTitle: z.string().nullable(),
    difficulty: z.string(),
    proposal: z.string(),
    at: z.iso.datetime(),
    dueOn: z.iso.date().nullable().describe('by when the desk answers'),
    answer: z.object({ answer: AmendmentAnswerCode, words: z.string(), at: z.iso.datetime() }).nullable(),
    ledTo: z
      .object({ revision: z.int(), issuedOn: z.iso.date() })
      .nullable()
      .describe('the revision that answers it'),
    inDraft: z.boolean().describe('the draft of the next revision answers it'),
    may: z.array(z.enum(['answer', 'revise'])),
  })
  .meta({ id: 'Amendment' })

export const AmendmentList = z
  .object({ rows: z.array(Amendment), next: z.string().nullable() })
  .meta({ id: 'AmendmentList' })

export const AmendmentFilter = z.object({
  box: z.enum(['sent', 'desk']),
  planId: id.optional(),
  open: z.stringbool().optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('words of the plan, task, difficulty, proposal or unit; diacritics make no difference'),
})
export const AmendmentQuery = AmendmentFilter.extend({ cursor: z.string().max(200).optional() })
