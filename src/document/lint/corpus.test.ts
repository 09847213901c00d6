import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot, sharedFolder } from '../../config.ts'
import { knownDocument, makeRegister, type KnownEntry } from '../known/index.ts'
import { lint, type LintCode } from './index.ts'

// Real documents lie outside the repository; without them this file says so and proves nothing.
const shared = sharedFolder()
if (shared === null) process.stdout.write('not run: no ../shared\n')

/** What is really wrong with the born-digital ones; everything else would be a false alarm. */
const defects: Record<string, LintCode[]> = {
  // "Ủy bân nhân dân"
  '003.txt': ['word_slip'],
  // a timetable of which one day has last year's number: it was a Sunday, not "thứ 2"
  '005.txt': ['weekday_wrong'],
  // "Đào tào"; a recipient that ends with a comma before the next dash
  '014.txt': ['word_slip', 'recipient_punctuation'],
  // a draft of September with number and day blank that rests on letters of October
  '019.txt': ['number_blank', 'date_blank', 'basis_after', 'citation_after'],
}

test.skipIf(shared === null)(
  'born-digital documents have the findings that are true of them, and no other',
  () => {
    const { items } = JSON.parse(readFileSync(join(projectRoot, 'data/known-documents.json'), 'utf8')) as {
      items: KnownEntry[]
    }
    const register = makeRegister(items.map(knownDocument))
    const folder = join(shared ?? '', 'corpus/dev')
    const found: Record<string, LintCode[]> = {}
    for (const label of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      if ('ocr' in (JSON.parse(readFileSync(join(folder, label), 'utf8')) as object)) continue
      const file = label.replace('.json', '.txt')
      const text = readFileSync(join(folder, file), 'utf8')
      const codes = lint(text, {
        today: '2026-11-27',
        register,
        abbreviations: [],
        places: [],
        unknown: false,
      })
      if (codes.length > 0) found[file] = codes.map((finding) => finding.code)
    }
    expect(found).toEqual(defects)
  },
)
