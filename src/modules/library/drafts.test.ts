import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { departmentLetter, departmentPlan } from '../../../test/support/documents.ts'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'
import { read } from '../../platform/write.ts'
import type { DocumentView, DraftView, PieceChange } from './library.schema.ts'

type Draft = z.output<typeof DraftView>
type Document = z.output<typeof DocumentView>
type Change = z.output<typeof PieceChange>

let world: World
let app: FastifyInstance
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})

async function officeWithClerk(): Promise<{ office: MadeUnit; browser: Browser }> {
  const office = await makeUnit(world, { kind: 'education_office' })
  return {
    office,
    browser: await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] })),
  }
}

async function takeIn(browser: Browser, text: string): Promise<Draft> {
  const id = newId()
  const answer = await browser.call('PUT', `documents/${id}?name=ke-hoach.txt`, Buffer.from(text))
  expect(answer.statusCode, answer.body).toBe(200)
  return (await browser.call('GET', `document-drafts/${id}`)).json()
}

function piecesOf(draft: Draft): NonNullable<Draft['pieces']> {
  if (!draft.pieces) throw new Error('not read')
  return structuredClone(draft.pieces)
}

/** What the screen does with an answer to an uncertain piece. */
function apply(pieces: NonNullable<Draft['pieces']>, change: Change): void {
  if (change.what === 'citation_date')
    for (const c of pieces.citations) if (change.keys.includes(c.key)) c.date = change.value
  if (change.what === 'section')
    for (const s of pieces.sections) if (s.key === change.key) s.kind = change.kind
  if (change.what === 'issuer') pieces.issuerUnitId = change.unitId
}

/** Proposals with a unit in the order of the units' making, then those without. */
function byUnit(a: Change, b: Change): number {
  const unit = (change: Change) => (change.what === 'issuer' ? change.unitId : '~')
  return unit(a) < unit(b) ? -1 : 1
}

describe('checking what was read', () => {
  it('keeps corrections and answers, and asks no more about them', async () => {
    const { browser } = await officeWithClerk()
    const draft = await takeIn(browser, departmentPlan)
    const pieces = piecesOf(draft)
    const settled: string[] = []
    for (const piece of draft.uncertainPieces) {
      const first = piece.proposals[0]?.change
      if (first) apply(pieces, first)
      settled.push(piece.id)
    }
    pieces.header.subject = 'Tuyên truyền CCHC của ngành'
    const saved = await browser.call('PUT', `document-drafts/${draft.id}`, { version: 1, pieces, settled })
    expect(saved.statusCode, saved.body).toBe(200)
    const next: Draft = saved.json()
    expect(next).toMatchObject({ version: 2, uncertain: 0, uncertainPieces: [] })
    expect(next.pieces?.header.subject).toBe('Tuyên truyền CCHC của ngành')
    expect(next.pieces?.citations.filter((c) => c.numberSymbol === '286/KH-UBND').map((c) => c.date)).toEqual(
      ['2023-12-08', '2023-12-08'],
    )
  })

  it('lets one of two corrections at once through, and shows the other what is kept', async () => {
    const { browser } = await officeWithClerk()
    const draft = await takeIn(browser, departmentLetter(21, 'Hai người sửa'))
    const save = (subject: string) => {
      const pieces = piecesOf(draft)
      pieces.header.subject = subject
      return browser.call('PUT', `document-drafts/${draft.id}`, { version: 1, pieces, settled: [] })
    }
    const answers = await Promise.all([save('Người thứ nhất'), save('Người thứ hai')])
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 409])
    const kept: Draft = (await browser.call('GET', `document-drafts/${draft.id}`)).json()
    expect(kept.version).toBe(2)
    expect(answers.find((a) => a.statusCode === 200)?.json<Draft>().pieces?.header.subject).toBe(
      kept.pieces?.header.subject,
    )
  })

  it('refuses a piece outside the text', async () => {
    const { browser } = await officeWithClerk()
    const draft = await takeIn(browser, departmentLetter(22, 'Ngoài văn bản'))
    const pieces = piecesOf(draft)
    const [section] = pieces.sections
    if (section) section.end = draft.text.length + 5
    const answer = await browser.call('PUT', `document-drafts/${draft.id}`, {
      version: 1,
      pieces,
      settled: [],
    })
    expect(answer.statusCode).toBe(400)
    expect((await browser.call('GET', `document-drafts/${draft.id}`)).json()).toMatchObject({ version: 1 })
  })

  it('asks which unit issued it where several have the name, and takes the answer', async () => {
    const { browser } = await officeWithClerk()
    const name = 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh'
    const [a, b] = [await makeUnit(world, { name }), await makeUnit(world, { name })]
    const draft = await takeIn(browser, departmentLetter(23, 'Hai sở một tên'))
    const [first] = draft.uncertainPieces
    expect(first).toMatchObject({ code: 'issuer_several' })
    const changes = first?.proposals.map((p) => p.change) ?? []
    expect(changes.sort(byUnit)).toEqual([
      { what: 'issuer', unitId: a.id },
      { what: 'issuer', unitId: b.id },
      { what: 'keep' },
    ])
    const pieces = piecesOf(draft)
    pieces.issuerUnitId = b.id
    const saved = await browser.call('PUT', `document-drafts/${draft.id}`, {
      version: 1,
      pieces,
      settled: [],
    })
    expect(saved.json()).toMatchObject({ issuer: { id: b.id } })
    pieces.issuerUnitId = newId()
    const made = await browser.call('PUT', `document-drafts/${draft.id}`, { version: 2, pieces, settled: [] })
    expect(made.json()).toMatchObject({ issuer: null })
  })
})

describe('confirming', () => {
  it('makes a received document with clauses and citations, once however often it is sent', async () => {
    const { office, browser } = await officeWithClerk()
    const draft = await takeIn(browser, departmentLetter(31, 'Xác nhận'))
    const requestId = newId()
    const confirm = () =>
      browser.call('POST', `document-drafts/${draft.id}/confirm`, { version: 1 }, { requestId })
    const answers = await Promise.all([confirm(), confirm()])
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200])
    expect((await confirm()).json()).toEqual({ id: draft.id })
    const again = await browser.call('POST', `document-drafts/${draft.id}/confirm`, { version: 1 })
    expect(again.json()).toMatchObject({ status: 409, code: 'library.confirmed_already' })
    expect((await browser.call('GET', 'document-drafts')).json()).toEqual({ rows: [] })

    const document = (await browser.call('GET', `documents/${draft.id}`)).json<Document>()
    expect(document).toMatchObject({
      origin: 'received',
      number: '31',
      symbol: 'KH-SGDĐT',
      issuedOn: '2023-12-18',
      subject: 'Xác nhận',
      mine: true,
      holder: { id: office.id },
      papers: 'none',
      files: [{ kind: 'original', name: 'ke-hoach.txt' }],
      may: ['document.plan_from'],
    })
    const clauses: { path: string; kind: string; words: string; start: number; end: number }[] =
      document.clauses
    expect(clauses.map((c) => [c.path, c.kind])).toEqual([
      ['I', 'heading'],
      ['I.1', 'heading'],
      ['I.1.-1', 'purpose'],
      ['I.2', 'heading'],
      ['I.2.-1', 'requirement'],
      ['I.2.-2', 'requirement'],
      ['II', 'heading'],
      ['II.1', 'heading'],
      ['II.1.a', 'content'],
      ['II.1.b', 'content'],
      ['II.2', 'heading'],
      ['II.2.a', 'form'],
      ['III', 'heading'],
      ['III.1', 'heading'],
      ['III.1.-1', 'responsibility'],
      ['III.2', 'heading'],
      ['III.2.-1', 'responsibility'],
      ['III.-1', 'responsibility'],
    ])
    for (const c of clauses) expect(document.text.slice(c.start, c.end)).toContain(c.words.slice(0, 20))
    expect(document.citations.map((c) => c.numberSymbol)).toEqual([
      '418/QĐ-UBND',
      '286/KH-UBND',
      '301/KH-UBND',
      '286/KH-UBND',
    ])
    expect(document.recipients.map((r) => r.purpose)).toEqual(['report', 'carry out', 'archive'])
    const events = await read(world.system(), '*', (trx) =>
      trx
        .selectFrom('events')
        .select(['verb', 'subjects'])
        .where('unit_id', '=', office.id)
        .where('verb', '=', 'document.confirm')
        .execute(),
    )
    expect(events).toHaveLength(1)
    expect(JSON.stringify(events)).not.toContain('Xác nhận')
  })

  it('refuses what has no subject, and an older version', async () => {
    const { browser } = await officeWithClerk()
    const draft = await takeIn(browser, departmentLetter(32, 'Thiếu trích yếu'))
    const pieces = piecesOf(draft)
    pieces.header.subject = null
    await browser.call('PUT', `document-drafts/${draft.id}`, { version: 1, pieces, settled: [] })
    const old = await browser.call('POST', `document-drafts/${draft.id}/confirm`, { version: 1 })
    expect(old.json()).toMatchObject({ code: 'common.changed_meanwhile' })
    const incomplete = await browser.call('POST', `document-drafts/${draft.id}/confirm`, { version: 2 })
    expect(incomplete.statusCode).toBe(422)
    expect(incomplete.json<{ errors: unknown }>().errors).toEqual([
      { path: 'pieces.header.subject', message: 'Trích yếu' },
    ])
    expect((await browser.call('GET', `documents/${draft.id}`)).statusCode).toBe(404)
  })

  it('warns when the same document was received in another file, and links what cites it', async () => {
    const { browser } = await officeWithClerk()
    const first = await takeIn(browser, departmentLetter(286, 'Kế hoạch năm').replace('KH-SGDĐT', 'KH-UBND'))
    await browser.call('POST', `document-drafts/${first.id}/confirm`, { version: 1 })
    const second = await takeIn(
      browser,
      `${departmentLetter(286, 'Kế hoạch năm').replace('KH-SGDĐT', 'KH-UBND')}\nBản chụp lại`,
    )
    expect(second.duplicates.map((d) => d.id)).toEqual([first.id])
    // Another day of the year may be a slip of one of them; another year is another document.
    const dated = (day: string) =>
      takeIn(
        browser,
        departmentLetter(286, 'Kế hoạch năm')
          .replace('KH-SGDĐT', 'KH-UBND')
          .replace('18 tháng 12 năm 2023', day),
      )
    expect((await dated('20 tháng 12 năm 2023')).duplicates.map((d) => d.id)).toEqual([first.id])
    expect((await dated('18 tháng 12 năm 2022')).duplicates).toEqual([])
    const citing = await takeIn(browser, departmentLetter(33, 'Viện dẫn'))
    // it is cited with two dates, and with the one of the register it is the document that we have
    expect(citing.matches.map((m) => m.document.id)).toEqual([first.id])
    expect(citing.uncertainPieces.find((u) => u.code === 'two_dates')?.facts).toContainEqual({
      label: 'Trong sổ văn bản',
      value: '18/12/2023',
      documentId: first.id,
    })
  })
})
