import { fold, type ReadDocument } from '../../src/document/index.ts'
import { numberSymbolOf, type Truth } from './truth.ts'
import { isoDay } from './truth.words.ts'
import type { Kind } from './render.ts'

export interface Made {
  truth: Truth
  kind: Kind
  text: string
  /** offsets of the citations, in order */
  spans: readonly { start: number; end: number }[]
}

/** Takes the signs U+E000 and U+E001 out of a text and tells where they stood. */
export function unmark(marked: string): Pick<Made, 'text' | 'spans'> {
  const spans: { start: number; end: number }[] = []
  let text = ''
  let from = 0
  let start = 0
  for (const match of marked.matchAll(/[\ue000\ue001]/g)) {
    text += marked.slice(from, match.index)
    from = match.index + 1
    if (match[0] === '\ue000') start = text.length
    else spans.push({ start, end: text.length })
  }
  return { text: text + marked.slice(from), spans }
}

export interface Tally {
  hit: number
  missed: number
  wrong: number
  notes: string[]
}

export type Table = Map<string, Tally>

export function f1({ hit, missed, wrong }: Pick<Tally, 'hit' | 'missed' | 'wrong'>): number {
  return (2 * hit) / (2 * hit + missed + wrong || 1)
}

const plain = (words: string | null | undefined) =>
  words == null || words === ''
    ? null
    : words
        .normalize('NFC')
        .toLowerCase()
        .replace(/[–—−]/g, '-')
        .replace(/ð/g, 'đ')
        .replace(/uỷ/g, 'ủy')
        .replace(/\s+/g, ' ')
        .replace(/^[\s"“”'.,;:*_-]+|[\s"“”'.,;:*_-]+$/g, '')

/** Compares what was read with what the document says. Words of a scan agree where their letters do without diacritics. */
export function score(table: Table, { truth, kind, spans }: Made, read: ReadDocument): void {
  const row = (field: string) => {
    const at = table.get(field) ?? { hit: 0, missed: 0, wrong: 0, notes: [] }
    table.set(field, at)
    return at
  }
  const bare = (words: string | null | undefined) => {
    const shown = plain(words)
    return shown === null ? null : kind === 'scan' ? fold(shown).replace(/[^a-z\d]/g, '') : shown
  }
  const compare = (
    field: string,
    expected: string | null | undefined,
    actual: string | null | undefined,
    loose = false,
  ) => {
    const [a, b] = [bare(expected), bare(actual)]
    if (a === null && b === null) return
    const at = row(field)
    if (
      a !== null &&
      b !== null &&
      (a === b || (loose && (a.includes(b) || b.includes(a))) || near(kind, a, b))
    )
      at.hit++
    else {
      if (a !== null) at.missed++
      if (b !== null) at.wrong++
      at.notes.push(`${String(expected)} ≠ ${String(actual)}`)
    }
  }
  const { header } = read
  const subject = (words: string | null) => words?.replace(/^(?:v\/v|về việc|về)\s+/i, '') ?? null
  compare('header.parentAgency', truth.parentAgency, header.parentAgency)
  compare('header.agency', truth.agency, header.agency)
  compare('header.numberSymbol', numberSymbolOf(truth), header.numberSymbol)
  compare('header.place', truth.place, header.place)
  compare('header.date', truth.day && isoDay(truth.day), header.date)
  compare('header.type', truth.type, header.type)
  compare('header.subject', subject(truth.subject), subject(header.subject))
  const left = [...read.citations]
  for (const [i, cited] of truth.citations.entries()) {
    const span = spans[i]
    const id = (c: { numberSymbol: string | null; title: string | null }) => bare(c.numberSymbol ?? c.title)
    const at = left.findIndex(
      (c) =>
        span &&
        c.start < span.end &&
        span.start < c.end &&
        (id(c) === id(cited) || near(kind, id(c) ?? '', id(cited) ?? '')),
    )
    const [found] = at < 0 ? [] : left.splice(at, 1)
    const tally = row('citation')
    if (!found || !span) {
      tally.missed++
      tally.notes.push(`missed ${cited.numberSymbol ?? cited.title} at ${span?.start}`)
      continue
    }
    tally.hit++
    compare('citation.span', `${span.start}-${span.end}`, `${found.start}-${found.end}`)
    compare('citation.type', cited.type, found.type)
    compare('citation.date', cited.date, found.date)
    compare('citation.issuer', cited.issuer, found.issuer, true)
    compare('citation.relation', cited.relation, found.relation)
  }
  for (const c of left) {
    row('citation').wrong++
    row('citation').notes.push(`unexpected ${c.text}`)
  }
  const rest = read.recipients.map((r) => ({ words: bare(r.text), purpose: r.purpose }))
  for (const wanted of truth.recipients) {
    const words = bare(wanted.text) ?? ''
    const at = rest.findIndex(
      (r) =>
        r.words !== null &&
        (r.words.includes(words) || words.includes(r.words) || near(kind, r.words, words)),
    )
    const [found] = at < 0 ? [] : rest.splice(at, 1)
    const tally = row('recipients')
    if (found) {
      tally.hit++
      compare('recipients.purpose', wanted.purpose, found.purpose)
    } else {
      tally.missed++
      tally.notes.push(`missed ${wanted.text}`)
    }
  }
  for (const r of rest) {
    row('recipients').wrong++
    row('recipients').notes.push(`unexpected ${r.words}`)
  }
  compare('signer.name', truth.signer.name, read.signer?.name)
  // "KT.CHỦ TỊCH" is "KT. CHỦ TỊCH".
  const spaced = (words: string | null | undefined) => words?.replace(/\.(?=\S)/g, '. ') ?? null
  compare('signer.position', truth.signer.position.join(' '), spaced(read.signer?.position), true)
  compare('signer.authority', truth.signer.authority, spaced(read.signer?.authority))
  const outline = read.sections.flatMap(function lines(s): string[] {
    return [`${s.level} ${s.marker} ${s.title}`, ...s.sections.flatMap(lines)]
  })
  const seen = outline.map((line) => bare(line))
  for (const line of truth.sections) {
    const at = seen.findIndex((s) => s !== null && (s === bare(line) || near(kind, s, bare(line) ?? '')))
    const tally = row('sections')
    if (at < 0) {
      tally.missed++
      tally.notes.push(`missed ${line}`)
    } else {
      tally.hit++
      seen.splice(at, 1)
    }
  }
  row('sections').wrong += seen.length
  row('sections').notes.push(...seen.map((line) => `unexpected ${line}`))
}

/** In a scan, words that differ in one sign of fifteen are the same words. */
function near(kind: Kind, a: string, b: string): boolean {
  if (kind !== 'scan' || Math.abs(a.length - b.length) > 2 || a.length < 12) return false
  const pairs = (s: string) => new Set(Array.from({ length: s.length - 1 }, (_, i) => s.slice(i, i + 2)))
  const [pa, pb] = [pairs(a), pairs(b)]
  const both = [...pa].filter((pair) => pb.has(pair)).length
  return both / Math.max(pa.size, pb.size) > 0.88
}
