import { z } from 'zod'

export const searchKinds = [
  'documents',
  'plans',
  'tasks',
  'activities',
  'reports',
  'directions',
  'units',
  'people',
] as const

export const SearchQuery = z.object({
  q: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .describe('words with or without diacritics, or a number and symbol; at least two characters'),
})

export const SearchHit = z
  .object({
    id: z.string().describe('unique within its group'),
    title: z.string(),
    context: z.string().describe('one line that tells it from its namesakes'),
    to: z.string().describe('address in the staff application, below /app'),
  })
  .meta({ id: 'SearchHit' })

export const SearchResult = z
  .object({
    groups: z
      .array(z.object({ kind: z.enum(searchKinds), hits: z.array(SearchHit) }))
      .describe('only groups that have something, at most five in each, the best first'),
  })
  .meta({ id: 'SearchResult' })
