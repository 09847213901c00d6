import { z } from 'zod'

export const ErasePerson = z.object({
  ground: z
    .string()
    .trim()
    .min(5)
    .max(500)
    .describe('legal ground, e.g. the person’s request and the article of law'),
  evenNamesakes: z
    .boolean()
    .default(false)
    .describe('go on although other people of the home bear the same name, whose mentions are covered too'),
})

const Count = z.object({
  what: z.string().describe('table or `file`'),
  n: z.int(),
})

export const ErasureOut = z.object({
  state: z.enum(['running', 'done', 'failed']),
  erasedAt: z.iso.datetime(),
  redacted: z.array(Count).describe('rows and files from which the person was taken'),
  notSearched: z
    .int()
    .describe(
      'kept files without searchable words (scans, PDFs that were handed in): somebody has to look at them',
    ),
  elsewhere: z
    .array(
      z.object({
        home: z.string().describe('name of another home that was told, because it holds copies'),
        state: z.enum(['on_way', 'covered']),
        rows: z.int().describe('rows of copies there from which the person was taken'),
        files: z.int(),
        left: z
          .array(Count)
          .describe(
            'what could not be covered from here, by table: words of units there that name the person, files that they hold themselves; an administrator there has to look',
          ),
      }),
    )
    .describe('once the erasure is done here: what became of it in other homes'),
})
export type ErasureOut = z.infer<typeof ErasureOut>

export const PersonData = z.object({
  person: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    unit: z.string(),
    since: z.iso.datetime(),
    erasedAt: z.iso.datetime().nullable(),
  }),
  account: z
    .object({
      login: z.string(),
      since: z.iso.datetime(),
      passkeys: z.array(z.object({ device: z.string(), since: z.iso.datetime() })),
      identities: z.array(z.object({ issuer: z.string(), subject: z.string() })),
      sessions: z.array(z.object({ device: z.string(), seenAt: z.iso.datetime() })),
    })
    .nullable(),
  memberships: z.array(
    z.object({
      unit: z.string(),
      role: z.string(),
      title: z.string().nullable(),
      from: z.iso.date(),
      until: z.iso.date().nullable(),
    }),
  ),
  named: z
    .array(
      z.object({
        what: z.string(),
        id: z.string(),
        purpose: z.string(),
        keep: z.int().describe('months'),
        until: z.iso.date().nullable().describe('last day of the months; null while they have not begun'),
        then: z
          .enum(['delete', 'empty', 'archive'])
          .describe('the row goes · the words go · the archive or an administrator decides'),
      }),
    )
    .describe('rows of the home in whose words the full name or a contact stands, at most 500'),
  more: z.boolean().describe('there are more of them'),
  acted: z.int().describe('entries of the log that name the person by id as the one who acted'),
})
export type PersonData = z.infer<typeof PersonData>
