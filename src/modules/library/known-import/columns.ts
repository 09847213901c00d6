import { z } from 'zod'
import { knownRelationKinds } from '../../../document/index.ts'
import { formatDate } from '../../../messages/format.ts'
import { translate, type Translate } from '../../../messages/index.ts'
import { addDays } from '../../../platform/clock.ts'
import { cleanCell, foldWords, readDay } from '../../units/index.ts'
import { factNames, type FactName, type KnownFacts } from '../known.rules.ts'
import type { PickedRelation } from '../known.store.ts'

/** The message that names a fact, over its column and in front of what is wrong with it. */
export const factHeads: Record<FactName, string> = {
  type: 'library.column.type',
  numberSymbol: 'library.column.number',
  issuedOn: 'library.column.date',
  issuer: 'library.column.issuer',
  title: 'library.column.subject',
  inForceFrom: 'library.known.from',
  lastDay: 'library.known.lastDay',
  relations: 'library.known.changedBy',
  source: 'library.known.source',
}

/** Other words that people write over a column, folded; the heads of our own files are taken from the messages. */
const otherHeads: Record<FactName, string[]> = {
  type: ['loai van ban', 'hinh thuc', 'type'],
  numberSymbol: ['so', 'so hieu', 'so ky hieu van ban', 'ky hieu', 'number', 'number symbol'],
  issuedOn: ['ngay', 'ngay van ban', 'ngay ky', 'date', 'issued on'],
  issuer: ['co quan', 'noi ban hanh', 'issuer'],
  title: ['ten', 'ten van ban', 'noi dung', 'title', 'subject'],
  inForceFrom: ['hieu luc tu', 'ngay hieu luc', 'ngay co hieu luc', 'in force from'],
  lastDay: ['hieu luc den', 'hieu luc den het ngay', 'in force until', 'last day'],
  relations: ['thay doi', 'thay the', 'changed by'],
  source: ['nguon du lieu', 'source'],
}

const factByHead = new Map<string, FactName>()
for (const name of factNames) {
  for (const head of otherHeads[name]) factByHead.set(head, name)
  for (const locale of ['vi', 'en'] as const)
    factByHead.set(foldWords(translate(locale, factHeads[name])), name)
}

/** What a row says; null for what it leaves open: then what is on record stays. `unread`: facts whose words are none. */
export interface FileEntry {
  row: number
  facts: { [K in FactName]: KnownFacts[K] | null }
  unread: { fact: FactName; words: string }[]
}

/** "bãi bỏ bởi 30/2025/NĐ-CP (ngày 24/02/2025); …", as an export writes it and an import reads it. */
export function relationsInWords(t: Translate, relations: readonly Omit<PickedRelation, 'id'>[]): string {
  return relations
    .map(({ kind, by, date }) => {
      const words = `${t(`library.known.kind.${kind}`)} ${by}`
      return date === null ? words : `${words} (${formatDate(date)})`
    })
    .join('; ')
}

const kindWords = knownRelationKinds.flatMap((kind) =>
  (['vi', 'en'] as const).map((locale) => ({
    kind,
    words: translate(locale, `library.known.kind.${kind}`).toLowerCase(),
  })),
)

/** @returns null where some part does not begin with the words of a relation */
function readRelations(cell: string): PickedRelation[] | null {
  const relations: PickedRelation[] = []
  for (const part of cell.split(';').map((words) => words.trim())) {
    const kind = kindWords.find(({ words }) => part.toLowerCase().startsWith(`${words} `))
    const last = relations.at(-1)
    if (!kind) {
      // A title may have a semicolon of its own.
      if (!last || last.date !== null) return null
      Object.assign(last, readBy(`${last.by}; ${part}`))
    } else relations.push({ kind: kind.kind, id: null, ...readBy(part.slice(kind.words.length).trim()) })
  }
  return relations
}

function readBy(words: string): { by: string; date: string | null } {
  const dated = /^(.+?)\s*\((?:ngày\s+)?([\d/.-]{8,10})\)$/u.exec(words)
  const date = dated?.[2] === undefined ? null : readDay(dated[2])
  return dated?.[1] === undefined || date === null ? { by: words, date: null } : { by: dated[1], date }
}

/**
 * Finds the row of heads among the first ten (files of ours begin with a title) and reads the rows below it; empty ones
 * are left out.
 * @returns null where no row has heads for the number and one more
 */
export function readTable(table: readonly (readonly string[])[]): FileEntry[] | null {
  for (let h = 0; h < Math.min(10, table.length); h += 1) {
    const places = new Map<FactName, number>()
    table[h]?.forEach((head, i) => {
      const name = factByHead.get(foldWords(head))
      if (name && !places.has(name)) places.set(name, i)
    })
    if (!places.has('numberSymbol') || places.size < 2) continue
    return table.slice(h + 1).flatMap((cells, i) => {
      const words = (name: FactName) => cleanCell(cells[places.get(name) ?? -1])
      return factNames.some((name) => words(name) !== '') ? [entryOf(h + 2 + i, words)] : []
    })
  }
  return null
}

function entryOf(row: number, words: (name: FactName) => string): FileEntry {
  const unread: FileEntry['unread'] = []
  function read<T>(name: FactName, reader: (cell: string) => T | null): T | null {
    const cell = words(name)
    if (cell === '') return null
    const value = reader(cell)
    if (value === null) unread.push({ fact: name, words: cell })
    return value
  }
  const plain = (name: FactName) => read(name, (cell) => cell)
  const facts = {
    type: plain('type'),
    numberSymbol: plain('numberSymbol'),
    issuedOn: read('issuedOn', readDay),
    issuer: plain('issuer'),
    title: plain('title'),
    inForceFrom: read('inForceFrom', readDay),
    lastDay: read('lastDay', readDay),
    relations: read('relations', readRelations),
    source: plain('source'),
  }
  return { row, facts, unread }
}

const someWords = z.string().transform(cleanCell).nullish()
const someDay = z.iso.date().nullish()
/** As `data/known-documents.json` and our own export have it; what else stands there is left alone. */
const Items = z.object({
  items: z.array(
    z.object({
      type: someWords,
      numberSymbol: someWords,
      issuer: someWords,
      date: someDay,
      title: someWords,
      inForceFrom: someDay,
      inForceUntil: someDay,
      relations: z
        .array(
          z.object({
            kind: z.enum(knownRelationKinds),
            by: z.string().transform(cleanCell),
            date: someDay,
          }),
        )
        .nullish(),
      source: someWords,
    }),
  ),
})

/** The entries of a JSON file; rows are counted from 1. @returns null where the file has another shape */
export function readItems(text: string): FileEntry[] | null {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return null
  }
  const read = Items.safeParse(content)
  if (!read.success) return null
  return read.data.items.map((item, i) => ({
    row: i + 1,
    facts: {
      type: item.type || null,
      numberSymbol: item.numberSymbol || null,
      issuer: item.issuer || null,
      issuedOn: item.date ?? null,
      title: item.title || null,
      inForceFrom: item.inForceFrom ?? null,
      lastDay: item.inForceUntil ? addDays(item.inForceUntil, -1) : null,
      relations:
        item.relations && item.relations.length > 0
          ? item.relations.map((r) => ({ kind: r.kind, by: r.by, date: r.date ?? null, id: null }))
          : null,
      source: item.source || null,
    },
    unread: [],
  }))
}
