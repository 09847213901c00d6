import { z } from 'zod'
import { documentFormats } from '../../document/index.ts'
import { copyTypes } from '../../document/write/index.ts'
import { signatureFaults } from '../../sign/index.ts'
import { clauseKinds } from './clause-kinds.ts'
import { DocumentScan } from './scans.schema.ts'

const offset = z.int().min(0).max(10_000_000)
const words = (most: number) => z.string().trim().max(most)
const nullable = (most: number) => words(most).nullable()
export const Day = z.iso.date()

export const PieceSpan = z.object({ start: offset, end: offset }).meta({ id: 'PieceSpan' })

export const headerFields = [
  'parentAgency',
  'agency',
  'numberSymbol',
  'place',
  'date',
  'type',
  'subject',
] as const
export type HeaderField = (typeof headerFields)[number]

export const DraftHeader = z
  .object({
    parentAgency: nullable(300),
    agency: nullable(300),
    numberSymbol: nullable(80).describe('75/KH-PGD&ĐT'),
    place: nullable(120),
    date: Day.nullable(),
    type: nullable(80),
    subject: nullable(2_000),
  })
  .meta({ id: 'DraftHeader' })

export const DraftSection = z
  .object({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    start: offset,
    end: offset.describe('before the first section under it'),
    wordsStart: offset.describe('behind the marker'),
    level: z.int().min(1).max(12),
    marker: z.string().trim().max(40),
    kind: z.enum(clauseKinds),
  })
  .meta({ id: 'DraftSection' })

export const relations = [
  'based on',
  'implements',
  'amends',
  'replaces',
  'repeals',
  'attached to',
  'guides',
  'details',
  'proposed by',
] as const

export const DraftCitation = z
  .object({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    start: offset,
    end: offset,
    type: nullable(80),
    numberSymbol: nullable(80),
    title: nullable(1_000),
    date: Day.nullable(),
    issuer: nullable(300),
    relation: z.enum(relations).nullable(),
  })
  .meta({ id: 'DraftCitation' })

export const purposes = ['report', 'carry out', 'know', 'archive'] as const

export const DraftRecipient = z
  .object({
    key: z.string().regex(/^[a-z0-9-]{1,40}$/),
    start: offset,
    end: offset,
    text: words(1_000),
    purpose: z.enum(purposes).nullable(),
  })
  .meta({ id: 'DraftRecipient' })

export const DraftSigner = z
  .object({ authority: nullable(300), position: nullable(300), name: nullable(120) })
  .meta({ id: 'DraftSigner' })

/** What a document was read as and what the person made of it. Spans are offsets into its text; the parts nest by level. */
export const DraftPieces = z
  .object({
    header: DraftHeader,
    headerSpans: z.partialRecord(z.enum(headerFields), PieceSpan),
    issuerUnitId: z.uuid().nullable(),
    sections: z.array(DraftSection).max(5_000),
    citations: z.array(DraftCitation).max(5_000),
    recipients: z.array(DraftRecipient).max(1_000),
    signer: DraftSigner.nullable(),
  })
  .meta({ id: 'DraftPieces' })

const measure = z.int().min(-100_000).max(100_000)

/** A page as it is shown, and where on it the words of the text stand. */
export const PlacedPage = z.object({
  width: measure.describe('in tenths of a point'),
  height: measure,
  turn: z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
    .describe('quarters by which the page of the file is turned to be upright'),
  words: z
    .array(z.array(z.int()).min(6).max(7))
    .describe(
      'start and end in the text, x, y, width, height on the page; how sure, 0 to 100, where it was read off a picture',
    ),
})

export const knownStates = ['in_force', 'open', 'coming', 'ended'] as const
export const KnownState = z
  .enum(knownStates)
  .describe('today: in force; open: no end on record, nor when it began; coming: not yet; ended')
/** A known document beside a citation of it. */
const KnownMark = z.object({
  id: z.uuid(),
  state: KnownState,
  lastDay: Day.nullable().describe('the last day in force'),
})

/** `document_drafts.content`. */
export const DocumentDraft = z.object({
  format: z.enum(documentFormats),
  /** of what was read off pictures: how sure on average */
  confidence: z.int().min(0).max(100).optional(),
  pages: z.array(PlacedPage).optional(),
  text: z.string(),
  html: z.string(),
  pieces: DraftPieces,
  settled: z.array(z.string().max(200)).max(2_000),
  /** how many pieces were to be looked at when this was kept: what the list shows without reading every text */
  uncertain: z.int().default(0),
})

/** A change that an answer to an uncertain piece makes; the screen applies it to the pieces and saves. */
export const PieceChange = z
  .discriminatedUnion('what', [
    z.object({ what: z.literal('header'), field: z.enum(headerFields), value: z.string() }),
    z.object({ what: z.literal('issuer'), unitId: z.uuid() }),
    z.object({ what: z.literal('section'), key: z.string(), kind: z.enum(clauseKinds) }),
    z.object({ what: z.literal('citation_date'), keys: z.array(z.string()), value: Day }),
    z.object({ what: z.literal('keep') }),
  ])
  .meta({ id: 'PieceChange' })

export const UncertainPiece = z
  .object({
    id: z.string().describe('the same after every reading of the same words; what `settled` lists'),
    code: z.string(),
    start: offset.nullable(),
    end: offset.nullable(),
    sentence: z.string(),
    facts: z.array(z.object({ label: z.string(), value: z.string(), documentId: z.uuid().nullable() })),
    edits: z
      .object({
        what: z.enum(['header', 'citation', 'section', 'recipients']),
        key: z.string().nullable(),
      })
      .nullable()
      .describe('which piece a correction by hand is made in'),
    proposals: z.array(z.object({ label: z.string(), change: PieceChange })),
  })
  .meta({ id: 'UncertainPiece' })

export const UnitRef = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'DocumentUnit' })

export const DocumentRef = z
  .object({
    id: z.uuid(),
    type: z.string(),
    numberSymbol: z.string().nullable(),
    issuedOn: Day.nullable(),
    issuerName: z.string(),
    subject: z.string(),
  })
  .meta({ id: 'DocumentRef' })

export const DraftState = z.enum(['reading', 'to_check', 'failed'])

export const DraftCard = z
  .object({
    id: z.uuid(),
    state: DraftState,
    version: z.int(),
    fileName: z.string(),
    title: z.string().nullable(),
    uncertain: z.int().describe('pieces still to look at'),
    error: z.string().nullable().describe('why it could not be read, as a sentence'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'DraftCard' })

export const PageSize = z.object({ width: measure, height: measure }).meta({ id: 'PageSize' })

/** The words of a document on its pages; empty for one that has no pages of its own. */
export const DocumentPages = z
  .object({ pages: z.array(PlacedPage.omit({ turn: true })) })
  .meta({ id: 'DocumentPages' })

/** A signature in a PDF: every fact for itself, and what does not hold. */
export const FileSignature = z
  .object({
    kind: z.enum(['signature', 'time_stamp']),
    name: z.string().nullable().describe('who signed, as the certificate says'),
    organisation: z.string().nullable(),
    issuer: z.string().nullable().describe('who issued the certificate'),
    serial: z.string().nullable().describe('of the certificate, hexadecimal'),
    time: z.iso.datetime().nullable(),
    timeFrom: z
      .enum(['claimed', 'stamped'])
      .nullable()
      .describe('claimed by the signer’s computer, or stamped by an authority that is known here'),
    stampedBy: z.string().nullable(),
    since: z
      .enum(['nothing', 'additions', 'changed'])
      .describe('what was added behind it: nothing, only further signatures, or content'),
    faults: z
      .array(z.enum(signatureFaults))
      .describe('gravest first; empty: it holds in all that was looked at'),
    authority: z.string().nullable().describe('the last issuer that was found'),
    weak: z.string().nullable().describe('a digest that proves nothing any more'),
    reason: z.string().nullable(),
  })
  .meta({ id: 'FileSignature' })

/** The signatures of a document's file, oldest first; revocation is not asked for. */
export const FileSignatures = z
  .object({
    signatures: z.array(FileSignature),
    unread: z.string().nullable().describe('why signatures could not be read, as a sentence'),
  })
  .meta({ id: 'FileSignatures' })

export const DraftView = DraftCard.extend({
  format: z.enum(documentFormats).nullable(),
  confidence: z.int().nullable().describe('0 to 100, of a document read off pictures'),
  pages: z.array(PageSize).describe('of a PDF or picture: its pages, to be shown as they are'),
  progress: z
    .object({ done: z.int(), of: z.int() })
    .nullable()
    .describe('pages read off pictures so far, while it is being read'),
  text: z.string(),
  html: z.string(),
  pieces: DraftPieces.nullable(),
  settled: z.array(z.string()),
  uncertainPieces: z.array(UncertainPiece),
  settledPieces: z
    .array(z.object({ id: z.string(), sentence: z.string() }))
    .describe('answered: kept as they stand'),
  issuer: UnitRef.nullable(),
  duplicates: z.array(DocumentRef).describe('already received: the same number, symbol, issuer and date'),
  matches: z.array(z.object({ key: z.string(), document: DocumentRef })),
  updatedAt: z.iso.datetime(),
  may: z.array(z.string()),
}).meta({ id: 'DraftView' })

export const SaveDraft = z
  .object({ version: z.int(), pieces: DraftPieces, settled: z.array(z.string().max(200)).max(2_000) })
  .meta({ id: 'SaveDraft' })
export const DraftVersion = z.object({ version: z.int() }).meta({ id: 'DraftVersion' })

export const TakenIn = z
  .object({
    id: z.uuid().describe('what was taken in, or the one that was there already'),
    what: z.enum(['draft', 'document']),
    state: z.enum(['reading', 'to_check', 'failed', 'kept']),
    already: z.boolean(),
    sentence: z.string().nullable(),
  })
  .meta({ id: 'TakenIn' })

export const origins = ['received', 'known', 'issued'] as const
export const DocumentRow = DocumentRef.extend({
  origin: z.enum(origins),
  holder: UnitRef.describe('who received it, or issued it'),
  mine: z.boolean(),
  createdAt: z.iso.datetime(),
}).meta({ id: 'DocumentRow' })

export const DocumentQuery = z.object({
  q: z.string().trim().max(200).optional(),
  origin: z.enum(origins).optional(),
  type: z.string().trim().max(80).optional(),
  year: z.coerce.number().int().min(1900).max(2200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const DocumentList = z
  .object({ rows: z.array(DocumentRow), next: z.string().nullable() })
  .meta({ id: 'DocumentList' })

export const ClauseView = z
  .object({
    key: z.string(),
    parentKey: z.string().nullable(),
    level: z.int(),
    marker: z.string(),
    path: z.string(),
    kind: z.enum(clauseKinds),
    words: z.string(),
    start: offset,
    end: offset,
  })
  .meta({ id: 'ClauseView' })

export const DocumentView = DocumentRow.extend({
  number: z.string().nullable(),
  symbol: z.string().nullable(),
  text: z.string(),
  html: z.string(),
  pages: z.array(PageSize).describe('of a PDF or picture: its pages, to be shown as they are'),
  header: DraftHeader,
  headerSpans: z.partialRecord(z.enum(headerFields), PieceSpan),
  issuer: UnitRef.nullable(),
  clauses: z.array(ClauseView),
  citations: z.array(
    z.object({
      words: z.string(),
      start: offset,
      end: offset,
      type: z.string().nullable(),
      numberSymbol: z.string().nullable(),
      date: Day.nullable(),
      issuer: z.string().nullable(),
      relation: z.enum(relations).nullable(),
      document: DocumentRef.nullable().describe(
        'the cited document, where we have it and this person may read it',
      ),
      known: KnownMark.nullable().describe('what the register of known documents says of it'),
    }),
  ),
  recipients: z.array(
    z.object({
      text: z.string(),
      purpose: z.enum(purposes).nullable(),
      start: offset,
      end: offset,
      isUs: z.boolean().describe('a received document: the line means the unit that holds it'),
    }),
  ),
  signer: DraftSigner.nullable(),
  related: z
    .array(
      z.object({
        relation: z.enum(['amends', 'replaces', 'corrects', 'recalls', 'copies']),
        isBy: z.boolean().describe('the other document does it to this one'),
        document: DocumentRef,
      }),
    )
    .describe('what it does to other issued documents, and they to it'),
  files: z.array(
    z.object({
      kind: z.enum(['original', 'docx', 'pdf']),
      name: z.string(),
      size: z.int(),
      mime: z.string(),
    }),
  ),
  papers: z
    .enum(['none', 'waiting', 'pdf', 'ready'])
    .describe(
      'of an issued document: `waiting` for its PDF, `pdf` is there and the .docx not yet, `ready` both',
    ),
  scans: z
    .array(DocumentScan)
    .describe('of its signed and sealed paper: the one that stands first, then those it took the place of'),
  planId: z.uuid().nullable(),
  redacted: z.boolean(),
  copyAs: z
    .array(z.enum(copyTypes.map(({ name }) => name)))
    .describe('kinds of copies that this person may begin of it'),
  may: z.array(z.string()),
}).meta({ id: 'DocumentView' })

export type Pieces = z.output<typeof DraftPieces>
export type Placed = z.output<typeof PlacedPage>
export type DraftContent = z.output<typeof DocumentDraft>
export type Change = z.output<typeof PieceChange>
