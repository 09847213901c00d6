import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { beginOpening } from '../../src/modules/reports/index.ts'
import { dayOf, type Clock } from '../../src/platform/clock.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { listen, signInBy, visit, widths, type Visitor } from './browser.ts'
import type { World } from './database.ts'
import { makeApp } from './http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson, type MadeUnit } from './make.ts'
import type { ThreadDocument } from './the-thread-documents.ts'

/** The six people of the story. */
const cast = {
  officeClerk: { unit: 'office', name: 'Đỗ Thị Mai', title: 'Văn thư', roles: ['clerk'] },
  specialist: { unit: 'office', name: 'Lê Thị Hoài An', title: 'Chuyên viên', roles: ['specialist'] },
  officeHead: {
    unit: 'office',
    name: 'Trần Quốc Việt',
    title: 'Trưởng phòng',
    roles: ['leader'],
    isHead: true,
  },
  schoolHead: {
    unit: 'school',
    name: 'Hoàng Văn Thử',
    title: 'Hiệu trưởng',
    roles: ['leader', 'specialist'],
    isHead: true,
  },
  schoolClerk: { unit: 'school', name: 'Trần Thị Mận', title: 'Văn thư', roles: ['clerk'] },
  superior: { unit: 'department', name: 'Nguyễn Hải Long', title: 'Chuyên viên', roles: ['specialist'] },
} as const
export type Who = keyof typeof cast

/** Who sits at a desk and who has a telephone. */
const phones: readonly Who[] = ['schoolHead', 'schoolClerk']

export interface Stage {
  world: World
  units: Record<'department' | 'office' | 'school' | 'otherSchool', MadeUnit>
  /** Sets the day of everybody's clock. */
  turnTo(day: string): Promise<void>
  /** The window of a person, who signs in anew on another day; begins at Hôm nay. */
  seat(who: Who): Promise<Page>
  /** What the background does: sending, printing, opening of periods. */
  work(): Promise<void>
  /** A picture of the whole page into LANTOA_SHOTS, where that is set. */
  shoot(page: Page, name: string): Promise<void>
  /** Pictures of what everybody sees now, named by person: for when the story stops. */
  shootAll(): Promise<void>
  complaints(): string[]
  close(): Promise<void>
}

/** Units, people and a server for one telling of the story; each person gets a browser window at the first act. */
export async function setStage(world: World, document: ThreadDocument): Promise<Stage> {
  loadJobHandlers()
  let now = new Date(`${document.year}-01-02T01:30:00Z`)
  const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }
  await giveForm(world, document.year)
  const units = await makeUnits(world, document)
  const people = {} as Record<Who, MadePerson>
  for (const [who, { unit, ...person }] of Object.entries(cast) as [Who, (typeof cast)[Who]][])
    people[who] = await makePerson(world, units[unit].id, { ...person, roles: [...person.roles] })
  const app: FastifyInstance = await makeApp(world, clock)
  const url = await listen(app)
  const windows = new Map<Who, { visitor: Visitor; day: string }>()
  let shots = 0
  const shoot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['LANTOA_SHOTS']
    if (!folder) return
    shots += 1
    mkdirSync(join(folder, document.code), { recursive: true })
    const file = `${String(shots).padStart(2, '0')}-${name}.png`
    writeFileSync(join(folder, document.code, file), await page.screenshot())
  }
  return {
    world,
    units,
    async turnTo(day) {
      // Windows are closed for the night: none asks for anything with a session that ended.
      for (const { visitor } of windows.values()) await visitor.page.goto('about:blank')
      now = new Date(`${day}T01:30:00Z`)
    },
    async seat(who) {
      const size = phones.includes(who) ? widths.phone : widths.desk
      const visitor = windows.get(who)?.visitor ?? (await visit(url, size))
      const { page } = visitor
      if (windows.get(who)?.day === clock.today()) return page
      windows.set(who, { visitor, day: clock.today() })
      // Signed out overnight, as on an office's shared machine.
      await visitor.context.clearCookies()
      await signInBy(page, people[who].login, testPassword)
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    async work() {
      const ctx = world.system(now)
      await beginOpening(ctx)
      await drainJobs(ctx)
    },
    shoot,
    async shootAll() {
      for (const [who, { visitor }] of windows) await shoot(visitor.page, `stopped-${who}`)
    },
    complaints: () => [...windows.values()].flatMap(({ visitor }) => visitor.complaints),
    async close() {
      for (const { visitor } of windows.values()) await visitor.context.close()
      await app.close()
    },
  }
}

/** The form of the half-year report is known from 2024 on; a story of an earlier year has it too. */
async function giveForm(world: World, year: number): Promise<void> {
  await world.database.pool.query(
    `update shared.report_forms set valid_from = least(valid_from, $1::date), content = jsonb_set(content, '{from}', to_jsonb(least(content->>'from', $1::text)))`,
    [`${year}-01-01`],
  )
}

async function makeUnits(world: World, document: ThreadDocument): Promise<Stage['units']> {
  const common = { place: document.place, from: '2019-01-01' }
  const named = document.units
  const province = await makeUnit(world, { kind: 'people_committee_province', ...named.province, ...common })
  const department = await makeUnit(world, {
    kind: 'department',
    abbreviation: 'SGDĐT',
    administration: province.id,
    ...named.department,
    ...common,
  })
  const district = await makeUnit(world, {
    kind: 'people_committee_district',
    administration: province.id,
    ...named.district,
    ...common,
  })
  const office = await makeUnit(world, {
    kind: 'education_office',
    abbreviation: document.officeSymbol,
    administration: district.id,
    profession: department.id,
    ...named.office,
    ...common,
  })
  const below = { administration: district.id, profession: office.id, ...common }
  const school = await makeUnit(world, { abbreviation: 'THVH', ...named.school, ...below })
  const otherSchool = await makeUnit(world, {
    kind: 'school_preschool',
    abbreviation: 'MNSC',
    ...named.otherSchool,
    ...below,
  })
  return { department, office, school, otherSchool }
}

/** Waits until words can be seen. */
export async function see(page: Page, words: string | RegExp): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor()
}

/** Turns to a part of the application: in the list on the left, on a phone in the bar at the bottom. */
export async function turn(page: Page, part: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: part, exact: true }).first().click()
}

/** Until an expectation holds. Not `expect.poll`, which belongs to the one test that runs and not to one of two. */
export async function eventually(holds: () => Promise<void>): Promise<void> {
  await vi.waitFor(holds, { timeout: 10_000, interval: 50 })
}
