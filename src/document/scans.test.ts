import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { paperPdf, picturesPdf, scanPages } from '../../test/support/paper.ts'
import { paperOfText } from '../../test/support/seed-paper.ts'
import { sharedFolder } from '../config.ts'
import { openDocument, readText, type OpenedDocument } from './index.ts'
import type { Citation, Header, Section } from './model.ts'

// The real plan lies outside the repository; without it this file says so and proves nothing. `npm run prove -- scans` reads
// it as a scan too, which takes a quarter of a minute.
const shared = sharedFolder()
if (shared === null) process.stdout.write('not run: no ../shared\n')

interface Labels {
  header: Partial<Header>
  citations: Citation[]
}

/** Sections without their places, which are those of another text. */
function shape(sections: readonly Section[]): unknown[] {
  return sections.map((s) => [s.level, s.marker, s.title.replace(/\s+/g, ' '), shape(s.sections)])
}

describe.skipIf(shared === null)('the seed plan, printed by our own writer', () => {
  let text: string
  let labels: Labels
  let pdf: Buffer
  beforeAll(() => {
    const path = join(shared ?? '', 'seed', 'ke-hoach-75-KH-PGDDT.txt')
    text = readFileSync(path, 'utf8')
    labels = JSON.parse(readFileSync(path.replace(/txt$/, 'json'), 'utf8')) as Labels
    pdf = paperPdf(paperOfText(text))
  })

  test('as a PDF with text: the same header, sections and citations as its text', async () => {
    const opened: OpenedDocument = await openDocument(pdf, 'a.pdf')
    const [there, here] = [readText(text), readText(opened.text)]
    expect(here.header).toEqual(there.header)
    expect(shape(here.sections)).toEqual(shape(there.sections))
    const facts = (citations: readonly Citation[]) =>
      citations.map(({ start: _start, end: _end, text: words, ...c }) => ({
        ...c,
        words: words.replace(/\s+/g, ' '),
      }))
    expect(facts(here.citations)).toEqual(facts(there.citations))
    expect(here.recipients.map((r) => r.text)).toEqual(there.recipients.map((r) => r.text))
  })

  test.skipIf(process.env['LANTOA_PROVE'] !== 'scans')('as a clean scan of 200 pixels an inch', async () => {
    const opened = await openDocument(await picturesPdf(await scanPages(pdf, 200)), 'a.pdf')
    const read = readText(opened.text, { scanned: true })
    expect(read.header).toMatchObject(labels.header)
    // In place: in the order of the document, each with its type and date.
    const squeeze = (words: string | null) => words?.replace(/\s/g, '').toLowerCase() ?? null
    let [at, found, numbers] = [0, 0, 0]
    for (const label of labels.citations) {
      const next = read.citations.findIndex(
        (c, i) => i >= at && squeeze(c.type) === squeeze(label.type) && c.date === label.date,
      )
      if (next < 0) continue
      at = next + 1
      found += 1
      if (squeeze(read.citations[next]?.numberSymbol ?? null) === squeeze(label.numberSymbol)) numbers += 1
    }
    const all = labels.citations.length
    process.stdout.write(`of ${all} citations ${found} in place, ${numbers} numbers right\n`)
    expect(found / all).toBeGreaterThanOrEqual(0.95)
    expect(numbers / all).toBeGreaterThanOrEqual(0.75)
  })
})
