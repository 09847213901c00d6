import { z } from 'zod'
import { knownRelationKinds } from '../../document/index.ts'
import { lintCodes } from '../../document/lint/index.ts'
import { Paging } from '../../platform/paging.ts'
import { factNames } from './known.rules.ts'
import { Day, KnownState, knownStates } from './library.schema.ts'

export const KnownRow = z
  .object({
    id: z.uuid(),
    type: z.string(),
    numberSymbol: z.string(),
    issuer: z.string(),
    issuedOn: Day.nullable(),
    title: z.string(),
    state: KnownState,
    lastDay: Day.nullable().describe('the last day in force'),
    confirmed: z.boolean().describe('somebody has checked the facts against their source'),
    whose: z
      .enum(['shared', 'own', 'own_word'])
      .describe('of all homes, the unit’s own entry, or its own word over one of all'),
  })
  .meta({ id: 'KnownDocument' })

export const KnownFilter = z.object({
  q: z.string().trim().max(200).optional().describe('words of title or issuer, or a number and symbol'),
  state: z.enum(knownStates).optional(),
  whose: z
    .enum(['own', 'withdrawn'])
    .optional()
    .describe('what the unit itself put in, or its own entries that it took back'),
})
export const KnownQuery = KnownFilter.extend(Paging.shape)

export const KnownList = z.object({
  rows: z.array(KnownRow),
  nextCursor: z.string().nullable(),
  may: z.array(z.enum(['known.add'])),
})

/** A document of the library as it stands in a list of what rests on what. */
const Resting = z.object({
  id: z.uuid(),
  name: z.string(),
  issuer: z.string(),
  issuedOn: Day.nullable(),
  planId: z.uuid().nullable(),
  mine: z.boolean(),
})

const Relation = z.object({
  kind: z.enum(knownRelationKinds),
  by: z.string(),
  date: Day.nullable(),
  id: z.uuid().nullable().describe('where that one is on record too'),
})

/** What an entry says, as another one is held beside it. */
export const KnownFactsOut = z
  .object({
    type: z.string(),
    numberSymbol: z.string(),
    issuer: z.string(),
    issuedOn: Day.nullable(),
    title: z.string(),
    inForceFrom: Day.nullable(),
    lastDay: Day.nullable(),
    relations: z.array(Relation),
    source: z.string(),
    confirmed: z.boolean(),
  })
  .meta({ id: 'SharedKnownDocument' })

const KnownVersion = z.object({
  version: z.int(),
  state: z.enum(['stands', 'withdrawn']),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  changed: z
    .array(z.enum(factNames))
    .describe('what differs from the version before, or from the shared entry'),
})

export const KnownView = KnownRow.extend({
  inForceFrom: Day.nullable(),
  source: z.string(),
  changedBy: z.array(Relation),
  changes: z.array(z.object({ kind: z.enum(knownRelationKinds), name: z.string(), id: z.uuid() })),
  citedBy: z
    .array(Resting)
    .describe('documents that this person may read and that cite it, the latest first'),
  own: z
    .object({
      version: z.int(),
      state: z.enum(['stands', 'withdrawn']),
      unit: z.string(),
      versions: z.array(KnownVersion).describe('the latest first'),
    })
    .nullable()
    .describe('what the acting unit itself has said of it; null: nothing'),
  shared: KnownFactsOut.nullable().describe(
    'what all homes have, where the unit’s own word stands in its place',
  ),
  may: z.array(z.enum(['known.correct', 'known.withdraw'])),
}).meta({ id: 'KnownDocumentView' })

export const ExpiredBases = z.object({
  rows: z.array(
    z.object({
      document: Resting,
      known: z.object({ id: z.uuid(), name: z.string(), lastDay: Day, by: z.string().nullable() }),
    }),
  ),
})

/** What a document rests on, and what rests on it. */
export const DocumentBases = z
  .object({
    name: z.string(),
    restsOn: z.array(
      z.object({
        name: z.string(),
        date: Day.nullable(),
        documentId: z.uuid().nullable(),
        knownId: z.uuid().nullable(),
        state: KnownState.nullable(),
        lastDay: Day.nullable(),
      }),
    ),
    restsOnIt: z.array(Resting),
  })
  .meta({ id: 'DocumentBases' })

/** The longest text that is checked within a request. */
const longestChecked = 400_000

export const CheckText = z.object({ text: z.string().max(longestChecked) })

const offset = z.int().nonnegative()
export const Checked = z
  .object({
    findings: z.array(
      z.object({
        code: z.enum(lintCodes),
        severity: z.enum(['error', 'warning', 'note']),
        start: offset,
        end: offset,
        sentence: z.string(),
        article: z.string(),
        correction: z.object({ start: offset, end: offset, words: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'CheckedText' })
