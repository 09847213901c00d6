import type { KnownDocument, OutgoingContent } from '../../api/generated/index.ts'
import { newId } from '../../app/ids.ts'

/** What screens reckon from a document's content. Pure but for the keys of new blocks. */

export type Block = OutgoingContent['blocks'][number]
export type TextBlock = Extract<Block, { kind: 'text' }>
export type TableBlock = Extract<Block, { kind: 'table' }>
export type Style = TextBlock['style']

export const styles: readonly Style[] = ['chapter', 'article', 'part', 'item', 'letter', 'dash', 'paragraph']

export function newText(style: Style): TextBlock {
  return { kind: 'text', key: newId(), style, words: '' }
}

export function newTable(): TableBlock {
  return {
    kind: 'table',
    key: newId(),
    caption: '',
    columns: [{ title: 'TT' }, { title: '' }, { title: '' }],
    rows: [
      ['1', '', ''],
      ['2', '', ''],
    ],
  }
}

/** A block put behind another (null: at the end). */
export function withBlock(blocks: readonly Block[], block: Block, after: string | null): Block[] {
  const at = after === null ? blocks.length : blocks.findIndex((b) => b.key === after) + 1
  return [...blocks.slice(0, at), block, ...blocks.slice(at)]
}

/** A block one place up or down. */
export function moved(blocks: readonly Block[], key: string, by: -1 | 1): Block[] {
  const at = blocks.findIndex((b) => b.key === key)
  const [one, other] = [blocks[at], blocks[at + by]]
  if (!one || !other) return [...blocks]
  const next = [...blocks]
  next[at] = other
  next[at + by] = one
  return next
}

/**
 * Words put in where others stood, several paragraphs at once as from a text that was copied: each becomes a block of its
 * own, a leading marker ("1.", "a)", "-", "Điều 2.") says of which kind.
 */
export function pasted(words: string, style: Style): TextBlock[] {
  return words
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const found = markers.find(([pattern]) => pattern.test(line))
      return found
        ? { ...newText(found[1]), words: line.replace(found[0], '').trim() }
        : { ...newText(style), words: line }
    })
}

const markers: readonly (readonly [RegExp, Style])[] = [
  [/^Chương\s+[IVXLC]+[.:]?\s*/iu, 'chapter'],
  [/^Điều\s+\d+[.:]\s*/iu, 'article'],
  [/^[IVXLC]+[.)]\s+/u, 'part'],
  [/^\d{1,2}[.)]\s+/u, 'item'],
  [/^\p{Ll}\)\s*/u, 'letter'],
  [/^[-–+•]\s*/u, 'dash'],
]

/** A known document as a legal basis names it (Decree 30/2020/NĐ-CP, Appendix I, II.6.a): of a law its title, no number. */
export function basisWords(
  known: Pick<KnownDocument, 'type' | 'numberSymbol' | 'issuedOn' | 'issuer' | 'title'>,
): string {
  const { type, numberSymbol, issuedOn, issuer, title } = known
  const day = issuedOn === null ? '' : ` ngày ${spellDay(issuedOn)}`
  const lower = `${title.charAt(0).toLocaleLowerCase('vi')}${title.slice(1)}`
  if (/^(?:bộ )?luật$/iu.test(type) || type === 'Hiến pháp' || type === 'Pháp lệnh')
    return `Căn cứ ${title.startsWith(type) ? title : `${type} ${title}`}${day}`
  return `Căn cứ ${type} số ${numberSymbol}${day} của ${issuer} ${lower}`.replace(/\s+/g, ' ')
}

/** "ngày 05 tháng 3 năm 2020": days below ten and the months 1 and 2 with a zero before them. */
function spellDay(day: string): string {
  const [y = '', m = '', d = ''] = day.split('-')
  return `${d} tháng ${Number(m) <= 2 ? m : Number(m)} năm ${y}`
}

/** A content taken apart into named pieces of words, in the order of its paper: two of them are compared piece by piece. */
export function piecesOf(content: OutgoingContent): Map<string, string> {
  const pieces = new Map<string, string>()
  const add = (key: string, words: string) => {
    if (words.trim() !== '') pieces.set(key, words)
  }
  add('type', content.type)
  add('subject', content.subject)
  add('addressees', content.addressees.join('\n'))
  add('enacting', content.enacting ?? '')
  add('bases', content.bases.map((b) => b.words).join('\n'))
  add('opening', content.opening)
  const blocks = (own: readonly Block[]) => {
    for (const b of own)
      add(
        `block:${b.key}`,
        b.kind === 'text'
          ? b.words
          : [b.caption, b.columns.map((c) => c.title).join(' | '), ...b.rows.map((r) => r.join(' | '))].join(
              '\n',
            ),
      )
  }
  blocks(content.blocks)
  for (const annex of content.annexes) {
    add(`annex:${annex.key}`, annex.title)
    blocks(annex.blocks)
  }
  add(
    'recipients',
    content.recipients.map((r) => (r.purpose ? `${r.words} (${r.purpose})` : r.words)).join('\n'),
  )
  const { signer, beside } = content
  add(
    'signer',
    [signer.authority, signer.deputyOf && `KT. ${signer.deputyOf}`, signer.position]
      .filter(Boolean)
      .join('\n'),
  )
  add('beside', beside ? [beside.position, beside.name].join('\n') : '')
  add('copy', content.copy?.keys.join('\n') ?? '')
  add('marks', [content.urgency, content.circulation, content.way].filter(Boolean).join('\n'))
  return pieces
}

/** The pieces that differ between two contents, in the order of the later one. */
export function differences(
  before: OutgoingContent,
  after: OutgoingContent,
): { key: string; before: string; after: string }[] {
  const [a, b] = [piecesOf(before), piecesOf(after)]
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((key) => {
    const [was, is] = [a.get(key) ?? '', b.get(key) ?? '']
    return was === is ? [] : [{ key, before: was, after: is }]
  })
}
