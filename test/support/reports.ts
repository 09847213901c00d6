import { openReports, reportId, ReportForm } from '../../src/modules/reports/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { startOfDay } from '../../src/platform/clock.ts'
import { transaction } from '../../src/platform/tx.ts'
import type { FastifyInstance } from 'fastify'
import { testHome, type World } from './database.ts'
import { makeApp, signedIn, type Browser } from './http.ts'
import { makePerson, makeUnit, type MadeUnit } from './make.ts'

/** The half year that the tests report on, and days around its end. */
export const half = { code: '2024-H1', from: '2023-12-15', until: '2024-06-15' }
export const afterWindow = '2024-06-17T01:42:00Z'

/** Department ← office ← two schools on the line of profession; the district stands above office and schools. */
export interface Line {
  department: MadeUnit
  district: MadeUnit
  office: MadeUnit
  schools: [MadeUnit, MadeUnit]
}

export async function makeLine(world: World): Promise<Line> {
  const province = await makeUnit(world, { kind: 'people_committee_province', name: 'UBND tỉnh Hà Thanh' })
  const department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo',
    administration: province.id,
  })
  const district = await makeUnit(world, {
    kind: 'people_committee_district',
    name: 'UBND huyện Vân Sơn',
    administration: province.id,
  })
  const office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    abbreviation: 'PGDĐT',
    administration: district.id,
    profession: department.id,
  })
  const school = (name: string) =>
    makeUnit(world, { name, administration: district.id, profession: office.id })
  return { department, district, office, schools: [await school('TH Vĩnh Hòa'), await school('TH Phú Lâm')] }
}

/** The application at an instant, with a leader who is also a specialist signed in for each unit. */
export async function seats<K extends string>(
  world: World,
  units: Record<K, MadeUnit>,
  at: string = afterWindow,
): Promise<{ app: FastifyInstance } & Record<K, Browser>> {
  const app = await makeApp(world, at)
  const browsers = {} as Record<K, Browser>
  for (const [key, unit] of Object.entries(units) as [K, MadeUnit][]) {
    const person = await makePerson(world, unit.id, {
      roles: ['leader', 'specialist'],
      title: 'Trưởng đơn vị',
      isHead: true,
    })
    browsers[key] = await signedIn(world, app, person, at)
  }
  return { app, ...browsers }
}

/** Opens the periods of a day for every unit of the home. */
export async function openAll(world: World, day = '2024-06-15'): Promise<number> {
  return openReports(world.system(startOfDay(day)))
}

export async function theForm(world: World): Promise<ReportForm> {
  const row = await world.database.pool.query<{ content: unknown }>(
    `select content from shared.report_forms where code = 'par-communication'`,
  )
  return ReportForm.parse(row.rows[0]?.content)
}

/** The id of a unit's report of a period of the form. */
export async function reportOf(world: World, unit: MadeUnit, period = half): Promise<string> {
  return reportId(unit.id, (await theForm(world)).id, period)
}

interface SampleActivity {
  day?: string
  title?: string
  figures?: Record<string, number | [number, number]>
  result?: string
  shortcoming?: string
  cause?: string
  nextStep?: string
  state?: 'counted' | 'waiting'
  photoIds?: string[]
}

/** A counted activity with its figures, written as logging one writes it. */
export async function makeActivity(
  world: World,
  unit: MadeUnit,
  sample: SampleActivity = {},
): Promise<string> {
  const id = newId()
  await writeVersion(world, unit, id, 1, sample)
  return id
}

/** A correction: a new version in force. */
export async function correctActivity(
  world: World,
  unit: MadeUnit,
  id: string,
  version: number,
  sample: SampleActivity,
): Promise<void> {
  await writeVersion(world, unit, id, version, sample)
}

async function writeVersion(
  world: World,
  unit: MadeUnit,
  id: string,
  version: number,
  sample: SampleActivity,
): Promise<void> {
  const day = sample.day ?? '2024-05-18'
  const now = new Date('2024-06-01T00:00:00Z')
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    if (version === 1)
      await trx
        .insertInto('activities')
        .values({
          id,
          unit_id: unit.id,
          version,
          day,
          state: sample.state ?? 'counted',
          photos_expected: 0,
          photos_arrived: 0,
          created_at: now,
          created_by: null,
        })
        .execute()
    else await trx.updateTable('activities').set({ version, day }).where('id', '=', id).execute()
    await trx
      .insertInto('activity_versions')
      .values({
        activity_id: id,
        version,
        unit_id: unit.id,
        day,
        title: sample.title ?? 'Họp cha mẹ học sinh lớp 1',
        form: 'parents_meeting',
        audiences: [],
        place: '',
        persons: null,
        attendances: null,
        result: sample.result ?? '',
        shortcoming: sample.shortcoming ?? '',
        cause: sample.cause ?? '',
        next_step: sample.nextStep ?? '',
        cost: null,
        fund: null,
        photo_ids: sample.photoIds ?? [],
        reason: version === 1 ? null : 'kiểm lại theo danh sách ký',
        recorded_at: now,
        recorded_by: null,
        salt: null,
        hash: 'x',
        redacted_at: null,
      })
      .execute()
    const figures = Object.entries(sample.figures ?? {})
    if (figures.length > 0)
      await trx
        .insertInto('activity_figures')
        .values(
          figures.map(([indicator, value]) => ({
            activity_id: id,
            version,
            indicator,
            n: typeof value === 'number' ? value : value[0],
            d: typeof value === 'number' ? null : value[1],
          })),
        )
        .execute()
  })
}

/** A picture of an activity that has arrived; `near` is its difference hash. */
export async function makeEvidence(
  world: World,
  unit: MadeUnit,
  activityId: string,
  photoId: string,
  arrivedHash: string,
  near: bigint,
): Promise<void> {
  const now = new Date('2024-06-01T00:00:00Z')
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await trx
      .insertInto('files')
      .values({
        hash: arrivedHash,
        size: 1,
        mime: 'image/jpeg',
        created_at: now,
        redacted_at: null,
        redaction_reason: null,
      })
      .onConflict((c) => c.column('hash').doNothing())
      .execute()
    await trx
      .insertInto('evidence')
      .values({
        id: photoId,
        activity_id: activityId,
        unit_id: unit.id,
        file_hash: arrivedHash,
        thumb_hash: arrivedHash,
        arrived_hash: arrivedHash,
        picture_hash: near.toString(),
        width: 1,
        height: 1,
        arrived_at: now,
        arrived_by: null,
        redacted_at: null,
      })
      .execute()
  })
}

export const someWords = {
  texts: [
    { section: 'results', words: '', sources: [] },
    { section: 'limits', words: 'Một số cha mẹ chưa có tài khoản định danh mức 2.', sources: [] },
    { section: 'next', words: 'Phát tiếp tờ gấp trong kỳ tuyển sinh.', sources: [] },
  ],
  corrections: [] as { indicator: string; n: number; reason: string }[],
  nothing: [] as string[],
}

/** Writes, approves and hands in a report; returns the answer of the last step. */
export async function handInReport(
  browser: Browser,
  id: string,
  content: object = someWords,
  issue: object | null = null,
): Promise<ReturnType<Browser['call']>> {
  const before = (await browser.call('GET', `reports/${id}`)).json<{ draft: { version: number } | null }>()
  const saved = await browser.call('PUT', `reports/${id}/draft`, {
    version: before.draft?.version ?? 0,
    content,
  })
  if (saved.statusCode !== 200) return saved
  const version = saved.json<{ draft: { version: number } }>().draft.version
  const approved = await browser.call('POST', `reports/${id}/review`, { version, step: 'approve' })
  if (approved.statusCode !== 200) return approved
  return browser.call('POST', `reports/${id}/submit`, { version: version + 1, issue })
}

/** The superior's answer to the last version. */
export async function answer(
  browser: Browser,
  id: string,
  version: number,
  what: 'accepted' | 'returned' | 'asked' | 'replied',
  words = '',
): Promise<ReturnType<Browser['call']>> {
  return browser.call('POST', `reports/${id}/answers`, { id: newId(), version, answer: what, words })
}
