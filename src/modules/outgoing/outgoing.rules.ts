import type { Block } from '../../document/write/index.ts'
import { clauseKind, type NewClause } from '../library/index.ts'
import type { BlockStyle, OutgoingBlock, OutgoingContent } from './outgoing.schema.ts'

/** How deep a style stands; what comes next at the same depth or higher ends it. */
const rank: Record<Exclude<BlockStyle, 'paragraph'>, number> = {
  chapter: 0,
  article: 1,
  part: 1,
  item: 2,
  letter: 3,
  dash: 4,
}

/** The letters that points go by (Decree 30/2020/NĐ-CP, Appendix I, II.6.d): Vietnamese order, without those that carry a hook over. */
const letters = [...'abcdđeghiklmnopqrstuvxy']

function toRoman(n: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let rest = n
  let words = ''
  for (const [value, letter] of parts) for (; rest >= value; rest -= value) words += letter
  return words
}

function spellMarker(style: Exclude<BlockStyle, 'paragraph'>, n: number): string {
  switch (style) {
    case 'chapter':
      return `Chương ${toRoman(n)}`
    case 'article':
      return `Điều ${n}`
    case 'part':
      return toRoman(n)
    case 'item':
      return String(n)
    case 'letter':
      return letters[n - 1] ?? '-'
    case 'dash':
      return '-'
  }
}

/**
 * Markers by place: parts I, II; items 1, 2 anew under each part or article; letters a, b anew under each item; articles go
 * on through the chapters.
 * @returns the marker of each section by its key; paragraphs and tables have none
 */
export function markersOf(blocks: readonly OutgoingBlock[]): Map<string, string> {
  const markers = new Map<string, string>()
  const counts = new Map<BlockStyle, number>()
  for (const block of blocks) {
    if (block.kind === 'table' || block.style === 'paragraph') continue
    const { style } = block
    const n = (counts.get(style) ?? 0) + 1
    counts.set(style, n)
    for (const other of counts.keys())
      if (other !== 'paragraph' && other !== 'article' && rank[other] > rank[style]) counts.delete(other)
    markers.set(block.key, spellMarker(style, n))
  }
  return markers
}

/** A text in the shape that the writer takes: sections in one another, what follows one under it. */
export function nested(blocks: readonly OutgoingBlock[]): Block[] {
  const markers = markersOf(blocks)
  const top: Block[] = []
  const open: { rank: number; children: Block[] }[] = []
  for (const block of blocks) {
    const last = () => open.at(-1)?.children ?? top
    if (block.kind === 'table') {
      const { caption, columns, rows } = block
      last().push({
        kind: 'table',
        columns: columns.map(({ title, width, align }) => ({
          title,
          ...(width === undefined ? {} : { width }),
          ...(align === undefined ? {} : { align }),
        })),
        rows: rows.map((row) => columns.map((_, i) => row[i] ?? '')),
        ...(caption.trim() === '' ? {} : { caption }),
      })
      continue
    }
    if (block.style === 'paragraph') {
      last().push({ kind: 'paragraph', text: block.words })
      continue
    }
    const depth = rank[block.style]
    while ((open.at(-1)?.rank ?? -1) >= depth) open.pop()
    const children: Block[] = []
    last().push({
      kind: 'section',
      level: open.length + 1,
      marker: markers.get(block.key) ?? '',
      title: block.words,
      children,
      key: block.key,
    })
    open.push({ rank: depth, children })
  }
  return top
}

/** The clauses of the issued document: every section of its text, which others cite, answer and carry out. */
export function clausesOf(blocks: readonly OutgoingBlock[]): NewClause[] {
  const found: NewClause[] = []
  const walk = (children: readonly Block[], over: NewClause | null, titles: readonly string[]): void => {
    let dashes = 0
    for (const block of children) {
      if (block.kind !== 'section' || block.key === undefined) continue
      const shown = block.marker === '-' ? `-${(dashes += 1)}` : block.marker
      const clause: NewClause = {
        key: block.key,
        parentKey: over?.key ?? null,
        level: block.level,
        marker: block.marker,
        path: over === null ? shown : `${over.path}.${shown}`,
        kind: clauseKind(
          [...titles, block.title],
          block.children.some(({ kind }) => kind === 'section'),
        ),
        words: [block.title, ...block.children.flatMap((c) => (c.kind === 'paragraph' ? [c.text] : []))].join(
          '\n',
        ),
      }
      found.push(clause)
      walk(block.children, clause, [...titles, block.title])
    }
  }
  walk(nested(blocks), null, [])
  return found
}

export interface OutgoingFinding {
  code: FindingCode
  /** what must be put right before it is handed on, or what is worth a look */
  level: 'must' | 'should'
  /** of the block that it is about */
  blockKey: string | null
}

export const findingCodes = [
  'no_subject',
  'no_text',
  'empty_block',
  'no_addressee',
  'no_basis',
  'no_signer',
  'no_recipient',
  'no_archive',
  'correction_by_letter',
  'equal_form',
  'too_many_letters',
  'no_original',
  'no_clauses',
] as const
export type FindingCode = (typeof findingCodes)[number]

/** Types that rest on legal bases (Decree 30/2020/NĐ-CP, Appendix III: the forms that begin with "Căn cứ"). */
const restOnBases = new Set(['Nghị quyết', 'Quyết định', 'Quy chế', 'Quy định'])

/**
 * What is to be looked at before a draft is handed on.
 * @param targets types of the issued documents that it relates to, by id
 * @param chosen of a copy: how many sections of its original are in it; null where that can't be copied any more
 */
export function findingsOf(
  content: OutgoingContent,
  targets: ReadonlyMap<string, { type: string }>,
  chosen: number | null = null,
): OutgoingFinding[] {
  const found: OutgoingFinding[] = []
  const add = (level: OutgoingFinding['level'], code: FindingCode, blockKey: string | null = null) =>
    found.push({ code, level, blockKey })
  const isEmpty = (words: string) => words.trim() === ''
  if (content.copy) {
    if (chosen === null) add('must', 'no_original')
    else if (content.type === 'Bản trích sao' && chosen === 0) add('must', 'no_clauses')
    return [...found, ...endFindings(content)]
  }
  if (isEmpty(content.subject)) add('must', 'no_subject')
  if (content.blocks.length === 0) add('must', 'no_text')
  for (const block of [...content.blocks, ...content.annexes.flatMap((annex) => annex.blocks)]) {
    if (block.kind === 'text' && isEmpty(block.words)) add('must', 'empty_block', block.key)
    if (block.kind === 'table' && block.rows.every((row) => row.every(isEmpty)))
      add('must', 'empty_block', block.key)
  }
  for (const [blockKey, marker] of markersOf(content.blocks)) {
    const block = content.blocks.find((one) => one.key === blockKey)
    if (block?.kind === 'text' && block.style === 'letter' && marker === '-')
      add('should', 'too_many_letters', blockKey)
  }
  const isLetter = content.type === 'Công văn'
  if ((isLetter || content.type === 'Tờ trình') && content.addressees.every(isEmpty))
    add('must', 'no_addressee')
  if (restOnBases.has(content.type) && content.bases.every((basis) => isEmpty(basis.words)))
    add('must', 'no_basis')
  found.push(...endFindings(content))
  for (const { relation, documentId } of content.relations) {
    // Decree 30/2020/NĐ-CP, Article 18: content by a document of equal form, form by an official letter.
    if (relation === 'corrects' && !isLetter) add('must', 'correction_by_letter')
    const target = targets.get(documentId)
    if ((relation === 'amends' || relation === 'replaces') && target && target.type !== content.type)
      add('should', 'equal_form')
  }
  return found
}

/** Who signs, who receives: what every document says at its end. */
function endFindings({ signer, recipients }: OutgoingContent): OutgoingFinding[] {
  const found: OutgoingFinding[] = []
  const add = (level: OutgoingFinding['level'], code: FindingCode) =>
    found.push({ code, level, blockKey: null })
  if (signer.position.trim() === '') add('must', 'no_signer')
  if (recipients.every((r) => r.kind === 'archive')) add('should', 'no_recipient')
  if (!recipients.some((r) => r.kind === 'archive')) add('should', 'no_archive')
  return found
}
