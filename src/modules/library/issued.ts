import { readText } from '../../document/index.ts'
import { issuedAs, type OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob } from '../../platform/jobs.ts'
import { insertDocument, type Clause, type NewDocument } from './documents.store.ts'
import { paperName } from './file-names.ts'
import { holdFile } from './kept-files.ts'
import { officialPage } from './official-page.ts'
import { pdfMime } from './render.ts'

/** A clause of a plan or report that is being issued; `key` names the section of the source that it stands in. */
export type NewClause = Omit<Clause, 'ord' | 'start' | 'end'>

export interface NewIssuedDocument {
  id: string
  unitId: string
  type: string
  number: string
  symbol: string
  numberSymbol: string
  issuerName: string
  /** `YYYY-MM-DD` */
  issuedOn: string
  subject: string
  source: OfficialDocument
  /** in the order of the document */
  clauses: readonly NewClause[]
  isPublic: boolean
  planId?: string
  planRevision?: number
  reportId?: string
  reportVersion?: number
  registerEntryId: string
  /** with its signatures: kept as it is, not printed anew; the bytes lie in the store */
  signedPdf?: { hash: string; size: number }
  /** what it does to issued documents of the same unit, or of what it is a copy */
  relations?: readonly {
    relation: 'amends' | 'replaces' | 'corrects' | 'recalls' | 'copies'
    targetId: string
  }[]
}

/**
 * Keeps a document that a unit issues, in the transaction that issues it: its text and page as they will be printed, its
 * clauses with their places, what it cites, and a job that makes the .docx and PDF (`document_papers`).
 * @returns the hash of its content, for the event
 * @throws Error when a clause names no section of the source
 */
export async function addIssuedDocument(
  trx: Trx,
  ctx: Ctx,
  issued: NewIssuedDocument,
): Promise<{ hash: string; jobId: string }> {
  const { source, clauses, relations = [], signedPdf, ...facts } = issued
  const page = officialPage(source)
  const read = readText(page.text)
  const document: NewDocument = {
    ...facts,
    origin: 'issued',
    issuerUnitId: issued.unitId,
    text: page.text,
    pageHtml: page.html,
    reading: { ...(source.copy ? readingOfCopy(source, issued) : partsOf(read)), source },
  }
  const placed = clauses.map((clause) => {
    const span = page.spans.get(clause.key)
    if (!span) throw new Error(`clause ${clause.key} stands in no section of the document`)
    return { ...clause, ...span }
  })
  const hash = await insertDocument(trx, ctx, document, placed, read.citations)
  if (relations.length > 0)
    await trx
      .insertInto('document_relations')
      .values(relations.map((r) => ({ document_id: issued.id, target_id: r.targetId, relation: r.relation })))
      .execute()
  if (signedPdf)
    await holdFile(trx, ctx, issued.unitId, {
      ...signedPdf,
      mime: pdfMime,
      name: paperName(issued, 'pdf'),
    })
  const jobId = await addJob(trx, ctx, 'document.render', {
    documentId: issued.id,
    ...(signedPdf ? { signedPdf } : {}),
  })
  return { hash, jobId }
}

function partsOf({ header, headerSpans, recipients, signer }: ReturnType<typeof readText>) {
  return { header, headerSpans, recipients, signer }
}

/** Head and end of the text are the original's; the copy's own stand in its certificate. */
function readingOfCopy(source: OfficialDocument, { numberSymbol }: NewIssuedDocument) {
  const { header, signer } = issuedAs(source)
  const { authority, position, name } = signer
  return {
    header: { ...header, year: null, numberSymbol },
    headerSpans: {},
    recipients: [],
    signer: { authority, position, name },
  }
}
