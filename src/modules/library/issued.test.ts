import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeUnit } from '../../../test/support/make.ts'
import { openDocument, readText } from '../../document/index.ts'
import { writeDocx, type Block, type OfficialDocument } from '../../document/write/index.ts'
import { closePrinter } from '../../print/index.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'
import { read, write } from '../../platform/write.ts'
import {
  addIssuedDocument,
  findClauses,
  findDocument,
  grantReading,
  officialPage,
  registerLibraryJobs,
} from './index.ts'

const section = (
  level: number,
  marker: string,
  title: string,
  key: string,
  children: Block[] = [],
): Block => ({
  kind: 'section',
  level,
  marker,
  title,
  children,
  key,
})

const plan: OfficialDocument = {
  form: 'nd30',
  header: {
    parentAgency: 'UBND huyện Vân Sơn',
    agency: 'Phòng Giáo dục và Đào tạo',
    number: '4',
    symbol: 'KH-PGDĐT',
    place: 'Vân Sơn',
    date: '2024-01-08',
    type: 'Kế hoạch',
    subject: 'Tuyên truyền cải cách hành chính năm 2024',
  },
  bases: [
    'Căn cứ Kế hoạch số 112/KH-UBND ngày 15/12/2023 của Ủy ban nhân dân huyện Vân Sơn về cải cách hành chính',
  ],
  opening: null,
  body: [
    section(1, 'I', 'Mục đích', 'm', [section(4, '-', 'Cha mẹ học sinh biết cách nộp hồ sơ.', 'm1')]),
    section(1, 'II', 'Nội dung', 'n', [
      { kind: 'paragraph', text: 'Thực hiện trong cả năm học.' },
      section(2, '1', 'Niêm yết thủ tục tại bảng tin & trang của trường.', 'n1'),
    ]),
  ],
  recipients: [
    { text: 'UBND huyện', purpose: 'report' },
    { text: 'Các trường trực thuộc', purpose: 'carry out' },
  ],
  signer: { authority: null, position: 'Trưởng phòng', name: 'Nguyễn Hữu Thưởng' },
}

describe('the page of a document that we write', () => {
  it('has the words of its .docx, and each section knows its place', async () => {
    const page = officialPage(plan)
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')
    const opened = await openDocument(await writeDocx(plan), 'x.docx')
    expect(words(page.text)).toEqual(words(opened.text))
    const at = (key: string) => page.text.slice(page.spans.get(key)?.start, page.spans.get(key)?.end)
    expect(at('m1')).toBe('- Cha mẹ học sinh biết cách nộp hồ sơ.')
    expect(at('n')).toBe('II. NỘI DUNG\nThực hiện trong cả năm học.')
    expect(at('n1')).toContain('bảng tin & trang')
    // every run of the page stands where it says in the text
    const runs = [...page.html.matchAll(/<span data-s="(\d+)">([^<]*)<\/span>/g)]
    expect(runs.length).toBeGreaterThan(10)
    for (const [, start, words] of runs) {
      const plain = (words ?? '').replace('&amp;', '&')
      expect(page.text.substr(Number(start), plain.length)).toBe(plain)
    }
  })

  it('says, where nobody keeps it, how each piece stands on the paper, and is else the same', () => {
    const [kept, shown] = [officialPage(plan), officialPage(plan, true)]
    expect(shown.text).toBe(kept.text)
    expect(shown.html.replace(/ data-look="\d"/g, '')).toBe(kept.html)
    expect(kept.html).not.toContain('data-look')
    expect(shown.html).toMatch(/^<table data-look="2">/)
    expect(shown.html).toMatch(/<p data-look="1"><b><span data-s="\d+">KẾ HOẠCH</)
    expect(shown.html).toContain('<table data-look="3">')
  })

  it('is read again as what it was written from', () => {
    const { header, recipients, citations, signer } = readText(officialPage(plan).text)
    expect(header).toMatchObject({
      parentAgency: 'UBND HUYỆN VÂN SƠN',
      numberSymbol: '04/KH-PGDĐT',
      date: '2024-01-08',
      subject: 'Tuyên truyền cải cách hành chính năm 2024',
    })
    expect(recipients.map((r) => r.purpose)).toEqual(['report', 'carry out'])
    expect(citations).toMatchObject([{ numberSymbol: '112/KH-UBND', date: '2023-12-15' }])
    expect(signer?.name).toBe('Nguyễn Hữu Thưởng')
  })
})

describe('an issued document', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld()
    registerLibraryJobs()
  })
  afterAll(() => closePrinter())

  it('is kept with clauses, citations and, once, its papers; sibling and stranger find nothing', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const school = await makeUnit(world, { administration: office.id })
    const sibling = await makeUnit(world, { administration: office.id })
    const ctx = world.as({ unitId: office.id })
    const id = newId()
    await write(ctx, [office.id], {
      act: async (trx) => {
        await addIssuedDocument(trx, ctx, {
          id,
          unitId: office.id,
          type: 'Kế hoạch',
          number: '4',
          symbol: 'KH-PGDĐT',
          numberSymbol: '04/KH-PGDĐT',
          issuerName: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
          issuedOn: '2024-01-08',
          subject: 'Tuyên truyền cải cách hành chính năm 2024',
          source: plan,
          clauses: [
            {
              key: 'm',
              parentKey: null,
              level: 1,
              marker: 'I',
              path: 'I',
              kind: 'heading',
              words: 'Mục đích',
            },
            {
              key: 'm1',
              parentKey: 'm',
              level: 2,
              marker: '-',
              path: 'I.-1',
              kind: 'purpose',
              words: 'Cha mẹ học sinh biết cách nộp hồ sơ.',
            },
          ],
          isPublic: false,
          registerEntryId: newId(),
        })
        await grantReading(
          trx,
          [school.id],
          id,
          [{ what: 'document', id, revision: 0, ground: 'delivered' }],
          ctx.clock.now(),
        )
      },
      answer: async () => undefined,
    })
    const find = (unitId: string) => {
      const reader = world.as({ unitId })
      return read(reader, '*', (trx) => findDocument(trx, reader, id))
    }
    expect(await find(office.id)).toMatchObject({ matchKey: '4/KH-PGDĐT', origin: 'issued' })
    expect(await find(school.id)).toMatchObject({ id })
    expect(await find(sibling.id)).toBeNull()
    const clauses = await read(ctx, [office.id], (trx) => findClauses(trx, id))
    expect(clauses.map((c) => [c.key, c.ord, c.parentKey])).toEqual([
      ['m', 0, null],
      ['m1', 1, 'm'],
    ])
    expect(await drainJobs(world.system(), (kind) => kind === 'document.render')).toBe(2)
    const papers = await read(ctx, [office.id], (trx) =>
      trx.selectFrom('document_papers').selectAll().where('document_id', '=', id).executeTakeFirstOrThrow(),
    )
    const pdf = await world.files.get(papers.pdf_hash)
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    const docx = await openDocument(await world.files.get(papers.docx_hash ?? ''), 'x.docx')
    expect(docx.text).toContain('Niêm yết thủ tục')
    const holders = await read(ctx, [office.id], (trx) =>
      trx.selectFrom('file_holders').select('name').orderBy('name').execute(),
    )
    expect(holders.map((h) => h.name)).toEqual(['Kế hoạch 04-KH-PGDĐT.docx', 'Kế hoạch 04-KH-PGDĐT.pdf'])
  })

  it('of several, every PDF comes before the first .docx', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const ctx = world.as({ unitId: office.id })
    const facts = { unitId: office.id, type: 'Kế hoạch', symbol: 'KH-PGDĐT', issuerName: 'Phòng Giáo dục' }
    const more = {
      issuedOn: '2024-01-08',
      subject: 'Tuyên truyền',
      source: plan,
      clauses: [],
      isPublic: false,
    }
    await write(ctx, [office.id], {
      act: async (trx) => {
        for (const number of ['5', '6'])
          await addIssuedDocument(trx, ctx, {
            ...facts,
            ...more,
            ...{ id: newId(), number, numberSymbol: `0${number}/KH-PGDĐT`, registerEntryId: newId() },
          })
      },
      answer: async () => undefined,
    })
    const made: string[] = []
    const fail = (error: unknown) => {
      throw error
    }
    while (await runNextJob(world.system(), fail, ['document.render'])) {
      const papers = await read(ctx, [office.id], (trx) =>
        trx
          .selectFrom('document_papers as p')
          .innerJoin('documents as d', 'd.id', 'p.document_id')
          .select(['p.docx_hash as docx'])
          .where('d.unit_id', '=', office.id)
          .execute(),
      )
      made.push(`${papers.length} PDF, ${papers.filter((p) => p.docx !== null).length} docx`)
    }
    expect(made).toEqual(['1 PDF, 0 docx', '2 PDF, 0 docx', '2 PDF, 1 docx', '2 PDF, 2 docx'])
  })

  it('refuses a clause that stands nowhere in the document', async () => {
    const office = await makeUnit(world)
    const ctx = world.as({ unitId: office.id })
    const add = write(ctx, [office.id], {
      act: async (trx) => {
        await addIssuedDocument(trx, ctx, {
          id: newId(),
          unitId: office.id,
          type: 'Kế hoạch',
          number: '5',
          symbol: 'KH-PGDĐT',
          numberSymbol: '05/KH-PGDĐT',
          issuerName: 'Phòng',
          issuedOn: '2024-01-08',
          subject: 'x',
          source: plan,
          clauses: [
            { key: 'gone', parentKey: null, level: 1, marker: 'I', path: 'I', kind: 'other', words: 'x' },
          ],
          isPublic: false,
          registerEntryId: newId(),
        })
      },
      answer: async () => undefined,
    })
    await expect(add).rejects.toThrow('gone')
  })
})
