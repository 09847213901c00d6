import type { FastifyInstance } from 'fastify'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { plan } from '../../document/lint/samples.ts'
import { newId } from '../../platform/ids.ts'
import type { Checked, DocumentBases, KnownList, KnownView } from './known.schema.ts'

let world: World
let app: FastifyInstance
let browser: Browser
let outsider: Browser
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  browser = await signedIn(world, app, await makePerson(world, (await makeUnit(world)).id))
  outsider = await signedIn(world, app, await makePerson(world, (await makeUnit(world)).id))
})

async function get<T>(who: Browser, path: string): Promise<T> {
  const answer = await who.call('GET', path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<T>()
}

const list = async (query: string) => get<z.output<typeof KnownList>>(browser, `known-documents?${query}`)

describe('the register of known documents', () => {
  it('is searched by number, title and issuer, and filtered by validity', async () => {
    // The number itself, and a title that names it.
    const { rows } = await list('q=30c/NQ-CP')
    expect(rows.map((row) => row.numberSymbol)).toEqual(['76/NQ-CP', '30c/NQ-CP'])
    expect(rows.slice(1)).toMatchObject([{ type: 'Nghị quyết', issuedOn: '2011-11-08', issuer: 'Chính phủ' }])
    expect((await list(`q=${encodeURIComponent('76/NQ')}`)).rows.map((r) => r.issuedOn)).toEqual([
      '2021-07-15',
      '2013-06-13',
    ])
    expect((await list('q=luu tru')).rows.length).toBeGreaterThan(1)
    const ended = (await list('state=ended')).rows
    expect(ended.length).toBeGreaterThan(0)
    expect(ended.every((row) => row.lastDay !== null)).toBe(true)
  })

  it('is paged, each once', async () => {
    const first = await list('')
    expect(first.rows).toHaveLength(100)
    const second = await list(`cursor=${first.nextCursor ?? ''}`)
    const ids = [...first.rows, ...second.rows].map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(second.nextCursor).toBeNull()
  })

  it('shows what changed an entry, and what it changed', async () => {
    const [row] = (await list('q=61/2018/NĐ-CP')).rows.filter((r) => r.numberSymbol === '61/2018/NĐ-CP')
    const entry = await get<z.output<typeof KnownView>>(browser, `known-documents/${row?.id}`)
    expect(entry.changedBy.map((c) => [c.kind, c.by, c.id !== null])).toEqual([
      ['amended', '107/2021/NĐ-CP', true],
      ['replaced', '118/2025/NĐ-CP', true],
    ])
    const newer = await get<z.output<typeof KnownView>>(browser, `known-documents/${entry.changedBy[1]?.id}`)
    expect(newer.changes).toMatchObject([{ kind: 'replaced', name: 'Nghị định 61/2018/NĐ-CP' }])
    expect((await browser.call('GET', `known-documents/${newId()}`)).statusCode).toBe(404)
  })

  it('goes out as a workbook', async () => {
    const answer = await browser.call('GET', 'known-documents.xlsx?q=30c/NQ-CP')
    expect(answer.statusCode).toBe(200)
    const book = new excel.Workbook()
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    expect(book.worksheets[0]?.getRow(6).getCell(2).value).toBe('30c/NQ-CP')
  })
})

describe('what rests on what', () => {
  it('is shown both ways, as far as one may read', async () => {
    const id = newId()
    const text = plan.replace(
      /Nghị định số 71[^;]*;/,
      'Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành chính;',
    )
    await browser.call('PUT', `documents/${id}?name=a.txt`, Buffer.from(text))
    const done = await browser.call('POST', `document-drafts/${id}/confirm`, { version: 1 })
    expect(done.statusCode, done.body).toBe(200)
    const bases = await get<z.output<typeof DocumentBases>>(browser, `documents/${id}/bases`)
    const decree = bases.restsOn.find((b) => b.name === 'Nghị định 63/2010/NĐ-CP')
    expect(decree).toMatchObject({ date: '2010-06-08', state: 'open' })
    const cited = async (who: Browser) =>
      (await get<z.output<typeof KnownView>>(who, `known-documents/${decree?.knownId}`)).citedBy.map(
        (d) => d.id,
      )
    expect(await cited(browser)).toEqual([id])
    expect(await cited(outsider)).toEqual([])
    expect((await outsider.call('GET', `documents/${id}/bases`)).statusCode).toBe(404)
  })
})

it('a text is checked with sentences in the language of the person, and nothing is kept', async () => {
  const text = plan.replace('ngày 08 tháng', 'ngày 8 tháng')
  const answer = await browser.call('POST', 'texts/check', { text })
  expect(answer.statusCode, answer.body).toBe(200)
  const { findings } = answer.json<z.output<typeof Checked>>()
  expect(findings.find((f) => f.code === 'day_padding')).toMatchObject({
    sentence: 'Ngày nhỏ hơn 10 phải ghi thêm số 0 phía trước.',
    correction: { words: '08' },
  })
  // The unit has registered another abbreviation than the sample's.
  expect(findings.map((f) => f.code)).toContain('symbol_registered')
})
