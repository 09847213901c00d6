import { z } from 'zod'
import { knownRelationKinds } from '../../document/index.ts'
import { lintCodes } from '../../document/lint/index.ts'
import { Paging } from '../../platform/paging.ts'
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
  })
  .meta({ id: 'KnownDocument' })

export const KnownFilter = z.object({
  q: z.string().trim().max(200).optional().describe('words of title or issuer, or a number and symbol'),
  state: z.enum(knownStates).optional(),
})
export const KnownQuery = KnownFilter.extend(Paging.shape)

export const KnownList = z.object({ rows: z.array(KnownRow), nextCursor: z.string().nullable() })

/** A document of the library as it stands in a list of what rests on what. */
const Resting = z.object({
  id: z.uuid(),
  name: z.string(),
  issuer: z.string(),
  issuedOn: Day.nullable(),
  planId: z.uuid().nullable(),
  mine: z.boolean(),
})

export const KnownView = KnownRow.extend({
  inForceFrom: Day.nullable(),
  source: z.string(),
  changedBy: z.array(
    z.object({
      kind: z.enum(knownRelationKinds),
      by: z.string(),
      date: Day.nullable(),
      id: z.uuid().nullable().describe('where that one is on record too'),
    }),
  ),
  changes: z.array(z.object({ kind: z.enum(knownRelationKinds), name: z.string(), id: z.uuid() })),
  citedBy: z
    .array(Resting)
    .describe('documents that this person may read and that cite it, the latest first'),
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
