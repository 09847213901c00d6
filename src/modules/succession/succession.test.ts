import { beforeAll, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { drainJobs } from '../../platform/worker.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { handInReport, openAll, reportOf } from '../../../test/support/reports.ts'
import { begin, carriedOut, planned, type ShownSuccession } from '../../../test/support/succession.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
})

async function rows<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
  const found = await world.database.pool.query<T>(query.replaceAll('@', `${testHome}.`), values)
  return found.rows
}

interface Place {
  department: MadeUnit
  office: MadeUnit
  other: MadeUnit
  school: MadeUnit
  admin: Browser
}

/** A department with two offices, a school under the first, and the department's administrator. */
async function place(at: string): Promise<Place> {
  const department = await makeUnit(world, { kind: 'department', name: 'Sở Giáo dục' })
  const office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT Vân Sơn',
    profession: department.id,
  })
  const other = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT Phú Lâm',
    profession: department.id,
  })
  const school = await makeUnit(world, { name: 'TH Vĩnh Hòa', profession: office.id })
  const app = await makeApp(world, at)
  const person = await makePerson(world, department.id, { roles: ['admin'] })
  return { department, office, other, school, admin: await signedIn(world, app, person, at) }
}

async function seat(
  unit: MadeUnit,
  at: string,
  roles: ('leader' | 'specialist' | 'admin' | 'clerk')[] = ['leader', 'specialist'],
) {
  const app = await makeApp(world, at)
  return signedIn(world, app, await makePerson(world, unit.id, { roles, title: 'Hiệu trưởng' }), at)
}

const names = {
  name: 'Trường Tiểu học Vĩnh Hòa Mới',
  shortName: 'TH Vĩnh Hòa Mới',
  abbreviation: 'THVHM',
  place: 'Vĩnh Hòa',
  parentLine: null,
}

describe('a rename by decree', () => {
  const at = '2025-07-10T02:00:00Z'

  it('is a plan first, then one deed, and can be undone', async () => {
    const { school, admin } = await place(at)
    const before = await rows(
      'select valid_from, valid_until, name from shared.unit_names where unit_id = $1',
      [school.id],
    )
    const made = (
      await begin(admin, 'rename', '2025-07-01', planned({ from: [school.id] }))
    ).json<ShownSuccession>()
    expect(made.preview?.problems).toEqual([
      { section: 'units', words: 'Ghi đủ tên, tên ngắn, chữ viết tắt và địa danh mới.' },
    ])
    expect(made.may).not.toContain('carry_out')
    const saved = await admin.call('PUT', `successions/${made.id}`, {
      version: 1,
      day: '2025-07-01',
      content: planned({ from: [school.id], names }),
    })
    expect(saved.json<ShownSuccession>().title).toBe('TH Vĩnh Hòa đổi tên thành TH Vĩnh Hòa Mới')
    const done = await admin.call('POST', `successions/${made.id}/carry-out`, { version: 2 })
    expect(done.json<ShownSuccession>()).toMatchObject({ state: 'done', may: ['undo'] })
    const unit = (await admin.call('GET', `units/${school.id}`)).json<{
      names: { name: string }[]
      succession: { kind: string; decree: string }[]
    }>()
    expect(unit.names.map((n) => n.name)).toEqual(['Trường Tiểu học Vĩnh Hòa Mới', 'TH Vĩnh Hòa'])
    expect(unit.succession).toMatchObject([
      { kind: 'rename', decree: '1675/QĐ-UBND ngày 16/06/2025, UBND tỉnh Hà Thanh' },
    ])
    const undone = await admin.call('POST', `successions/${made.id}/undo`, { version: 2 })
    expect(undone.json<ShownSuccession>()).toMatchObject({ state: 'undone', may: [] })
    expect(
      await rows('select valid_from, valid_until, name from shared.unit_names where unit_id = $1', [
        school.id,
      ]),
    ).toEqual(before)
    expect(await rows('select 1 from shared.unit_succession where from_id = $1', [school.id])).toEqual([])
  })

  it('finds the unit by its old name and says how it is called now', async () => {
    const { school, admin } = await place(at)
    await carriedOut(
      admin,
      'rename',
      '2025-07-01',
      planned({ from: [school.id], names: { ...names, name: 'TH Ánh Dương', shortName: 'TH Ánh Dương' } }),
    )
    type Found = { units: { id: string; name: string; formerly: string | null }[] }
    const byOld = (await admin.call('GET', 'units/lookup?q=vinh hoa')).json<Found>()
    expect(byOld.units.find((u) => u.id === school.id)).toMatchObject({
      name: 'TH Ánh Dương',
      formerly: 'TH Vĩnh Hòa',
    })
    const inList = (await admin.call('GET', 'units?q=TH Vĩnh Hòa')).json<Found>()
    expect(inList.units.find((u) => u.id === school.id)).toMatchObject({ formerly: 'TH Vĩnh Hòa' })
    const byNew = (await admin.call('GET', 'units/lookup?q=anh duong')).json<Found>()
    expect(byNew.units.find((u) => u.id === school.id)).toMatchObject({ formerly: null })
  })
})

describe('a transfer by decree', () => {
  const at = '2024-06-01T02:00:00Z'
  const move = (to: string) => ({ administration: null, profession: { to } })

  it('moves the reports that are not handed in to the new superior, and back with the undo', async () => {
    const { office, other, school, admin } = await place(at)
    await openAll(world, '2024-06-01')
    const report = await reportOf(world, school)
    const owed = () =>
      rows<{ owed_to: string; superior_id: string }>(
        `select o.owed_to, r.superior_id from @obligations o join @reports r on r.id = o.source_id where r.id = $1 and o.what = 'report'`,
        [report],
      )
    expect(await owed()).toEqual([{ owed_to: office.id, superior_id: office.id }])
    const done = await carriedOut(
      admin,
      'transfer',
      '2024-06-01',
      planned({ from: [school.id], moves: move(other.id) }),
    )
    expect(await owed()).toEqual([{ owed_to: other.id, superior_id: other.id }])
    expect(
      (await admin.call('GET', `units/${school.id}`)).json<{ superiors: object[] }>().superiors,
    ).toMatchObject([
      { unit: { id: other.id }, from: '2024-06-01', until: null },
      { unit: { id: office.id }, until: '2024-06-01' },
    ])
    expect(
      (await admin.call('POST', `successions/${done.id}/undo`, { version: done.version })).statusCode,
    ).toBe(200)
    expect(await owed()).toEqual([{ owed_to: office.id, superior_id: office.id }])
    expect(
      await rows('select superior_id, valid_until from shared.unit_superiors where unit_id = $1', [
        school.id,
      ]),
    ).toEqual([{ superior_id: office.id, valid_until: null }])
    expect(
      await rows(
        'select ancestor_id from shared.unit_closure where descendant_id = $1 and ancestor_id in ($2, $3)',
        [school.id, office.id, other.id],
      ),
    ).toEqual([{ ancestor_id: office.id }])
  })

  it('also readdresses them when a superior is simply set anew', async () => {
    const { office, other, school, admin } = await place(at)
    await openAll(world, '2024-06-01')
    const report = await reportOf(world, school)
    await admin.call('POST', `units/${school.id}/superiors`, {
      line: 'profession',
      from: '2024-06-01',
      superiorId: other.id,
    })
    await drainJobs(world.system('2024-06-01T03:00:00Z'), (kind) => kind === 'reports.readdress')
    expect(office.id).not.toBe(other.id)
    expect(
      await rows(`select owed_to from @obligations where source_id = $1 and what = 'report'`, [report]),
    ).toEqual([{ owed_to: other.id }])
  })

  it('refuses a day on which a window had not ended for which a report is handed in', async () => {
    const later = '2024-06-20T02:00:00Z'
    const { other, school, admin } = await place(later)
    await openAll(world, '2024-06-15')
    await handInReport(await seat(school, later), await reportOf(world, school))
    const made = (
      await begin(admin, 'transfer', '2024-06-10', planned({ from: [school.id], moves: move(other.id) }))
    ).json<ShownSuccession>()
    expect(made.preview?.problems.map((p) => p.words)).toEqual([
      'TH Vĩnh Hòa đã nộp báo cáo của kỳ kết thúc ngày 14/06/2024, nên ngày hiệu lực phải sau ngày đó.',
    ])
    const refused = await admin.call('POST', `successions/${made.id}/carry-out`, { version: 1 })
    expect(refused.statusCode).toBe(409)
    expect(refused.json<{ detail: string }>().detail).toMatch(/^Chưa thực hiện được\. TH Vĩnh Hòa đã nộp/)
  })

  it('waits for its day, can be taken back until then, and is carried out by the job', async () => {
    const { other, school, admin } = await place(at)
    const made = (
      await begin(admin, 'transfer', '2024-07-01', planned({ from: [school.id], moves: move(other.id) }))
    ).json<ShownSuccession>()
    const due = (
      await admin.call('POST', `successions/${made.id}/carry-out`, { version: 1 })
    ).json<ShownSuccession>()
    expect(due).toMatchObject({ state: 'due', may: ['reopen'] })
    await drainJobs(world.system('2024-06-30T16:59:00Z'), (kind) => kind === 'succession.carry_out')
    expect(await rows('select state from @successions where id = $1', [made.id])).toEqual([{ state: 'due' }])
    const again = (
      await admin.call('POST', `successions/${made.id}/reopen`, { version: 1 })
    ).json<ShownSuccession>()
    expect(again).toMatchObject({ state: 'draft', version: 2 })
    await admin.call('POST', `successions/${made.id}/carry-out`, { version: 2 })
    await drainJobs(world.system('2024-06-30T17:01:00Z'), (kind) => kind === 'succession.carry_out')
    expect(await rows('select state, version from @successions where id = $1', [made.id])).toEqual([
      { state: 'done', version: 2 },
    ])
    expect(
      await rows(`select superior_id from shared.unit_superiors where unit_id = $1 and valid_until is null`, [
        school.id,
      ]),
    ).toEqual([{ superior_id: other.id }])
  })

  it('of two who carry it out at once, one does', async () => {
    const { other, school, admin } = await place(at)
    const made = (
      await begin(admin, 'transfer', '2024-06-01', planned({ from: [school.id], moves: move(other.id) }))
    ).json<ShownSuccession>()
    const both = await Promise.all(
      [1, 2].map(() => admin.call('POST', `successions/${made.id}/carry-out`, { version: 1 })),
    )
    expect(both.map((r) => r.statusCode).sort()).toEqual([200, 409])
    expect(await rows('select 1 from shared.unit_succession where from_id = $1', [school.id])).toHaveLength(1)
  })
})

describe('who may', () => {
  const at = '2024-06-01T02:00:00Z'

  it('an administrator of a unit above; others are told who, and for units elsewhere it is as if they were not there', async () => {
    const { other, office, school, admin } = await place(at)
    const content = planned({ from: [school.id], names })
    const made = (await begin(admin, 'rename', '2024-06-01', content)).json<ShownSuccession>()
    const sibling = await seat(other, at, ['admin'])
    expect((await begin(sibling, 'rename', '2024-06-01', content)).statusCode).toBe(404)
    expect((await sibling.call('GET', `successions/${made.id}`)).statusCode).toBe(404)
    expect((await sibling.call('POST', `successions/${made.id}/carry-out`, { version: 1 })).statusCode).toBe(
      404,
    )
    const clerk = await seat(office, at, ['clerk'])
    expect((await begin(clerk, 'rename', '2024-06-01', content)).statusCode).toBe(403)
    expect((await clerk.call('GET', 'successions')).json<{ items: object[] }>().items).toEqual([])
    const list = (await admin.call('GET', 'successions')).json<{ items: { id: string }[]; may: string[] }>()
    expect(list.items.map((i) => i.id)).toEqual([made.id])
    expect((await admin.call('GET', 'successions/export')).headers['content-type']).toContain('spreadsheet')
  })
})
