import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { DocumentRef } from '../library/index.ts'
import { signerFindingCodes } from '../mandates/index.ts'
import { SigningState } from '../signing/index.ts'
import { findingCodes } from './outgoing.rules.ts'
import { allTypeNames, OutgoingBasis, OutgoingContent, relationKinds, typeNames } from './outgoing.schema.ts'

/** Requests and answers of the endpoints of a unit's own documents. */

const id = z.uuid()
const words = (least: number, most: number) => z.string().trim().min(least).max(most)

export const OutgoingAction = z.enum([
  'draft',
  'submit',
  'comment',
  'return',
  'approve',
  'number',
  'refuse',
  'sign',
  'issue',
])
export type OutgoingAction = z.output<typeof OutgoingAction>

const State = z.enum(['draft', 'in_review', 'approved'])

export const OutgoingRow = z
  .object({
    id,
    type: z.string(),
    subject: z.string(),
    state: State,
    numberSymbol: z.string().nullable().describe('reserved, not yet issued'),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'OutgoingRow' })

export const OutgoingList = z
  .object({ rows: z.array(OutgoingRow), nextCursor: z.string().nullable(), may: z.array(z.enum(['begin'])) })
  .meta({ id: 'OutgoingList' })

export const OutgoingFilter = z.object({
  state: State.optional(),
  type: z.string().max(60).optional(),
  q: z.string().max(100).optional().describe('words of the subject or the number'),
})
export const OutgoingQuery = OutgoingFilter.extend(Paging.shape)

/** Sort values of a row: when it was touched, its id. */
export const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

export const OutgoingTypes = z
  .object({
    types: z.array(z.object({ name: z.enum(typeNames), abbreviation: z.string().nullable() })),
  })
  .meta({ id: 'OutgoingTypes' })

export const BeginOutgoing = z
  .object({
    id: id.describe('made by the client: the same id sent twice is one document'),
    type: z.enum(allTypeNames),
    copyOf: id.nullable().default(null).describe('of a copy: the document that is copied'),
    relation: z
      .object({
        relation: z.enum(relationKinds),
        documentId: id.describe(
          'an issued document of the unit that this one amends, replaces, corrects, recalls',
        ),
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'BeginOutgoing' })

export const SaveOutgoing = z
  .object({ version: z.int().min(1), content: OutgoingContent })
  .meta({ id: 'SaveOutgoing' })

export const OutgoingComment = z
  .object({
    id,
    blockKey: z.string().nullable(),
    words: z.string(),
    at: z.iso.datetime(),
    by: z.string().nullable(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OutgoingComment' })

export const OutgoingView = z
  .object({
    id,
    state: State,
    version: z.int(),
    content: OutgoingContent,
    numberSymbol: z.string().nullable(),
    numberDated: z.iso.date().nullable(),
    symbol: z.string().describe('what follows the slash of its number'),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string().nullable(),
    markers: z.record(z.string(), z.string()).describe('marker of each section by the key of its block'),
    findings: z.array(
      z.object({
        code: z.enum([...findingCodes, ...signerFindingCodes.map((code) => `signer_${code}` as const)]),
        level: z.enum(['must', 'should']),
        sentence: z.string(),
        article: z.string().nullable().describe('what it rests on, where that is said'),
        blockKey: z.string().nullable(),
      }),
    ),
    relations: z.array(z.object({ relation: z.enum(relationKinds), document: DocumentRef })),
    copyOf: z
      .object({
        document: DocumentRef,
        sections: z
          .array(z.object({ key: z.string(), depth: z.int(), words: z.string() }))
          .describe('what an extract is chosen from; empty for the other kinds'),
      })
      .nullable()
      .describe('of a copy: its original; null too where that can’t be copied any more'),
    comments: z.array(OutgoingComment),
    steps: z.array(
      z.object({
        step: z.enum(['submit', 'return', 'approve', 'number', 'refuse', 'issue']),
        at: z.iso.datetime(),
        by: z.string().nullable(),
        behalf: z.string().nullable().describe('in whose place'),
        words: z.string().nullable(),
      }),
    ),
    versions: z.array(z.object({ version: z.int(), at: z.iso.datetime(), by: z.string().nullable() })),
    signing: SigningState.nullable().describe('of one that is signed electronically, once it is approved'),
    may: z.array(OutgoingAction),
  })
  .meta({ id: 'OutgoingView' })

export const OutgoingVersion = z
  .object({ version: z.int(), at: z.iso.datetime(), by: z.string().nullable(), content: OutgoingContent })
  .meta({ id: 'OutgoingVersion' })

export const OutgoingPaper = z.object({ html: z.string(), text: z.string() }).meta({ id: 'OutgoingPaper' })

export const AddComment = z
  .object({ id, blockKey: z.string().max(60).nullable(), words: words(1, 2_000) })
  .meta({ id: 'AddOutgoingComment' })

export const Bases = z.object({ bases: z.array(OutgoingBasis).max(60) }).meta({ id: 'OutgoingBases' })

export const StepWords = z.object({ words: words(0, 2_000).default('') }).meta({ id: 'OutgoingWords' })
export const StepReason = z.object({ words: words(1, 2_000) }).meta({ id: 'OutgoingReason' })
export const IssueOutgoing = z
  .object({ version: z.int().min(1).describe('the state that the person means') })
  .meta({ id: 'IssueOutgoing' })
