import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { translator } from '../../messages/index.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import {
  closeObligations,
  endOfWeek,
  groupOf,
  openObligations,
  owedSentence,
  type NewObligation,
  type ObligationWhat,
} from '../dispatch/index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})

interface Item {
  id: string
  sentence: string
  detail: string | null
  isMine: boolean
  dueOn: string
  remindedOn: string | null
  action: { label: string; to: string } | null
}
interface Today {
  counts: { open: number; late: number }
  overdue: Item[]
  week: Item[]
  later: Item[]
  decisions: { sentence: string; action: { to: string } }[]
  owing: {
    units: number
    lateUnits: number
    items: {
      unit: { id: string }
      detail: string
      worstDueOn: string
      ids: string[]
      remindedOn: string | null
    }[]
  }
  done: { counts: { n: number; words: string }[]; latest: { sentence: string; wasLate: boolean }[] }
  may: string[]
}

const owe = (
  unitId: string,
  owedTo: string | null,
  what: ObligationWhat,
  dueOn: string,
  more: Partial<NewObligation> = {},
) => ({
  unitId,
  what,
  sourceWhat: 'document',
  sourceId: newId(),
  owedTo,
  dueOn,
  facts: { number: '04/KH-PGDĐT', title: 'Kế hoạch tuyên truyền năm 2024', period: '6 tháng đầu năm 2024' },
  ...more,
})
const open = (...rows: NewObligation[]) =>
  transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    openObligations(trx, world.system('2024-06-01T01:00:00Z'), rows),
  )
async function today(unit: MadeUnit, ...roles: Role[]): Promise<Today> {
  const browser = await signedIn(world, app, await makePerson(world, unit.id, { roles }))
  const answer = await browser.call('GET', 'today')
  expect(answer.statusCode).toBe(200)
  return answer.json<Today>()
}

describe('Hôm nay', () => {
  it('puts what the unit owes by date, what is this person’s first, each a sentence with one button', async () => {
    const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng thử' })
    const school = await makeUnit(world, { profession: office.id })
    await open(
      owe(school.id, office.id, 'make_plan', '2024-06-14'),
      owe(school.id, office.id, 'confirm', '2024-06-18', { role: 'clerk' }),
      owe(school.id, office.id, 'report', '2024-06-21', { role: 'specialist' }),
      owe(school.id, null, 'do_task', '2024-06-28', { sourceKey: 'k 1' }),
    )
    const seen = await today(school, 'specialist')
    expect(seen.counts).toEqual({ open: 4, late: 1 })
    expect(seen.overdue.map((o) => o.sentence)).toEqual(['Lập kế hoạch của đơn vị theo 04/KH-PGDĐT'])
    expect(seen.overdue[0]?.detail).toBe('Kế hoạch tuyên truyền năm 2024 · Phòng thử giao')
    expect(seen.week.map((o) => [o.sentence, o.isMine])).toEqual([
      ['Nộp báo cáo 6 tháng đầu năm 2024', true],
      ['Xác nhận đã nhận 04/KH-PGDĐT', false],
    ])
    expect(seen.later[0]?.action).toMatchObject({ label: 'Ghi hoạt động' })
    expect(seen.later[0]?.action?.to).toMatch(/^\/activities\/new\?plan=.*&task=k%201$/)
    expect(seen.owing).toMatchObject({ units: 0, items: [] })
  })

  it('shows the superior who owes it, and the reminded unit that it was reminded', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const [slow, quick, fine] = [
      await makeUnit(world, { profession: office.id }),
      await makeUnit(world, { profession: office.id }),
      await makeUnit(world, { profession: office.id }),
    ]
    await open(
      owe(slow.id, office.id, 'report', '2024-06-10'),
      owe(slow.id, office.id, 'confirm', '2024-06-16'),
      owe(quick.id, office.id, 'make_plan', '2024-06-18'),
      owe(fine.id, office.id, 'make_plan', '2024-09-01'),
    )
    const seen = await today(office, 'specialist')
    expect(seen.owing).toMatchObject({ units: 2, lateUnits: 1 })
    expect(seen.owing.items.map((i) => [i.unit.id, i.worstDueOn, i.ids.length, i.detail])).toEqual([
      [slow.id, '2024-06-10', 2, 'Chưa nộp báo cáo 6 tháng đầu năm 2024'],
      [quick.id, '2024-06-18', 1, 'Chưa lập kế hoạch theo 04/KH-PGDĐT'],
    ])
    expect((await today(office, 'inspector')).may).toEqual([])
    const clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
    await clerk.call('POST', 'obligations/remind', { ids: seen.owing.items[0]?.ids ?? [] })
    expect((await today(office, 'clerk')).owing.items[0]?.remindedOn).toBe('2024-06-17')
    expect((await today(slow, 'clerk')).overdue.map((o) => o.remindedOn)).toEqual([
      '2024-06-17',
      '2024-06-17',
    ])
    // A sibling sees nothing of it.
    expect(await today(fine, 'leader')).toMatchObject({ counts: { open: 1, late: 0 }, owing: { units: 0 } })
  })

  it('shows what was done this month, late or not, and what waits for the leader or the clerk', async () => {
    const unit = await makeUnit(world)
    const [early, late, old] = [
      owe(unit.id, null, 'confirm', '2024-06-20'),
      owe(unit.id, null, 'confirm', '2024-06-05'),
      owe(unit.id, null, 'confirm', '2024-05-20'),
    ]
    await open(early, late, old)
    await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
      for (const [row, day] of [
        [early, '2024-06-10T03:00:00Z'],
        [late, '2024-06-11T03:00:00Z'],
        [old, '2024-05-10T03:00:00Z'],
      ] as const)
        await closeObligations(
          trx,
          world.system(day),
          { what: 'confirm', sourceId: row.sourceId },
          { closedBy: null },
        )
      for (const [state, title] of [
        ['in_review', 'Kế hoạch chờ duyệt'],
        ['approved', 'Kế hoạch chờ số'],
      ]) {
        const planId = newId()
        await sql`insert into plans values (${planId}, ${unit.id}, 2024, 0, null, ${title}, null, now())`.execute(
          trx,
        )
        await sql`insert into plan_drafts values (${newId()}, ${unit.id}, ${planId}, 1, 2024, ${state}, 1, '{}', null, now(), now(), null)`.execute(
          trx,
        )
      }
    })
    const leader = await today(unit, 'leader')
    expect(leader.decisions.map((d) => d.sentence)).toEqual(['Duyệt kế hoạch: Kế hoạch chờ duyệt'])
    expect(leader.done.counts).toEqual([{ n: 2, words: 'văn bản đã xác nhận' }])
    expect(leader.done.latest.map((d) => d.wasLate)).toEqual([true, false])
    expect((await today(unit, 'clerk')).decisions.map((d) => d.sentence)).toEqual([
      'Cấp số, ban hành kế hoạch: Kế hoạch chờ số',
    ])
    expect((await today(unit, 'specialist')).decisions).toEqual([])
  })
})

describe('the rules of Hôm nay', () => {
  it('end the week on Sunday', () => {
    expect(endOfWeek('2024-06-17')).toBe('2024-06-23')
    expect(endOfWeek('2024-06-23')).toBe('2024-06-23')
    expect([
      groupOf('2024-06-16', '2024-06-17'),
      groupOf('2024-06-23', '2024-06-17'),
      groupOf('2024-06-24', '2024-06-17'),
    ]).toEqual(['overdue', 'week', 'later'])
  })

  it('make a whole sentence of whatever facts there are, in both languages', () => {
    const whats: ObligationWhat[] = [
      'confirm',
      'make_plan',
      'do_task',
      'report',
      'follow_revision',
      'decide_amendment',
      'decide_report',
      'give_photos',
      'follow_direction',
      'answer_question',
    ]
    for (const locale of ['vi', 'en'] as const)
      for (const what of whats) {
        const { sentence } = owedSentence(translator(locale), {
          what,
          sourceWhat: '',
          sourceId: '',
          sourceRevision: 0,
          sourceKey: '',
          facts: {},
          owedTo: null,
          ownPlanId: null,
        })
        expect(sentence).toMatch(/^\p{Lu}.*[^\s:,{}]$/u)
        expect(sentence).not.toContain('views.')
      }
  })
})

describe('the first things of a new agency', () => {
  const steps = async (call: Awaited<ReturnType<typeof signedIn>>) =>
    (await call.call('GET', 'today'))
      .json<{ firstSteps: { key: string; isDone: boolean }[] }>()
      .firstSteps.map((s) => `${s.key}${s.isDone ? ' done' : ''}`)

  it('are told to its administrator alone, until people, units and a document are there', async () => {
    const unit = await makeUnit(world, { kind: 'district_office', name: 'Phòng Mới Lập' })
    const admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
    expect(await steps(admin)).toEqual(['people', 'units', 'document'])
    const clerk = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
    expect(await steps(clerk)).toEqual([])
    await makeUnit(world, { name: 'Trường Mới', profession: unit.id })
    expect(await steps(admin)).toEqual(['people done', 'units done', 'document'])
  })
})
