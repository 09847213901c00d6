import { copyTypes, type Block, type CopyType, type OfficialDocument } from '../../document/write/index.ts'
import type { Original } from '../library/index.ts'
import type { OfferedSigner } from '../mandates/index.ts'
import { symbolOf, type PaperFacts } from './outgoing.paper.ts'
import type { OutgoingContent } from './outgoing.schema.ts'

/** Copies of documents as documents of their own: their content is the original's, their certificate the unit's. */

export function copyTypeOf(type: string): CopyType | null {
  return copyTypes.find(({ name }) => name === type) ?? null
}

/**
 * The content that a copy begins with: all of the original (of an extract nothing yet), signed by hand, kept by the clerk.
 */
export function beginCopy(
  type: CopyType['name'],
  { facts }: Original,
  signer: Pick<OfferedSigner, 'personId' | 'authority' | 'position' | 'deputyOf'> | null,
): OutgoingContent {
  return {
    type,
    subject: nameOf(facts),
    desk: '',
    addressees: [],
    enacting: null,
    bases: [],
    opening: '',
    blocks: [],
    annexes: [],
    recipients: [{ words: 'Lưu: VT', kind: 'archive', purpose: 'archive' }],
    signer: {
      personId: signer?.personId ?? null,
      authority: signer?.authority ?? null,
      position: signer?.position ?? '',
      deputyOf: signer?.deputyOf ?? null,
    },
    beside: null,
    urgency: null,
    circulation: null,
    drafter: null,
    relations: [],
    copy: { documentId: facts.id, keys: [] },
    way: 'paper',
    isPublic: false,
  }
}

/** "Quyết định số 12/QĐ-UBND ngày 05/01/2024 của … về …": what the register says was copied. */
function nameOf({ type, numberSymbol, issuedOn, issuerName, subject }: Original['facts']): string {
  const day = (issuedOn ?? '').split('-').reverse().join('/')
  const about = subject === '' ? '' : `: ${subject}`
  return `${type} số ${numberSymbol ?? ''} ngày ${day} của ${issuerName}${about}`.slice(0, 1_000)
}

/** What a person decides of a copy; the rest of its content follows from its original. */
export function withChoices(before: OutgoingContent, asked: OutgoingContent): OutgoingContent {
  const { recipients, signer } = asked
  const isExtract = before.type === 'Bản trích sao'
  const keys = isExtract ? (asked.copy?.keys ?? []) : []
  return { ...before, recipients, signer, copy: before.copy ? { ...before.copy, keys } : null }
}

/** The original with the lines of the copy under its end (Decree 30/2020/NĐ-CP, Appendix I, Part II, I). */
export function copyPaper(
  content: OutgoingContent,
  facts: PaperFacts,
  { source }: Pick<Original, 'source'>,
): OfficialDocument {
  const { unit } = facts
  const kind = copyTypeOf(content.type)?.kind ?? 'SAO Y'
  const { copy: earlier = null, ...original } = source
  return {
    ...original,
    ...(kind === 'TRÍCH SAO'
      ? {
          addressees: [],
          enacting: null,
          bases: [],
          opening: null,
          annex: null,
          annexes: [],
          body: extract(source.body, new Set(content.copy?.keys ?? [])),
        }
      : {}),
    copyOf: earlier,
    copy: {
      kind,
      parentAgency: unit.parentLine,
      agency: unit.name,
      number: facts.number,
      symbol: symbolOf(content, unit.abbreviation),
      place: unit.place,
      date: facts.date,
      recipients: content.recipients.map((r) => ({ text: r.words, purpose: r.purpose })),
      signer: {
        authority: content.signer.authority,
        position: content.signer.position,
        name: facts.signerName,
        deputyOf: content.signer.deputyOf,
      },
    },
  }
}

/** The chosen sections with all under them, each under the headings that it stands under. */
export function extract(blocks: readonly Block[], keys: ReadonlySet<string>): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind !== 'section') return []
    if (block.key !== undefined && keys.has(block.key)) return [block]
    const children = extract(block.children, keys)
    return children.length === 0 ? [] : [{ ...block, children }]
  })
}

export interface CopySection {
  key: string
  /** 1 at the top */
  depth: number
  words: string
}

/** Sections of an original, in its order, that an extract is chosen from. */
export function sectionsOf(blocks: readonly Block[], depth = 1): CopySection[] {
  return blocks.flatMap((block): CopySection[] => {
    if (block.kind !== 'section') return []
    const { key, marker, title, children } = block
    const under = sectionsOf(children, depth + 1)
    if (key === undefined) return under
    const lead = /[\p{L}\d]$/u.test(marker) ? `${marker}.` : marker
    return [{ key, depth, words: `${lead} ${title}`.trim() }, ...under]
  })
}
