import { numberKey, partsOf, titleKey } from './keys.ts'
import type { KnownDocument } from './model.ts'

/** Known documents by what a citation says of them. */
export interface Register {
  byNumber: ReadonlyMap<string, readonly KnownDocument[]>
  /** laws, ordinances and codes by folded title */
  byTitle: ReadonlyMap<string, readonly KnownDocument[]>
  /** by day of issue */
  byDay: ReadonlyMap<string, readonly KnownDocument[]>
  /** by number with suffix alone, for citations without a symbol */
  byBareNumber: ReadonlyMap<string, readonly KnownDocument[]>
}

/** What is written down of a known document; the parts of its number are read off it. */
export type KnownEntry = Omit<KnownDocument, 'number' | 'suffix' | 'year' | 'symbol'>

export function knownDocument(entry: KnownEntry): KnownDocument {
  const parts = entry.numberSymbol === null ? null : partsOf(entry.numberSymbol)
  return {
    ...entry,
    number: parts?.number ?? null,
    suffix: parts?.suffix ?? '',
    year: parts?.year ?? null,
    symbol: parts?.symbol ?? null,
  }
}

const titled = new Set(['Luật', 'Bộ luật', 'Pháp lệnh', 'Hiến pháp'])

/** Whether a type is cited by its title, without number (Decree 30/2020/NĐ-CP, Appendix I, II.6.a). */
export function isTitled(type: string | null): boolean {
  return type !== null && titled.has(type)
}

export function makeRegister(documents: readonly KnownDocument[]): Register {
  const byNumber = new Map<string, KnownDocument[]>()
  const byTitle = new Map<string, KnownDocument[]>()
  const byDay = new Map<string, KnownDocument[]>()
  const byBareNumber = new Map<string, KnownDocument[]>()
  const add = (map: Map<string, KnownDocument[]>, key: string | null, document: KnownDocument) => {
    if (key === null) return
    const there = map.get(key)
    if (there) there.push(document)
    else map.set(key, [document])
  }
  for (const document of documents) {
    const { number, suffix, year, symbol } = document
    if (number !== null) {
      add(byNumber, numberKey({ number, suffix, year, symbol }), document)
      add(byBareNumber, `${number}${suffix}`, document)
    }
    if (isTitled(document.type)) add(byTitle, titleKey(document.title), document)
    add(byDay, document.date, document)
  }
  return { byNumber, byTitle, byDay, byBareNumber }
}

/** Whether a document is in force on a day, as far as the register says; null where it does not say from when. */
export function isInForce(document: KnownDocument, day: string): boolean | null {
  if (document.inForceUntil !== null && day >= document.inForceUntil) return false
  if (document.inForceFrom === null) return document.date !== null && day < document.date ? false : null
  return day >= document.inForceFrom
}

/** The last day in force, `inForceUntil` − 1: "hết hiệu lực kể từ ngày X" is still in force on X − 1. */
export function lastDay(document: KnownDocument): string | null {
  if (document.inForceUntil === null) return null
  const day = new Date(`${document.inForceUntil}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}
