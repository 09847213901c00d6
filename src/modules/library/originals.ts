import {
  copyTypes,
  formFor,
  isParty,
  type Block,
  type CopyType,
  type OfficialDocument,
} from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import {
  findClauses,
  findDocument,
  type Clause,
  type DocumentFacts,
  type DocumentReading,
} from './documents.store.ts'

/** A document that the unit may copy. */
export interface Original {
  facts: DocumentFacts
  /** what it was printed from; of a file that was read, its head, sections and end */
  source: OfficialDocument
  /** as what it can be copied */
  types: CopyType['name'][]
}

/**
 * A document that may be copied (Decree 30/2020/NĐ-CP, Articles 25 and 27): issued by the unit or sent to it, with its
 * number, and with all its words. Whole it is copied only where we have what it was printed from: of a file that was read
 * we have sections, which an extract is made of; the rest of its page is a picture.
 * @returns null for one that may not be read, or not be copied
 */
export async function findOriginal(trx: Trx, ctx: Ctx, id: string): Promise<Original | null> {
  const facts = await findDocument(trx, ctx, id)
  if (!facts || facts.redactedAt !== null || facts.numberSymbol === null || facts.issuedOn === null)
    return null
  if (!(await isHeld(trx, ctx, facts))) return null
  const row = await trx
    .selectFrom('documents')
    .select(['reading', 'text'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  // Written by insertDocument only.
  const reading = row.reading as Partial<DocumentReading>
  const { source, header } = reading
  if (source) {
    const types = typesOf(source)
    return types.length === 0 ? null : { facts, source, types }
  }
  // A committee's document has another form than the one that it would be set in.
  if (!header || isParty({ text: row.text, header })) return null
  const clauses = await findClauses(trx, id)
  if (clauses.length === 0) return null
  return { facts, source: sourceOfReading(facts, reading, clauses), types: ['Bản trích sao'] }
}

/** An original is copied whole or in part; a copy that bears all of it is copied again; anything else is not. */
function typesOf({ copy }: OfficialDocument): CopyType['name'][] {
  const kinds = !copy ? ['SAO Y', 'TRÍCH SAO'] : copy.kind === 'SAO Y' ? ['SAO LỤC'] : []
  return copyTypes.flatMap(({ name, kind }) => (kinds.includes(kind) ? [name] : []))
}

/** What stands up the thread is read, not held. */
async function isHeld(trx: Trx, ctx: Ctx, facts: DocumentFacts): Promise<boolean> {
  const own = [...ctx.actor.ownUnits]
  if (own.includes(facts.unitId)) return true
  if (own.length === 0) return false
  const delivered = await trx
    .selectFrom('reader')
    .select('id')
    .where('unit_id', 'in', own)
    .where('what', '=', 'document')
    .where('id', '=', facts.id)
    .where('ground', '=', 'delivered')
    .executeTakeFirst()
  return delivered !== undefined
}

function sourceOfReading(
  facts: DocumentFacts,
  { header, recipients = [], signer }: Partial<DocumentReading>,
  clauses: readonly Clause[],
): OfficialDocument {
  const [number = '', ...symbol] = (facts.numberSymbol ?? '').split('/')
  return {
    form: formFor(facts.issuedOn, false),
    header: {
      parentAgency: header?.parentAgency ?? null,
      agency: header?.agency ?? facts.issuerName,
      number,
      symbol: symbol.join('/'),
      place: header?.place ?? '',
      date: facts.issuedOn,
      type: facts.type === 'Công văn' ? '' : facts.type,
      subject: facts.subject,
    },
    bases: [],
    opening: null,
    body: sectionsUnder(clauses, null),
    // The words say their purpose already.
    recipients: recipients.map(({ text }) => ({ text, purpose: null })),
    signer: {
      authority: signer?.authority ?? null,
      position: signer?.position ?? '',
      name: signer?.name ?? null,
    },
  }
}

function sectionsUnder(clauses: readonly Clause[], parentKey: string | null): Block[] {
  return clauses
    .filter((clause) => clause.parentKey === parentKey)
    .map(({ key, level, marker, words }) => {
      const [title = '', ...paragraphs] = words.split('\n')
      return {
        kind: 'section',
        level,
        marker,
        title,
        key,
        children: [
          ...paragraphs.map((text): Block => ({ kind: 'paragraph', text })),
          ...sectionsUnder(clauses, key),
        ],
      }
    })
}
