import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { dossierStates } from './dossiers.tables.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const year = z.coerce.number().int().min(1990).max(2100)

export const DossierFilter = z.object({
  q: z.string().max(200).optional().describe('code, title, heading, keeper; with or without diacritics'),
  year: year.optional(),
  state: z.enum(dossierStates).optional(),
  document: z.uuid().optional().describe('only those that hold this document'),
})
export const DossierQuery = Paging.extend(DossierFilter.shape)

const facts = {
  heading: words(200).describe('what it stands under in the list of files, such as a field of work'),
  headingCode: z
    .string()
    .trim()
    .regex(/^[\p{L}\d&-]{1,20}$/u)
    .describe('its abbreviation: files are called 01.TCCB'),
  title: words(500),
  keepYears: z.int().min(1).max(100).nullable().describe('years that it is kept; null: for ever'),
  keeper: words(200).describe('who makes and keeps it'),
  sheets: z.int().min(0).max(1_000_000).nullable().describe('sheets of paper in it, where it is on paper'),
  note: z.string().trim().max(500).nullable(),
}
export const NewDossier = z
  .object({ id: z.uuid(), year: year.describe('of the list of files'), ...facts })
  .meta({ id: 'NewDossier' })
export const SaveDossier = z.object({ version: z.int(), ...facts }).meta({ id: 'SaveDossier' })

const line = {
  id: z.uuid(),
  year: z.int(),
  code: z.string().describe('number and abbreviation: 01.TCCB'),
  ...facts,
  state: z.enum(dossierStates),
  openedOn: z.iso.date(),
  closedOn: z.iso.date().nullable(),
  handOverId: z.uuid().nullable(),
  documents: z.int(),
  from: z.iso.date().nullable().describe('day of its earliest document'),
  to: z.iso.date().nullable().describe('day of its latest document'),
  may: z.array(z.string()),
}
export const DossierLine = z.object(line).meta({ id: 'DossierLine' })
export const Dossiers = z
  .object({
    items: z.array(DossierLine),
    nextCursor: z.string().nullable(),
    years: z.array(z.int()),
    headings: z
      .array(z.object({ heading: z.string(), code: z.string() }))
      .describe('used before, to choose from'),
    may: z.array(z.string()),
  })
  .meta({ id: 'Dossiers' })

export const Dossier = z
  .object({
    ...line,
    version: z.int(),
    contents: z.array(
      z.object({
        id: z.uuid().describe('of the document'),
        type: z.string(),
        numberSymbol: z.string().nullable(),
        issuedOn: z.iso.date().nullable(),
        issuer: z.string(),
        subject: z.string(),
      }),
    ),
  })
  .meta({ id: 'Dossier' })

export const DossierPath = z.object({ dossierId: z.uuid() })
export const DossierDocumentPath = DossierPath.extend({ documentId: z.uuid() })
export const PutIn = z.object({ documents: z.array(z.uuid()).min(1).max(100) }).meta({ id: 'PutIn' })
export const CopyDossiers = z
  .object({ from: year, to: year })
  .describe('the list of one year as the beginning of that of another')
  .meta({ id: 'CopyDossiers' })
export const CopiedDossiers = z.object({ made: z.int() })

export const NewHandOver = z
  .object({
    id: z.uuid(),
    dossiers: z.array(z.uuid()).min(1).max(500).describe('closed files'),
    day: z.iso.date(),
    title: words(300).describe('what is handed over'),
    giver: words(200),
    giverPosition: words(200),
    taker: words(200),
    takerPosition: words(200),
    boxes: z.int().min(0).max(100_000).nullable(),
    metres: z.string().trim().max(20).nullable().describe('metres of shelf, as written'),
    condition: words(300).describe('state of what is handed over'),
  })
  .meta({ id: 'NewHandOver' })
export const HandOverPath = z.object({ handOverId: z.uuid() })
export const HandOverLine = z
  .object({
    id: z.uuid(),
    day: z.iso.date(),
    title: z.string(),
    giver: z.string(),
    taker: z.string(),
    dossiers: z.int(),
    may: z.array(z.string()),
  })
  .meta({ id: 'HandOverLine' })
export const HandOvers = z
  .object({ items: z.array(HandOverLine), nextCursor: z.string().nullable() })
  .meta({ id: 'HandOvers' })
export const HandOverFilter = z.object({
  q: z.string().max(200).optional().describe('what was handed over, by whom, to whom'),
})
export const HandOverQuery = Paging.extend(HandOverFilter.shape)
export const Gone = z.object({ ok: z.literal(true) })
