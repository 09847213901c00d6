import { z } from 'zod'

/** What stands in a report form: facts of data/report-forms, loaded into `report_forms`, never changed afterwards. */

const Words = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })

const DayOfYear = z
  .strictObject({
    years: z.int().min(-1).max(1).describe('years after the year of the period'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
  })
  .describe('a day counted from the year of the period: the window of 2026 opens on 15/12/2025')

/** How figures of parts make the figure of the whole. */
export const Adds = z
  .enum(['sum', 'parts_only', 'ratio', 'latest', 'not_additive'])
  .describe(
    'sum: own and parts; parts_only: the parts without the unit’s own (a unit without parts counts its own); ' +
      'ratio: numerators and denominators add; latest: the last value in the window, parts add; ' +
      'not_additive: never summed, only stated with a reason',
  )
export type Adds = z.infer<typeof Adds>

export const FormIndicator = z.strictObject({
  code: z.string().describe('code of the vocabulary of indicators'),
  name: Words,
  unit: Words,
  adds: Adds,
  running: z
    .strictObject({ from: z.iso.date(), year: z.int() })
    .nullable()
    .describe('since when the running total counts; null for what has none'),
})
export type FormIndicator = z.infer<typeof FormIndicator>

export const TextSource = z.enum(['result', 'shortcoming', 'cause', 'next_step'])
export type TextSource = z.infer<typeof TextSource>

export const FormSection = z.strictObject({
  key: z.string().regex(/^[a-z_]+$/),
  marker: z.string(),
  title: z.string().describe('as printed; a report is a Vietnamese document'),
  lead: z
    .strictObject({ parts: z.string(), own: z.string() })
    .nullable()
    .describe(
      'opening sentence with {from}, {until}, {unit} and indicator codes in braces; `own` for a unit without parts',
    ),
  hasTable: z.boolean().describe('the table of indicators stands in this section'),
  sources: z
    .array(TextSource)
    .describe('which words of the activities are proposed here, beside the parts’ words'),
  required: z.boolean().describe('a report without these words is not handed to the leader'),
})
export type FormSection = z.infer<typeof FormSection>

export const FormPeriod = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9]*$/),
  name: Words.describe('with {year}'),
  from: DayOfYear,
  until: DayOfYear.describe('first day after the window'),
  due: DayOfYear.describe('last day at the top; each tier below has its lead'),
})
export type FormPeriod = z.infer<typeof FormPeriod>

export const ReportForm = z.strictObject({
  id: z.uuid(),
  code: z.string(),
  revision: z.int().min(1),
  line: z.enum(['administration', 'profession']).describe('the line whose superior accepts and sums'),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  title: Words,
  subject: z.string().describe('trích yếu of the printed report, with {period}'),
  source: z
    .array(z.strictObject({ what: z.string(), text: z.string(), confirmed: z.boolean() }))
    .describe('which document says what, and what was not confirmed'),
  periods: z.array(FormPeriod).min(1),
  tiers: z
    .array(z.strictObject({ kinds: z.array(z.string()).min(1), leadDays: z.int().min(0).max(60) }))
    .describe('which kinds of units owe the report, and how many days before the top it is due'),
  sections: z.array(FormSection).min(1),
  table: z.strictObject({ caption: z.string() }),
  indicators: z.array(FormIndicator).min(1),
})
export type ReportForm = z.infer<typeof ReportForm>
