import { expect, test } from 'vitest'
import { readText } from '../../src/document/index.ts'
import { sized } from '../support/size.ts'
import { makeDocument } from './made.ts'
import type { Kind } from './render.ts'
import { f1, score, type Table } from './score.ts'

// Documents nobody has seen: drawn by seed, laid out as files, web pages, drafts and scans have them, and spoiled. They stand
// for the set that the reader is judged by, which it must not know.
const documents = sized('reading', 60, 800)

/** The least F1 of a field; what a kind of document spoils beyond repair has its own. */
const least = 0.97
const spoiled: Partial<Record<Kind, Record<string, number>>> = {
  // A line that a scan or a narrow page broke can't always be told from a new paragraph.
  web: { sections: 0.95 },
  scan: { sections: 0.95, 'citation.issuer': 0.96 },
}

test.each<Kind>(['clean', 'web', 'draft', 'scan'])('%s documents read as they say', (kind) => {
  const table: Table = new Map()
  for (let seed = 1; seed <= documents; seed++) {
    const made = makeDocument(seed, kind)
    score(table, made, readText(made.text))
  }
  const low = [...table].filter(([field, tally]) => f1(tally) < (spoiled[kind]?.[field] ?? least))
  expect(
    low.map(([field, tally]) => `${field} ${f1(tally).toFixed(3)}: ${tally.notes.slice(0, 8).join(' · ')}`),
  ).toEqual([])
  expect(table.get('citation')?.hit).toBeGreaterThan(documents * 4)
})
