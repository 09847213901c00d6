import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'

let world: World
let app: FastifyInstance
let district: MadeUnit
let office: MadeUnit
let school: MadeUnit
let cousin: MadeUnit
let admin: Browser
let clerk: Browser
let schoolAdmin: Browser
let outsider: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  district = await makeUnit(world, { name: 'UBND huyện Vân Sơn', kind: 'people_committee_district' })
  office = await makeUnit(world, {
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    kind: 'education_office',
    abbreviation: 'PGDĐT',
    administration: district.id,
  })
  school = await makeUnit(world, {
    name: 'Trường Tiểu học Vĩnh Hòa',
    administration: district.id,
    profession: office.id,
  })
  await makeUnit(world, { name: 'Trường Tiểu học Đồng Xuân', profession: office.id })
  await makeUnit(world, {
    name: 'Trường Mầm non Sơn Ca',
    kind: 'school_preschool',
    profession: office.id,
    from: '2024-09-01',
  })
  cousin = await makeUnit(world, {
    name: 'Phòng Nội vụ',
    kind: 'district_office',
    administration: district.id,
  })
  admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
  schoolAdmin = await signedIn(world, app, await makePerson(world, school.id, { roles: ['admin'] }))
  outsider = await signedIn(world, app, await makePerson(world, cousin.id, { roles: ['admin'] }))
})

const names = (body: { units: { name: string }[] }) => body.units.map((u) => u.name)
const newUnit = (over: object) => ({
  id: newId(),
  code: `moi-${newId().slice(-10)}`,
  kind: 'school_primary',
  name: 'Trường Tiểu học Mới',
  shortName: 'TH Mới',
  abbreviation: 'THM',
  place: 'Vân Sơn',
  parentLine: null,
  from: '2024-06-01',
  administration: district.id,
  profession: office.id,
  ...over,
})

describe('the list of units', () => {
  it('holds the acting unit and all below it today, by kind and name, and nothing beside or above', async () => {
    const answer = await clerk.call('GET', 'units')
    expect(names(answer.json())).toEqual([
      'Phòng GD&ĐT huyện Vân Sơn',
      'Trường Tiểu học Đồng Xuân',
      'Trường Tiểu học Vĩnh Hòa',
    ])
    expect(answer.json()).toMatchObject({ total: 3, next: null, may: [] })
    expect(names((await outsider.call('GET', 'units')).json())).toEqual(['Phòng Nội vụ'])
    expect((await stranger(app).call('GET', 'units')).statusCode).toBe(401)
  })

  it('is searched with diacritics and without, in either place of the tone mark, and filtered by kind', async () => {
    for (const q of ['vinh hoa', 'Vĩnh Hòa', 'hoà vĩnh', 'VĨNH'])
      expect(names((await clerk.call('GET', `units?q=${encodeURIComponent(q)}`)).json()), q).toEqual([
        'Trường Tiểu học Vĩnh Hòa',
      ])
    expect(names((await clerk.call('GET', 'units?q=%25')).json())).toEqual([])
    const schools = (await clerk.call('GET', 'units?kinds=school_primary')).json<{ total: number }>()
    expect(schools).toMatchObject({
      total: 2,
      kinds: [
        { code: 'education_office', count: 1 },
        { code: 'school_primary', name: 'Trường tiểu học', count: 2 },
      ],
    })
    expect(names((await clerk.call('GET', `units?under=${office.id}`)).json())).toHaveLength(2)
  })

  it('comes in pages that miss and repeat nothing', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 3; page += 1) {
      const body: { units: { name: string }[]; next: string | null } = (
        await clerk.call('GET', `units?limit=1${cursor}`)
      ).json()
      seen.push(...names(body))
      cursor = body.next ? `&cursor=${body.next}` : ''
      expect(cursor === '').toBe(page === 2)
    }
    expect(new Set(seen).size).toBe(3)
    expect((await clerk.call('GET', 'units?cursor=xxxx')).statusCode).toBe(400)
  })

  it('is exported as .xlsx in which no name becomes a formula', async () => {
    const own = await makeUnit(world, { kind: 'department', name: 'Sở thử' })
    await makeUnit(world, { name: '=HYPERLINK("http://x")', administration: own.id })
    const browser = await signedIn(world, app, await makePerson(world, own.id))
    const answer = await browser.call('GET', 'units/export')
    expect(answer.statusCode).toBe(200)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const cells = book.worksheets[0]?.getColumn(3).values ?? []
    expect(cells).toContain('Sở thử')
    expect(cells).toContain(`'=HYPERLINK("http://x")`)
  })
})

describe('one unit', () => {
  it('shows names and superiors on both lines over time to its own and to those above, and to nobody else', async () => {
    const own = (await schoolAdmin.call('GET', `units/${school.id}`)).json<{ superiors: object[] }>()
    expect(own).toMatchObject({
      own: true,
      may: ['unit.rename', 'unit.set_superior', 'unit.reorganise', 'unit.add_below'],
      names: [{ from: '2020-01-01', until: null, name: 'Trường Tiểu học Vĩnh Hòa' }],
      superiors: [
        { line: 'administration', unit: { id: district.id, readable: false } },
        { line: 'profession', unit: { id: office.id, readable: false } },
      ],
    })
    expect((await clerk.call('GET', `units/${school.id}`)).json()).toMatchObject({ own: false, may: [] })
    expect((await admin.call('GET', `units/${school.id}`)).json()).toMatchObject({
      superiors: [{ unit: { readable: false } }, { unit: { id: office.id, readable: true } }],
    })
    expect((await outsider.call('GET', `units/${school.id}`)).statusCode).toBe(404)
    expect((await schoolAdmin.call('GET', `units/${office.id}`)).statusCode).toBe(404)
    expect((await clerk.call('GET', `units/${newId()}`)).statusCode).toBe(404)
  })
})

describe('adding a unit', () => {
  it('is done below the own unit, once however often it is sent', async () => {
    const body = newUnit({ name: 'Trường Tiểu học Bình Minh' })
    const requestId = newId()
    const [one, two] = await Promise.all([
      admin.call('POST', 'units', body, { requestId }),
      admin.call('POST', 'units', body, { requestId }),
    ])
    expect([one.statusCode, two.statusCode]).toEqual([200, 200])
    expect(one.json()).toMatchObject({ id: body.id, superiors: [{}, { unit: { id: office.id } }] })
    expect(two.json()).toEqual(one.json())
    expect(names((await clerk.call('GET', 'units?q=binh+minh')).json())).toHaveLength(1)
    const other = await admin.call('POST', 'units', { ...body, name: 'Khác' }, { requestId })
    expect(other.statusCode).toBe(422)
  })

  it('is refused to others than administrators, and outside the own units', async () => {
    expect((await clerk.call('POST', 'units', newUnit({}))).json()).toMatchObject({
      status: 403,
      code: 'units.add_below_only',
    })
    const aside = newUnit({ profession: null })
    expect((await outsider.call('POST', 'units', aside)).statusCode).toBe(403)
    expect((await admin.call('POST', 'units', newUnit({ code: school.code }))).json()).toMatchObject({
      code: 'units.code_taken',
    })
    expect((await admin.call('POST', 'units', newUnit({ kind: 'moon' }))).statusCode).toBe(400)
    expect((await admin.call('POST', 'units', newUnit({ profession: newId() }))).json()).toMatchObject({
      code: 'units.no_superior',
    })
    const { rows } = await sql`select 1 from shared.units where id = ${aside.id}`.execute(world.database.db)
    expect(rows).toEqual([])
  })

  it('lets a lone agency enter those above it, and then stand under them', async () => {
    const lone = await makeUnit(world, { kind: 'education_office' })
    const browser = await signedIn(world, app, await makePerson(world, lone.id, { roles: ['admin'] }))
    const above = newUnit({ kind: 'department', administration: null, profession: null, from: '2000-01-01' })
    expect((await browser.call('POST', 'units', above)).statusCode).toBe(200)
    const moved = await browser.call('POST', `units/${lone.id}/superiors`, {
      line: 'profession',
      from: '2024-01-01',
      superiorId: above.id,
    })
    expect(moved.json()).toMatchObject({ superiors: [{ line: 'profession', unit: { id: above.id } }] })
  })
})

describe('names and superiors from a day on', () => {
  it('keeps the old name for the days before, and puts right a name that begins on that day', async () => {
    const unit = await makeUnit(world, { name: 'Trường Cấp I Hòa An', profession: office.id })
    const rename = (from: string, name: string) =>
      admin.call('POST', `units/${unit.id}/names`, {
        from,
        name,
        shortName: name.slice(0, 40),
        abbreviation: 'HA',
        place: 'Vân Sơn',
        parentLine: null,
      })
    expect((await rename('2024-01-01', 'Trường TH Hoà An')).statusCode).toBe(200)
    expect((await rename('2024-01-01', 'Trường Tiểu học Hòa An')).json()).toMatchObject({
      names: [
        { from: '2024-01-01', until: null, name: 'Trường Tiểu học Hòa An' },
        { from: '2020-01-01', until: '2024-01-01', name: 'Trường Cấp I Hòa An' },
      ],
    })
    expect((await rename('2022-01-01', 'Trường PTCS Hòa An')).json()).toMatchObject({
      names: [
        { from: '2024-01-01', until: null },
        { from: '2022-01-01', until: '2024-01-01', name: 'Trường PTCS Hòa An' },
        { from: '2020-01-01', until: '2022-01-01' },
      ],
    })
    expect((await rename('2019-01-01', 'Quá sớm')).json()).toMatchObject({ code: 'units.before_begin' })
  })

  it('moves a unit with everything below it, and the reading rights with it', async () => {
    const other = await makeUnit(world, { kind: 'education_office', name: 'Phòng khác' })
    const unit = await makeUnit(world, { profession: office.id })
    const below = await makeUnit(world, { administration: unit.id, profession: unit.id })
    const move = await admin.call('POST', `units/${unit.id}/superiors`, {
      line: 'profession',
      from: '2024-06-17',
      superiorId: other.id,
    })
    // The administrator of the former superior has given it away, and no longer sees it.
    expect(move.statusCode).toBe(200)
    expect((await admin.call('GET', `units/${below.id}`)).statusCode).toBe(404)
    const theirs = await signedIn(world, app, await makePerson(world, other.id))
    expect((await theirs.call('GET', `units/${below.id}`)).json()).toMatchObject({ id: below.id })
  })

  it('refuses a circle, oneself, a superior that is not there yet, and strangers; and then nothing changed', async () => {
    const unit = await makeUnit(world, { administration: office.id })
    const late = await makeUnit(world, { from: '2030-01-01', profession: office.id })
    const set = (browser: Browser, unitId: string, superiorId: string | null) =>
      browser.call('POST', `units/${unitId}/superiors`, {
        line: 'administration',
        from: '2024-01-01',
        superiorId,
      })
    expect((await set(admin, office.id, unit.id)).json()).toMatchObject({ code: 'units.circle', status: 409 })
    expect((await set(admin, unit.id, unit.id)).json()).toMatchObject({ code: 'units.itself' })
    expect((await set(admin, unit.id, late.id)).json()).toMatchObject({ code: 'units.superior_later' })
    expect((await set(clerk, unit.id, null)).json()).toMatchObject({ code: 'units.not_yours', status: 403 })
    expect((await set(outsider, unit.id, cousin.id)).statusCode).toBe(404)
    expect((await admin.call('GET', `units/${unit.id}`)).json()).toMatchObject({
      superiors: [{ from: '2020-01-01', until: null, unit: { id: office.id } }],
    })
    expect((await set(admin, unit.id, null)).json()).toMatchObject({
      superiors: [{ from: '2020-01-01', until: '2024-01-01', unit: { id: office.id } }],
    })
  })

  it('keeps nothing but ids in the events', async () => {
    const { rows } = await sql<{ verb: string; text: string }>`
      select verb, subjects::text as text from home_t.events where verb like 'unit.%'`.execute(
      world.database.db,
    )
    expect(new Set(rows.map((r) => r.verb))).toEqual(
      new Set(['unit.add', 'unit.rename', 'unit.set_superior']),
    )
    expect(rows.filter((r) => /Trường|Phòng/.test(r.text))).toEqual([])
  })
})
