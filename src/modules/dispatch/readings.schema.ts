import { z } from 'zod'

const Day = z.iso.date()

export const ReadingState = z.enum(['left', 'read'])
export const ReadingFilter = z.object({
  q: z.string().max(120).optional().describe('words of the name or group; diacritics make no difference'),
  state: ReadingState.optional(),
})
export const ReadingQuery = ReadingFilter.extend({
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const Reading = z
  .object({
    id: z.uuid(),
    person: z.object({
      id: z.uuid(),
      name: z.string(),
      title: z.string().nullable(),
      tags: z.array(z.string()),
    }),
    hasAccount: z.boolean(),
    hasLink: z.boolean().describe('a personal link was made and still opens'),
    dueOn: Day,
    readOn: Day.nullable(),
    readBy: z.enum(['link', 'account']).nullable(),
  })
  .meta({ id: 'Reading' })

export const Readings = z
  .object({
    document: z.object({ id: z.uuid(), numberSymbol: z.string().nullable(), subject: z.string() }),
    counts: z.object({ asked: z.int(), read: z.int() }),
    people: z.int().describe('people of the acting unit today'),
    tags: z.array(z.object({ tag: z.string(), n: z.int() })).describe('groups of the unit’s people'),
    readings: z.array(Reading),
    next: z.string().nullable(),
    mine: z.object({ dueOn: Day, readOn: Day.nullable() }).nullable().describe('asked of whoever asks'),
    may: z.array(z.string()),
  })
  .meta({ id: 'Readings' })

export const AskToRead = z
  .object({
    tags: z.array(z.string().max(40)).max(50).describe('groups; empty: everybody of the unit'),
    dueOn: Day,
  })
  .meta({ id: 'AskToRead' })

export const MakeReadingLinks = z
  .object({
    readings: z.array(z.uuid()).max(200).describe('whose; empty: of everybody who has not confirmed yet'),
  })
  .meta({ id: 'MakeReadingLinks' })

export const ReadingLinks = z
  .object({
    unit: z.string(),
    links: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          title: z.string().nullable(),
          url: z.string(),
          qr: z.string().describe('SVG'),
        }),
      )
      .nullable()
      .describe('given once; null when the request is repeated, because only hashes are kept'),
    left: z.int().describe('people without a link in this answer: asked for 200 at a time'),
  })
  .meta({ id: 'ReadingLinks' })

export const MyReadings = z
  .object({
    readings: z.array(
      z.object({
        documentId: z.uuid(),
        numberSymbol: z.string().nullable(),
        subject: z.string(),
        dueOn: Day,
      }),
    ),
  })
  .meta({ id: 'MyReadings' })
