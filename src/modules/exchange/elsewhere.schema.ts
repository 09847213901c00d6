import { z } from 'zod'

/** Largest file of figures taken (bytes): a form has some forty indicators and ten sections. */
export const maxElsewhereBytes = 512 * 1024
/** What the file is called in a package. */
export const elsewhereFile = 'so-lieu-bao-cao.lantoa.json'

/** Larger than anything that is counted or paid, and still an exact number. */
const most = 1_000_000_000_000_000
const figure = z.int().min(-most).max(most)
const amount = z.int().min(0).max(most)
const Value = z.strictObject({ n: amount, d: amount })
const code = z.string().min(1).max(60)

/**
 * A version of a report as it goes to another installation beside its paper: the sums that the paper prints and its words, by
 * the codes of the form. No activity and no part: those stay where they were counted.
 */
export const ReportElsewhere = z.strictObject({
  kind: z.literal('lantoa.report'),
  format: z.literal(1),
  form: z.strictObject({ code, revision: z.int().min(1).max(10_000) }),
  period: z.string().regex(/^\d{4}-[A-Z][A-Z0-9]{0,9}$/),
  version: z.int().min(1).max(100_000),
  texts: z.array(z.strictObject({ section: code, words: z.string().max(20_000) })).max(50),
  figures: z
    .array(
      z.strictObject({
        indicator: code,
        total: Value,
        running: Value,
        carried: figure.describe('of the running total, what later corrections changed in earlier reports'),
        revised: figure.describe(
          'of the total, what differs from what reports of days within the window had counted',
        ),
        state: z.enum(['value', 'nothing']),
      }),
    )
    .max(500),
})
export type ReportElsewhere = z.output<typeof ReportElsewhere>

/** @returns null for what is no report of this form, however it is broken */
export function readElsewhere(bytes: Uint8Array): ReportElsewhere | null {
  if (bytes.byteLength > maxElsewhereBytes) return null
  try {
    const read = ReportElsewhere.safeParse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
    )
    return read.success ? read.data : null
  } catch {
    return null
  }
}
