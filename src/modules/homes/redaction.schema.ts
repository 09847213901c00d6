import { z } from 'zod'

/** Tables whose rows stand in another home as copies, and can hold a person. A test compares them with the catalogue. */
export const coveredTables = [
  'documents',
  'clauses',
  'document_citations',
  'plans',
  'plan_revisions',
  'plan_bases',
  'tasks',
  'clause_declines',
  'activity_versions',
  'report_versions',
  'report_figures',
  'report_answers',
  'directions',
  'direction_acts',
] as const
export type CoveredTable = (typeof coveredTables)[number]

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** No words cross: where they stood is enough for whoever holds the same words. */
export const RedactionAcross = z
  .object({
    ground: z.string().describe('legal ground, without the person’s name'),
    rows: z.array(
      z.object({
        table: z.enum(coveredTables),
        key: z.array(z.string()).describe('primary key, as text'),
        texts: z.array(
          z.object({
            path: z.string().describe('column, and the path within JSON'),
            length: z.int().describe('of the whole text: of another length it is another text'),
            spans: z.array(z.tuple([z.int().min(0), z.int().min(1)])),
          }),
        ),
      }),
    ),
    files: z.array(Hash).describe('kept files that lost their bytes'),
  })
  .describe('where words were covered by law in what the other home holds copies of')

export const RedactedAcross = z
  .object({
    messageId: z.uuid().describe('of the redaction'),
    home: z.string().describe('whose copies: the answering home, or one that it told in turn'),
    name: z.string(),
    covered: z.int().describe('rows of copies from which words went'),
    files: z.int(),
    left: z.array(z.object({ what: z.string(), n: z.int() })).describe('rows by table that still hold them'),
    at: z.iso.datetime(),
  })
  .describe('what a home covered when it was told')
