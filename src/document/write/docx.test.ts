import { extractRawText, convertToHtml } from 'mammoth'
import { describe, expect, it } from 'vitest'
import { papers } from '../../../test/writing/papers.ts'
import { openArchive } from '../open/zip.ts'
import { compose } from './compose.ts'
import { composedDocx, docxSource, writeDocx } from './docx.ts'
import { wholeDocx } from './docx-package.ts'
import { annexedPlan, hostileText, letter, longPlan, shortPlan } from './samples.ts'
import type { OfficialDocument } from './source.ts'
import { wordsOf } from './words.ts'

const reopen = async (document: OfficialDocument) => ({ buffer: Buffer.from(await writeDocx(document)) })
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

describe('writeDocx', () => {
  it.each([
    ['one page', shortPlan],
    ['several pages with a table', longPlan],
    ['an official letter', letter],
    ['a plan with an annex', annexedPlan],
  ])('%s: opened again it has the same words in the same order', async (_, document) => {
    const { value } = await extractRawText(await reopen(document))
    expect(words(value)).toEqual(wordsOf(compose(document)))
  })

  it('prints what looks like XML or code as text', async () => {
    const document: OfficialDocument = {
      ...shortPlan,
      header: { ...shortPlan.header, agency: hostileText, subject: hostileText },
      body: [
        { kind: 'paragraph', text: hostileText },
        { kind: 'table', columns: [{ title: '</w:t>' }], rows: [[hostileText]] },
      ],
    }
    const { value } = await extractRawText(await reopen(document))
    expect(words(value)).toEqual(wordsOf(compose(document)))
    expect(value).toContain('#panic("x") $x^2$ *đậm* _nghiêng_ `mã` @ref <nhãn> </w:t><w:t> &amp; ]]>')
  })

  it('has real tables: the head, the body with its heading row, the end', async () => {
    const { value } = await convertToHtml(await reopen(longPlan))
    expect(value.match(/<table>/g)).toHaveLength(3)
    expect(value).toMatch(/<thead><tr><th>.*?TT.*?<\/th>/)
    expect(value.match(/<tr>/g)).toHaveLength(2 + 33 + 1)
  })

  it('numbers the pages of an annex apart', async () => {
    const archive = await openArchive(await writeDocx(annexedPlan))
    const xml = Buffer.from(await archive.read('word/document.xml')).toString('utf8')
    expect(xml.match(/<w:pgNumType w:start="1"/g)).toHaveLength(2)
    expect(xml.match(/<w:titlePg\/>/g)).toHaveLength(2)
  })

  it('names its styles, so that a clerk restyles a kind of paragraph at once', async () => {
    const { messages } = await convertToHtml(await reopen(shortPlan))
    const styles = messages.map((message) => /'([^']+)' \(Style ID/.exec(message.message)?.[1])
    expect(styles).toEqual(
      expect.arrayContaining(['Quốc hiệu', 'Tên loại', 'Trích yếu', 'Căn cứ', 'Nội dung']),
    )
  })

  it('is part for part what docx itself packs, of every type', async () => {
    const hostile: OfficialDocument = {
      ...shortPlan,
      contact: [hostileText],
      body: [{ kind: 'paragraph', text: hostileText }],
    }
    const made = new Date()
    for (const document of [
      shortPlan,
      annexedPlan,
      hostile,
      ...papers.map(([, paper]) => paper),
      shortPlan,
    ]) {
      const composition = compose(document)
      const wanted = await partsOf(await wholeDocx(docxSource(composition)))
      expect(await partsOf(await composedDocx(composition)), document.header.type).toEqual(wanted)
    }
    const core = await openArchive(await writeDocx(shortPlan))
    const created = /<dcterms:created [^>]*>([^<]+)</.exec(
      String(Buffer.from(await core.read('docProps/core.xml'))),
    )
    expect(Date.parse(created?.[1] ?? '')).toBeGreaterThanOrEqual(made.getTime())
  })
})

/** Without the moment at which it was made. */
async function partsOf(docx: Uint8Array): Promise<Record<string, string>> {
  const archive = await openArchive(docx)
  const parts: Record<string, string> = {}
  for (const name of archive.names())
    parts[name] = Buffer.from(await archive.read(name))
      .toString('utf8')
      .replace(/(<dcterms:\w+ [^>]*>)[^<]*/g, '$1')
  return parts
}
