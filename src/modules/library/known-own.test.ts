import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { plan } from '../../document/lint/samples.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import type { ImportResult } from '../units/index.ts'
import type { Checked, DocumentBases, KnownList, KnownView } from './known.schema.ts'

type View = z.output<typeof KnownView>

let world: World
let app: FastifyInstance
let clerk: Browser
let other: Browser
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  clerk = await newClerk()
  other = await newClerk()
})

async function newClerk(): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, (await makeUnit(world)).id))
}

async function get<T>(who: Browser, path: string): Promise<T> {
  const answer = await who.call('GET', path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<T>()
}
const list = async (who: Browser, query: string) =>
  (await get<z.output<typeof KnownList>>(who, `known-documents?${query}`)).rows

let count = 4100
const province = (more: object = {}) => ({
  type: 'Kế hoạch',
  numberSymbol: `${(count += 1)}/KH-UBND`,
  issuer: 'Ủy ban nhân dân tỉnh Hà Thanh',
  issuedOn: '2024-01-10',
  title: 'tuyên truyền cải cách hành chính năm 2024',
  inForceFrom: null,
  lastDay: null,
  relations: [] as object[],
  source: 'Công báo tỉnh',
  ...more,
})

async function add(who: Browser, facts: object): Promise<View> {
  const answer = await who.call('POST', 'known-documents', { id: newId(), ...facts })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<View>()
}

/** The shared entry with this number and day, as a unit that has said nothing of it sees it. */
async function sharedEntry(numberSymbol: string, issuedOn: string): Promise<View> {
  const rows = await list(await newClerk(), `q=${encodeURIComponent(numberSymbol)}`)
  const row = rows.find((r) => r.numberSymbol === numberSymbol && r.issuedOn === issuedOn)
  return get<View>(clerk, `known-documents/${row?.id}`)
}

function bodyOf(view: View) {
  const { type, numberSymbol, issuer, issuedOn, title, inForceFrom, lastDay, source } = view
  return {
    type,
    numberSymbol,
    issuer,
    issuedOn,
    title,
    inForceFrom,
    lastDay,
    source,
    relations: view.changedBy,
  }
}

describe('an entry of one’s own', () => {
  it('is added, corrected with a reason, withdrawn and put back; others never see it', async () => {
    const facts = province()
    const made = await add(clerk, facts)
    expect(made).toMatchObject({ whose: 'own', confirmed: true, own: { version: 1 }, shared: null })
    expect((await list(clerk, `q=${facts.numberSymbol}`)).map((r) => r.id)).toEqual([made.id])
    expect(await list(other, `q=${facts.numberSymbol}`)).toEqual([])
    expect((await other.call('GET', `known-documents/${made.id}`)).statusCode).toBe(404)

    const change = (version: number, more: object, reason = 'Theo công báo.') =>
      clerk.call('PUT', `known-documents/${made.id}`, { version, reason, facts: { ...facts, ...more } })
    const corrected = (await change(1, { lastDay: '2024-05-31' })).json<View>()
    expect(corrected).toMatchObject({
      state: 'ended',
      lastDay: '2024-05-31',
      may: ['known.correct', 'known.withdraw'],
    })
    expect(corrected.own?.versions.map((v) => [v.version, v.reason, v.changed])).toEqual([
      [2, 'Theo công báo.', ['lastDay']],
      [1, null, []],
    ])
    expect((await change(1, {})).json()).toMatchObject({ code: 'common.changed_meanwhile' })
    expect((await change(2, { lastDay: '2024-05-31' })).json()).toMatchObject({
      code: 'library.known_unchanged',
    })

    const take = { version: 2, reason: 'Ghi nhầm.' }
    const gone = await clerk.call('POST', `known-documents/${made.id}/withdrawal`, take)
    expect(gone.json<View>()).toMatchObject({
      own: { state: 'withdrawn', version: 3 },
      may: ['known.correct'],
    })
    expect(await list(clerk, `q=${facts.numberSymbol}`)).toEqual([])
    expect((await list(clerk, 'whose=withdrawn')).map((r) => r.id)).toContain(made.id)
    expect((await change(3, {}, 'Ghi lại.')).json<View>()).toMatchObject({
      own: { state: 'stands', version: 4 },
    })
  })

  it('is refused with a sentence where it can’t be, or is on record already', async () => {
    const there = await add(clerk, province())
    const cases: [object, string][] = [
      [province({ numberSymbol: '15' }), 'library.known_number'],
      [province({ issuedOn: '2031-01-01' }), 'library.known_ahead'],
      [province({ issuedOn: null }), 'library.known_no_day'],
      [province({ inForceFrom: '2024-02-01', lastDay: '2024-01-31' }), 'library.known_period'],
      [province({ numberSymbol: `0${there.numberSymbol}` }), 'library.known_there'],
      [province({ numberSymbol: there.numberSymbol, issuer: 'UBND' }), 'library.known_ambiguous'],
      [
        province({
          type: 'Nghị quyết',
          numberSymbol: '76/NQ-CP',
          issuer: 'Chính phủ',
          issuedOn: '2021-07-16',
        }),
        'library.known_contradicts',
      ],
      [province({ relations: [{ kind: 'replaced', by: 'x', date: null, id: newId() }] }), 'common.not_found'],
    ]
    for (const [facts, code] of cases) {
      const answer = await clerk.call('POST', 'known-documents', { id: newId(), ...facts })
      expect(answer.json<{ code: string }>().code, answer.body).toBe(code)
    }
    // The same number of another day, and of another province, is another document.
    await add(clerk, province({ numberSymbol: there.numberSymbol, issuedOn: '2023-01-10' }))
    await add(clerk, province({ numberSymbol: there.numberSymbol, issuer: 'Ủy ban nhân dân tỉnh Đồng Xanh' }))
    // What another unit has written down does not stand in the way; an id that it has does.
    await add(other, province({ numberSymbol: there.numberSymbol }))
    const taken = await other.call('POST', 'known-documents', { id: there.id, ...province() })
    expect(taken.json()).toMatchObject({ code: 'common.request_reused' })
  })

  it('is one thing, sent twice at once or by two people', async () => {
    const facts = province()
    const id = newId()
    const send = () => clerk.call('POST', 'known-documents', { id, ...facts }, { requestId: id })
    const twice = await Promise.all([send(), send()])
    expect(twice.map((a) => a.statusCode)).toEqual([200, 200])
    const same = province()
    const two = await Promise.all(
      [1, 2].map(() => clerk.call('POST', 'known-documents', { id: newId(), ...same })),
    )
    expect(two.map((a) => a.statusCode).sort()).toEqual([200, 409])
  })

  it('is kept by those who work on documents', async () => {
    const inspector = await makePerson(world, (await makeUnit(world)).id, { roles: ['inspector'] })
    const browser = await signedIn(world, app, inspector)
    const answer = await browser.call('POST', 'known-documents', { id: newId(), ...province() })
    expect(answer.statusCode).toBe(403)
    expect((await get<z.output<typeof KnownList>>(browser, 'known-documents')).may).toEqual([])
  })

  it('names what changed it, picked from the register or in words', async () => {
    const newer = await add(clerk, province())
    const older = await add(
      clerk,
      province({
        relations: [
          { kind: 'replaced', by: newer.numberSymbol, date: newer.issuedOn, id: newer.id },
          { kind: 'corrected', by: '7/ĐC-UBND', date: null, id: null },
        ],
      }),
    )
    expect(older.changedBy.map((c) => [c.kind, c.by, c.id])).toEqual([
      ['replaced', newer.numberSymbol, newer.id],
      ['corrected', '7/ĐC-UBND', null],
    ])
    expect((await get<View>(clerk, `known-documents/${newer.id}`)).changes).toMatchObject([{ id: older.id }])
  })
})

describe('one’s own word over a shared entry', () => {
  it('stands in its place for this unit alone, beside what all have, until it is withdrawn', async () => {
    const shared = await sharedEntry('76/NQ-CP', '2021-07-15')
    const before = await sharedEntry('76/NQ-CP', '2021-07-15')
    const says = { ...bodyOf(shared), lastDay: '2024-05-31' }
    const answer = await clerk.call('PUT', `known-documents/${shared.id}`, {
      version: 0,
      reason: 'Theo nghị quyết mới.',
      facts: says,
    })
    expect(answer.json<View>(), answer.body).toMatchObject({
      id: shared.id,
      whose: 'own_word',
      state: 'ended',
      lastDay: '2024-05-31',
      shared: { lastDay: null },
      own: { version: 1, versions: [{ reason: 'Theo nghị quyết mới.', changed: ['lastDay'] }] },
    })
    expect((await list(clerk, 'q=76/NQ-CP')).filter((r) => r.id === shared.id)).toMatchObject([
      { whose: 'own_word', state: 'ended' },
    ])
    expect((await list(clerk, 'whose=own')).map((r) => r.id)).toContain(shared.id)
    const elsewhere = await get<View>(other, `known-documents/${shared.id}`)
    expect(elsewhere).toMatchObject({ whose: 'shared', state: before.state, own: null, shared: null })

    const gone = await clerk.call('POST', `known-documents/${shared.id}/withdrawal`, {
      version: 1,
      reason: 'Đọc nhầm.',
    })
    expect(gone.json<View>()).toMatchObject({
      whose: 'shared',
      state: before.state,
      own: { state: 'withdrawn' },
    })
    const again = { version: 2, reason: 'x' }
    const none = await clerk.call('POST', `known-documents/${shared.id}/withdrawal`, again)
    expect(none.json()).toMatchObject({ code: 'library.known_not_own' })
  })
})

describe('checks', () => {
  it('follow what the unit has written down, and nobody else’s', async () => {
    const mine = await newClerk()
    const facts = province({ issuedOn: '2023-12-10', lastDay: '2023-12-31' })
    const { numberSymbol } = facts
    const text = plan.replace(
      /Nghị định số 71[^;]*;/,
      `Kế hoạch số ${numberSymbol} ngày 10 tháng 12 năm 2023 của Ủy ban nhân dân tỉnh Hà Thanh về tuyên truyền;`,
    )
    expect(text).toContain(numberSymbol)
    const told = async (who: Browser) => {
      const answer = await who.call('POST', 'texts/check', { text })
      const { findings } = answer.json<z.output<typeof Checked>>()
      const at = text.indexOf(numberSymbol)
      const codes = findings.filter((f) => f.start <= at && f.end > at).map((f) => f.code)
      return codes.filter((code) => code === 'citation_unknown' || code === 'basis_expired')
    }
    expect(await told(mine)).toEqual(['citation_unknown'])
    await add(mine, facts)
    expect(await told(mine)).toEqual(['basis_expired'])
    expect(await told(other)).toEqual(['citation_unknown'])

    const id = newId()
    await mine.call('PUT', `documents/${id}?name=a.txt`, Buffer.from(text))
    // On a busy machine the reading takes longer than a request waits, and a job goes on with it.
    await drainJobs(world.system(), (kind) => kind === 'document.read')
    const { version } = await get<{ version: number }>(mine, `document-drafts/${id}`)
    const done = await mine.call('POST', `document-drafts/${id}/confirm`, { version })
    expect(done.statusCode, done.body).toBe(200)
    const { restsOn } = await get<z.output<typeof DocumentBases>>(mine, `documents/${id}/bases`)
    expect(restsOn.find((b) => b.name === `Kế hoạch ${numberSymbol}`)).toMatchObject({
      state: 'ended',
      lastDay: '2023-12-31',
    })
  })
})

describe('files', () => {
  const send = async (who: Browser, bytes: Buffer, dryRun: boolean) => {
    const answer = await who.call('POST', `known-documents/import?dryRun=${dryRun}`, bytes)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json<z.output<typeof ImportResult>>()
  }
  const head =
    'Loại,"Số, ký hiệu",Ngày ban hành,Cơ quan ban hành,Trích yếu,Đến hết ngày,Được thay đổi bởi,Nguồn'
  const csv = (...lines: string[]) => Buffer.from([head, ...lines].join('\n'))

  it.each(['xlsx', 'csv', 'json'])(
    'what goes out as .%s comes in again and changes nothing',
    async (format) => {
      const mine = await newClerk()
      await add(
        mine,
        province({
          title: '=1+1, "trích" yếu; lạ',
          lastDay: '2024-05-31',
          relations: [
            { kind: 'amended', by: '8/KH-UBND', date: '2024-02-01', id: null },
            { kind: 'replaced', by: 'Luật Lưu giữ; phần hai', date: null, id: null },
          ],
        }),
      )
      const answer = await mine.call('GET', `known-documents.${format}`)
      expect(answer.statusCode).toBe(200)
      if (format === 'csv') expect(answer.body).toContain(`'=1+1`)
      const result = await send(mine, answer.rawPayload, true)
      expect(result.rows.filter((row) => row.what !== 'same')).toEqual([])
      expect(result.counts.same).toBeGreaterThan(100)
      // Elsewhere the entry is new, and comes out the same again.
      const elsewhere = await newClerk()
      expect(await send(elsewhere, answer.rawPayload, false)).toMatchObject({
        done: true,
        counts: { add: 1, change: 0 },
      })
      const own = async (who: Browser) => (await who.call('GET', 'known-documents.csv?whose=own')).body
      expect(await own(elsewhere)).toBe(await own(mine))
    },
  )

  it('says row by row what is new, the same, different or wrong, and then does it once', async () => {
    const mine = await newClerk()
    const same = await add(mine, province())
    const rest = `${same.issuer},${same.title}`
    const good = [
      `Kế hoạch,${same.numberSymbol},10/01/2024,${rest},,,Công báo tỉnh`,
      `Nghị quyết,76/NQ-CP,15/07/2021,Chính phủ,,31/12/2023,bãi bỏ bởi 9/NQ-CP (01/01/2024),`,
      `Kế hoạch,9001/KH-UBND,11/01/2024,${rest},,,Công báo tỉnh`,
    ]
    const bad = [
      `Kế hoạch,9002/KH-UBND,31/02/2024,${rest},,,Công báo tỉnh`,
      `Kế hoạch,9003,11/01/2024,${rest},,đổi bởi 5/KH,Công báo tỉnh`,
      `Kế hoạch,9001/KH-UBND,11/01/2024,${rest},,,Công báo tỉnh`,
      `,9004/KH-UBND,,,,,,`,
    ]
    const looked = await send(mine, csv(...good, ...bad), false)
    expect(looked).toMatchObject({ done: false, counts: { all: 7, add: 1, change: 1, same: 1, error: 4 } })
    const messages = Object.fromEntries(
      looked.rows.map((r) => [r.row, r.issues.map((i) => `${i.column}: ${i.message}`)]),
    )
    expect(messages[5]).toEqual(['Ngày ban hành: “31/02/2024” không phải ngày; ghi như 15/08/2024'])
    expect(messages[6]).toEqual([
      'Được thay đổi bởi: “đổi bởi 5/KH”: bắt đầu bằng “thay thế bởi”, “sửa đổi, bổ sung bởi”, “đính chính bởi”, “bãi bỏ bởi” hoặc “hợp nhất tại”',
      'Số, ký hiệu: Ghi số kèm ký hiệu, như 255/KH-UBND',
    ])
    expect(messages[7]).toEqual(['Số, ký hiệu: Trùng với dòng 4'])
    expect(messages[8]).toHaveLength(5)
    expect(looked.rows.find((r) => r.row === 3)?.words).toBe(
      'Đến hết ngày: 31/12/2023 (đang ghi: chưa ghi); Được thay đổi bởi: bãi bỏ bởi 9/NQ-CP (01/01/2024) (đang ghi: chưa ghi)',
    )
    expect(await list(mine, 'whose=own')).toHaveLength(1)

    const both = await Promise.all([send(mine, csv(...good), false), send(mine, csv(...good), false)])
    expect(both.map((b) => b.counts.add).sort()).toEqual([0, 1])
    const rows = await list(mine, 'whose=own')
    expect(rows.map((r) => [r.numberSymbol, r.whose, r.lastDay])).toEqual([
      ['9001/KH-UBND', 'own', null],
      [same.numberSymbol, 'own', null],
      ['76/NQ-CP', 'own_word', '2023-12-31'],
    ])
    const { rows: events } = await world.database.pool.query<{ n: number }>(
      `select jsonb_array_length(subjects) as n from ${testHome}.events where verb = 'known_entry.import'
       and subjects::text like '%' || (select id from ${testHome}.known_entry_versions v join ${testHome}.known_entries e on e.id = v.entry_id where v.number_symbol = '9001/KH-UBND') || '%'`,
    )
    expect(events).toEqual([{ n: 2 }])
  })

  it('is refused with a sentence where it can’t be read', async () => {
    const cases: [Buffer, string][] = [
      [Buffer.from('một,hai\nba,bốn'), 'library.known_no_heads'],
      [Buffer.from('{"items": [1]}'), 'library.known_bad_json'],
      [Buffer.from(head), 'units.file_empty'],
    ]
    for (const [bytes, code] of cases) {
      const answer = await clerk.call('POST', 'known-documents/import?dryRun=true', bytes)
      expect(answer.json<{ code: string }>().code).toBe(code)
    }
    const template = await clerk.call('GET', 'known-documents/import/template')
    expect(await send(clerk, template.rawPayload, true)).toMatchObject({
      counts: { all: 2, add: 2, error: 0 },
    })
  })
})
