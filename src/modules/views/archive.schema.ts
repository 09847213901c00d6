import { z } from 'zod'

export const FileHash = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the file’s bytes, 64 hex digits')

export const FoundFile = z
  .object({
    hash: z.string(),
    documents: z
      .array(
        z.object({
          id: z.string(),
          origin: z.enum(['issued', 'received', 'known']),
          kind: z.enum(['pdf', 'docx', 'original']),
          state: z
            .enum(['present', 'earlier'])
            .describe(
              '`earlier`: the paper as it was before words of it were taken away by law, or made anew since',
            ),
          type: z.string(),
          numberSymbol: z.string().nullable(),
          issuedOn: z.string().nullable().describe('YYYY-MM-DD'),
          subject: z.string(),
          planId: z.string().nullable(),
        }),
      )
      .describe('documents of the unit whose file is exactly this one; none when there is no such'),
  })
  .describe('What a file is to the asking unit, by its bytes')
  .meta({ id: 'FoundFile' })

export const DayRootQuery = z.object({
  before: z.iso.date().optional().describe('only roots of earlier days'),
  limit: z.coerce.number().int().min(1).max(100).default(31),
})

export const DayRootList = z
  .object({
    rows: z.array(
      z.object({
        day: z.string().describe('the day in Viet Nam that it closes, YYYY-MM-DD'),
        at: z.string().describe('when it was taken'),
        prev: z.string().describe('the root before'),
        hash: z
          .string()
          .describe(
            'SHA-256 over the JSON {"at","day","homes":[{"hash","home","seal"}],"prev"}, keys in this order, no blanks',
          ),
        homes: z
          .array(z.object({ home: z.string(), seal: z.number(), hash: z.string() }))
          .describe('the last seal of each home'),
      }),
    ),
    next: z.string().nullable().describe('`before` of the next page'),
  })
  .meta({ id: 'DayRootList' })
