import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot, sharedFolder } from '../../config.ts'
import { readText } from '../read/read.ts'
import { knownDocument, makeRegister, placesOf, resolve, type KnownEntry } from './index.ts'

const { items } = JSON.parse(readFileSync(join(projectRoot, 'data/known-documents.json'), 'utf8')) as {
  items: KnownEntry[]
}
const documents = items.map(knownDocument)
const register = makeRegister(documents)

test('the register that comes along is consistent: every entry has a source, and resolves to itself', () => {
  expect(new Set(items.map((entry) => entry.id)).size).toBe(items.length)
  for (const document of documents) {
    expect(document.source.length, document.numberSymbol ?? document.title).toBeGreaterThan(10)
    expect(document.number).not.toBeNull()
    if (document.inForceFrom !== null && document.inForceUntil !== null)
      expect(document.inForceFrom < document.inForceUntil).toBe(true)
    if (document.date === null) continue
    const { type, numberSymbol, date, issuer } = document
    const found = resolve({ type, numberSymbol, title: null, date, issuer }, register, {
      on: null,
      places: [],
    })
    expect(found, numberSymbol ?? '').toEqual({ status: 'known', document })
  }
})

test('relations name documents that are on record, or later ones', () => {
  const numbers = new Set(documents.map((document) => document.numberSymbol))
  const missing = documents.flatMap((d) => d.relations.map((r) => r.by)).filter((by) => !numbers.has(by))
  // Known by their number only, so far.
  expect(missing.sort()).toEqual([
    '123/2025/QH15',
    '309/2026/NĐ-CP',
    '47/2019/QH14',
    '63/2020/QH14',
    '87/2025/QH15',
  ])
})

// What a scan makes of a digit.
const misreadings: Record<string, string> = {
  0: '6',
  1: '7',
  2: '7',
  3: '8',
  4: '1',
  5: '6',
  6: '8',
  7: '1',
  8: '3',
  9: '0',
}

const shared = sharedFolder()
if (shared === null) process.stdout.write('not run: no ../shared\n')
test.skipIf(shared === null)(
  'the seed: its documents are found, and proposed where a digit is misread',
  () => {
    const text = readFileSync(join(shared ?? '', 'seed/ke-hoach-75-KH-PGDDT.txt'), 'utf8')
    const { header, citations } = readText(text)
    const places = placesOf([header.agency, header.parentAgency, 'UBND tỉnh Thừa Thiên Huế'])
    const context = { on: header.date, places }
    const numbered = citations.filter((cited) => cited.numberSymbol !== null)
    expect(numbered).toHaveLength(19)
    const unknown = numbered.filter((cited) => resolve(cited, register, context).status !== 'known')
    expect(unknown.map((cited) => cited.text)).toEqual([])

    let tried = 0
    let proposed = 0
    for (const cited of numbered) {
      const meant = resolve(cited, register, context)
      const written = cited.numberSymbol ?? ''
      for (let i = 0; /\d/.test(written.charAt(i)); i++) {
        const wrong = written.slice(0, i) + (misreadings[written.charAt(i)] ?? '') + written.slice(i + 1)
        const found = resolve({ ...cited, numberSymbol: wrong }, register, context)
        tried += 1
        if (meant.status === 'known' && found.status === 'unknown')
          proposed += found.proposals.some((p) => p.document.id === meant.document.id) ? 1 : 0
      }
    }
    expect(proposed / tried).toBeGreaterThanOrEqual(0.95)
  },
)
