import { z } from 'zod'

export const Programme = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    issuer: z.string(),
    yearFrom: z.int(),
    yearUntil: z.int(),
    source: z.string(),
    milestones: z.array(z.object({ year: z.int(), words: z.string() })),
  })
  .meta({ id: 'Programme' })

export const Term = z
  .object({
    code: z.string(),
    name: z.string(),
    unit: z.string().nullable().describe('what an indicator counts: tờ, cuộc …'),
  })
  .meta({ id: 'Term' })

export const Terms = z
  .object({
    programmes: z.array(Programme),
    forms: z.array(Term),
    audiences: z.array(Term),
    funds: z.array(Term),
    indicators: z.array(Term),
  })
  .meta({ id: 'Terms' })
