import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { LogActivity } from '../activities/index.ts'

export const submissionKinds = ['activity', 'reflection', 'question', 'figures', 'other'] as const
export const submissionStates = ['received', 'taken_over', 'set_aside'] as const
export type SubmissionKind = (typeof submissionKinds)[number]

const kind = z
  .enum(submissionKinds)
  .describe('`activity`: something that was done; `reflection`, `question`: of the people; `figures`: counts')
const reference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/~-]{0,119}$/)
  .describe('the other platform’s own name for it, unique for its key')

const content = {
  kind,
  day: z.iso.date().describe('the day on which it happened or was collected, in Asia/Ho_Chi_Minh'),
  title: z.string().trim().min(1).max(300),
  words: z
    .string()
    .trim()
    .max(4_000)
    .default('')
    .describe('what was collected; no name, address or telephone number of a citizen'),
  place: z.string().trim().max(200).default(''),
  form: z.string().min(1).max(60).nullable().default(null).describe('vocabulary `forms`, where it is one'),
  figures: z
    .array(
      z.object({
        indicator: z.string().min(1).max(60).describe('vocabulary `indicators`'),
        n: z.int().min(0).max(1_000_000_000_000),
        d: z.int().min(0).max(1_000_000_000_000).nullable().default(null),
      }),
    )
    .max(16)
    .default([]),
  link: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable()
    .default(null)
    .describe('where it stands on the other platform'),
}

export const SubmissionContent = z.object(content).meta({ id: 'SubmissionContent' })
export type SubmissionContent = z.output<typeof SubmissionContent>

export const HandIn = z.object({ reference, ...content }).meta({ id: 'HandIn' })

export const OutcomeQuery = z.object({ reference })

const state = z.enum(submissionStates)
export const Outcome = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    version: z.int().describe('raised by each hand-in with other content'),
    state,
    sentence: z.string().describe('what became of it, in words'),
    receivedAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    reason: z.string().nullable().describe('why it was set aside'),
    activity: z
      .object({ id: z.uuid(), day: z.iso.date(), title: z.string(), state: z.string() })
      .nullable()
      .describe('the activity of the unit that it was taken over as'),
    countedIn: z
      .array(
        z.object({
          reportId: z.uuid(),
          reportVersion: z.int(),
          form: z.string(),
          period: z.string(),
          submittedOn: z.iso.date().nullable(),
        }),
      )
      .describe('reports of the unit that counted it'),
  })
  .meta({ id: 'SubmissionOutcome' })

export const Submission = Outcome.omit({ sentence: true })
  .extend({
    unitId: z.uuid(),
    platform: z.string().describe('the name of the key with which it was handed in'),
    content: SubmissionContent,
    kindName: z.string(),
    formName: z.string().nullable(),
    figures: z.array(
      z.object({ indicator: z.string(), name: z.string(), n: z.int(), d: z.int().nullable() }),
    ),
    may: z.array(z.enum(['submission.take_over', 'submission.set_aside'])),
  })
  .meta({ id: 'Submission' })

export const SubmissionsQuery = Paging.extend({
  state: state.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})
export const Submissions = z
  .object({
    items: z.array(Submission),
    nextCursor: z.string().nullable(),
    counts: z.object({ received: z.int(), taken_over: z.int(), set_aside: z.int() }),
  })
  .meta({ id: 'Submissions' })

export const TakeOver = LogActivity.extend({
  version: z.int().min(1).describe('of the submission, as it was looked at'),
}).meta({ id: 'TakeOver' })

export const SetAside = z
  .object({ version: z.int().min(1), reason: z.string().trim().min(1).max(1_000) })
  .meta({ id: 'SetAside' })
