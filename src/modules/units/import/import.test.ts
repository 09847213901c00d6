import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../../test/support/make.ts'
import { newId } from '../../../platform/ids.ts'
import { readCsv } from './csv.ts'
import { importUnits } from './import.service.ts'
import { readSheet } from './read-sheet.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let admin: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { name: 'Phòng GD&ĐT huyện Vân Sơn', kind: 'education_office' })
  admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
})

const head = 'Mã,Loại,Tên,Tên ngắn,Chữ viết tắt,Địa danh,Cấp trên hành chính,Cấp trên chuyên môn,Từ ngày'
const csv = (...lines: string[]) => Buffer.from(`\uFEFF${[head, ...lines].join('\r\n')}\r\n`)
const send = async (bytes: Buffer, dryRun: boolean, browser = admin) =>
  browser.call('POST', `units/import?dryRun=${dryRun}`, bytes)
const countUnits = async () =>
  Number(
    (await sql<{ n: number }>`select count(*) as n from shared.units`.execute(world.database.db)).rows[0]?.n,
  )

async function xlsx(rows: (string | number | Date)[][]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Đơn vị')
  for (const row of rows) sheet.addRow(row)
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe('importing units', () => {
  it('puts them under a superior of another home by its code, which only this home’s own units change', async () => {
    const department = await makeUnit(world, {
      name: 'Sở ở tỉnh khác',
      kind: 'department',
      home: 'home_khac',
    })
    const line = (superior: string) => csv(`th-xa,TH,Trường TH Xa,TH Xa,THX,Vân Sơn,,${superior},2020-01-02`)
    const byName = await importUnits(world.system(), line('Sở ở tỉnh khác'), { dryRun: true })
    expect(byName.counts).toMatchObject({ error: 1 })
    const system = { ...world.system(), locale: 'vi' as const }
    expect((await importUnits(system, line(department.code), { dryRun: false })).counts).toMatchObject({
      add: 1,
    })
    expect((await importUnits(system, line(department.code), { dryRun: false })).counts).toMatchObject({
      same: 1,
    })
    const { rows } = await sql<{ above: string; home: string }>`
      select s.superior_id as above, u.home from shared.unit_superiors s join shared.units u on u.id = s.unit_id
      where u.code = 'th-xa'`.execute(world.database.db)
    expect(rows).toEqual([{ above: department.id, home: testHome }])
    const taken = csv(`${department.code},department,Sở,Sở,S,Vân Sơn,,,2020-01-02`)
    expect((await importUnits(system, taken, { dryRun: true })).counts).toMatchObject({ error: 1 })
  })

  it('shows what would happen, does it all in one go, and the same file again changes nothing', async () => {
    const file = csv(
      `th-mot,Trường tiểu học,"Trường Tiểu học ""Số Một""",TH Số Một,THSM,Vân Sơn,,${office.code},15/8/2019`,
      `,MN,Trường Mầm non Họa Mi,MN Họa Mi,MNHM,Vân Sơn,TH Số Một,phòng gd&đt huyện vân sơn,2020-01-02`,
    )
    const before = await countUnits()
    const dry = await send(file, true)
    expect(dry.json()).toMatchObject({
      done: false,
      counts: { all: 2, add: 2, error: 0 },
      rows: [
        { row: 2, code: 'th-mot', what: 'add', issues: [] },
        {
          row: 3,
          code: 'mn-hoa-mi',
          words:
            'Thêm, dưới TH Số Một (hành chính), dưới Phòng GD&ĐT huyện Vân Sơn (chuyên môn), từ 02/01/2020',
        },
      ],
    })
    expect(await countUnits()).toBe(before)
    expect((await send(file, false)).json()).toMatchObject({ done: true, counts: { add: 2 } })
    expect(await countUnits()).toBe(before + 2)
    const list = (await admin.call('GET', 'units?q=so+mot')).json<{ units: { id: string }[] }>()
    expect(list.units).toMatchObject([{ code: 'th-mot', name: 'Trường Tiểu học "Số Một"' }])
    const { rows: standing } = await sql<{ day: string }>`
      select s.valid_from as day from shared.unit_superiors s join shared.units u on u.id = s.unit_id
      where u.code = 'th-mot'`.execute(world.database.db)
    expect(standing, 'older than the office: under it since that begins').toEqual([{ day: '2020-01-01' }])
    expect((await send(file, false)).json()).toMatchObject({
      done: true,
      counts: { same: 2, add: 0, change: 0 },
    })
    expect(await countUnits()).toBe(before + 2)
  })

  it('names what is wrong row by row in the language of the reader, and then does nothing at all', async () => {
    const before = await countUnits()
    const file = csv(
      `Mã Sai,Trường tiểu học,Trường A,,TA,Vân Sơn,,${office.code},`,
      `tot,Trường tiểu học,Trường Tốt,,TT,Vân Sơn,,${office.code},`,
      `tot,Cung trăng,Trường B,,,Vân Sơn,,khong-co,31/02/2024`,
      `vong-1,TH,Vòng Một,,V1,Vân Sơn,vong-2,${office.code},`,
      `vong-2,TH,Vòng Hai,,V2,Vân Sơn,vong-1,${office.code},`,
      `ngoai,TH,Ngoài,,N,Vân Sơn,,,`,
    )
    const lone = await makeUnit(world, {
      administration: office.id,
      profession: office.id,
      kind: 'department',
    })
    const under = await signedIn(world, app, await makePerson(world, lone.id, { roles: ['admin'] }))
    const answer = (await send(file, false)).json<{
      rows: { row: number; issues: { column: string; message: string }[] }[]
    }>()
    expect(answer).toMatchObject({ done: false, counts: { all: 6, error: 4, add: 2 } })
    const messages = Object.fromEntries(
      answer.rows.map((r) => [r.row, r.issues.map((i) => `${i.column}: ${i.message}`)]),
    )
    expect(messages[2]).toEqual(['Mã: Mã chỉ gồm chữ thường không dấu, số và gạch nối, tối đa 60 chữ'])
    expect(messages[4]).toEqual([
      'Loại: Không có loại “Cung trăng”',
      'Chữ viết tắt: Chưa ghi',
      'Từ ngày: “31/02/2024” không phải ngày; ghi như 15/08/2024',
      'Mã: Mã “tot” trùng với dòng 3',
      'Cấp trên chuyên môn: Không tìm thấy “khong-co”; ghi mã hoặc tên của đơn vị cấp trên',
    ])
    expect(messages[5]).toEqual(['Cấp trên hành chính: Cấp trên nối vòng tròn'])
    expect(await countUnits()).toBe(before + 1)
    const theirs = (await send(csv(`x,TH,X,,X,Vân Sơn,,${office.code},`), true, under)).json<object>()
    expect(theirs).toMatchObject({
      rows: [{ issues: [{ message: 'Chỉ thêm được đơn vị dưới cơ quan anh chị' }] }],
    })
  })

  it('changes units it knows: a new name and a new superior from a day', async () => {
    const school = await makeUnit(world, { name: 'Trường Cũ', profession: office.id })
    const other = await makeUnit(world, { kind: 'district_office', name: 'Phòng Mới', profession: office.id })
    const file = csv(`${school.code},,Trường Mới,Trường Mới,DVM,Vân Sơn,,${other.code},17/6/2024`)
    expect((await send(file, false)).json()).toMatchObject({
      done: true,
      rows: [{ what: 'change', words: 'Đổi tên gọi, dưới Phòng Mới (chuyên môn), từ 17/06/2024' }],
    })
    expect((await admin.call('GET', `units/${school.id}`)).json()).toMatchObject({
      names: [
        { from: '2024-06-17', name: 'Trường Mới' },
        { until: '2024-06-17', name: 'Trường Cũ' },
      ],
      superiors: [{ from: '2024-06-17', unit: { id: other.id } }, { until: '2024-06-17' }],
    })
  })

  it('is one thing when it is sent twice at once', async () => {
    const file = csv(`hai-lan,TH,Hai Lần,,HL,Vân Sơn,,${office.code},`)
    const requestId = newId()
    const call = () => admin.call('POST', 'units/import?dryRun=false', file, { requestId })
    const both = await Promise.all([call(), call()])
    expect(both.map((b) => b.json<{ done: boolean }>().done)).toEqual([true, true])
    const clash = csv(`ca-hai,TH,Cả Hai,,CH,Vân Sơn,,${office.code},`)
    const two = await Promise.all([send(clash, false), send(clash, false)])
    expect(two.map((b) => b.statusCode).sort()).toSatisfy((s: number[]) => s[0] === 200 && s[1] !== 500)
    const { rows } = await sql`select 1 from shared.units where code in ('hai-lan', 'ca-hai')`.execute(
      world.database.db,
    )
    expect(rows).toHaveLength(2)
  })

  it('is for administrators', async () => {
    const clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
    expect((await send(csv('a,TH,A,,A,Vân Sơn,,,'), true, clerk)).json()).toMatchObject({
      status: 403,
      code: 'units.import_admin_only',
    })
  })

  it('takes 4,000 units of a province', async () => {
    const lines = ['tinh-x,UBND cấp tỉnh,UBND tỉnh X,,UBND,X,,,']
    for (let c = 0; c < 200; c += 1) lines.push(`xa-${c},UBND cấp xã,UBND xã ${c},,UBND,X,tinh-x,tinh-x,`)
    for (let s = 0; s < 3799; s += 1)
      lines.push(`tr-${s},TH,Trường ${s},,T${s},X,xa-${s % 200},xa-${(s * 7) % 200},`)
    const done = await importUnits(world.system(), csv(...lines), { dryRun: false })
    expect(done).toMatchObject({ done: true, counts: { add: 4000, error: 0 } })
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from shared.unit_closure c join shared.units u on u.id = c.ancestor_id
      where u.code = 'tinh-x' and c.line = 'administration'`.execute(world.database.db)
    expect(rows[0]?.n).toBe(3999)
  })
})

describe('reading a file', () => {
  it('takes .xlsx with dates, numbers and a title over the heads, and gives formulas as their saved value', async () => {
    const table = await readSheet(
      await xlsx([
        ['Danh sách đơn vị'],
        ['Code', 'Kind', 'Name', 'From'],
        ['a', 'Primary school', 'Trường A', new Date('2019-08-15T00:00:00Z')],
        ['b', 'Primary school', 12, ''],
      ]),
    )
    expect(table[2]?.[3]).toBe('2019-08-15')
    expect(table[3]?.[2]).toBe('12')
    const system = world.system()
    const dry = await importUnits(
      { ...system, locale: 'en' },
      await xlsx([
        ['Units'],
        ['Code', 'Kind', 'Full name', 'Abbreviation', 'Place', 'Superior (profession)', 'From'],
        ['a-x', 'Primary school', 'School A', 'A', 'Vân Sơn', office.code, new Date('2021-08-15T00:00:00Z')],
        ['a-y', 'Spaceship', 'School B', 'B', 'Vân Sơn', office.code, ''],
      ]),
      { dryRun: true },
    )
    expect(dry.rows).toMatchObject([
      { row: 4, issues: [{ column: 'Kind', message: 'There is no kind “Spaceship”' }] },
      { row: 3, words: 'Add, under Phòng GD&ĐT huyện Vân Sơn (profession), from 15/08/2021' },
    ])
  })

  it('refuses what is too large, too old, damaged or of another encoding, with a sentence', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const cases: [Buffer, string][] = [
      [Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), 'units.file_too_large'],
      [old, 'units.file_old_excel'],
      [Buffer.from('PK\u0003\u0004 not a zip at all'), 'units.file_damaged'],
      [Buffer.from([0x4d, 0xe3, 0x2c, 0x54]), 'units.file_encoding'],
      [Buffer.from('một,hai\nba,bốn'), 'units.file_no_heads'],
      [Buffer.from(head), 'units.file_empty'],
      [csv(...Array.from({ length: 5001 }, (_, i) => `m${i},TH,T,,T,V,,,`)), 'units.file_too_many'],
    ]
    for (const [bytes, code] of cases)
      expect((await send(bytes, true)).json<{ code: string }>().code, code).toBe(code)
  })

  it('does not unzip a bomb', async () => {
    const big = await xlsx(Array.from({ length: 3 }, () => ['x'.repeat(32_000)]))
    expect(await readSheet(big)).toHaveLength(3)
    const bomb = await bombOf(80 * 1024 * 1024)
    expect(bomb.length).toBeLessThan(500_000)
    await expect(readSheet(bomb)).rejects.toMatchObject({ code: 'units.file_too_large' })
  })

  it('parts .csv by comma, semicolon or tab, with quotes over lines', () => {
    expect(readCsv('a;b\r\n"một; ""hai""\nba";4', 10)).toEqual([
      ['a', 'b'],
      ['một; "hai"\nba', '4'],
    ])
    expect(readCsv('a\tb\n1\t2', 1)).toEqual([['a', 'b']])
    expect(readCsv('\uFEFFa,b', 5)).toEqual([['a', 'b']])
  })
})

/** A workbook whose one sheet inflates to so many bytes of spaces. */
async function bombOf(bytes: number): Promise<Buffer> {
  const { deflateRawSync, crc32 } = await import('node:zlib')
  const content = Buffer.alloc(bytes, ' ')
  const packed = deflateRawSync(content)
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const fixed = Buffer.alloc(26)
  fixed.writeUInt16LE(20, 0)
  fixed.writeUInt16LE(8, 4)
  fixed.writeUInt32LE(crc32(content), 10)
  fixed.writeUInt32LE(packed.length, 14)
  fixed.writeUInt32LE(bytes, 18)
  fixed.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fixed, name, packed])
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), fixed, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
