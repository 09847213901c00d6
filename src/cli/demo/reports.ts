import {
  answerReport,
  openReports,
  proposeWords,
  readReport,
  reviewReport,
  saveReport,
  submitReport,
} from '../../modules/reports/index.ts'
import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { withHands } from './hands.ts'
import { at } from './plans.ts'
import type { DemoWorld } from './world.ts'

export interface PeriodStory {
  /** a day within the window, on which the period opens */
  opens: string
  /** first day after the window */
  closes: string
  office: string
  /** schools in the order in which they hand in */
  schools: readonly string[]
  /** these handed in, but the office has not looked yet */
  waiting: readonly string[]
  /** these have not handed in */
  missing: readonly string[]
  /** the superior that sums, and accepts */
  department: string | null
  /** the office has handed its own report in */
  officeHandsIn: boolean
}

/** A half year or a year: the schools report, the office accepts, reports itself, and its superior accepts. */
export async function tellPeriod(world: DemoWorld, story: PeriodStory): Promise<void> {
  await openReports(world.system(at(story.opens)), story.opens)
  const ids = await reportIds(world, story.opens)
  const specialist = world.someone(story.office, 'specialist', story.closes)
  await withHands([...story.schools.entries()], async ([i, school]) => {
    const id = ids.get(world.unitId(school))
    if (id === undefined || story.missing.includes(school)) return
    const day = addDays(story.closes, i % 3)
    await handIn(world, school, id, day, 30 + i)
    if (story.waiting.includes(school)) return
    const accept = { id: newId(), version: 1, answer: 'accepted' as const, words: '' }
    await answerReport(world.as(specialist, at(day, 300 + i)), id, accept)
  })
  const own = ids.get(world.unitId(story.office))
  if (own === undefined || !story.officeHandsIn) return
  await handIn(world, story.office, own, addDays(story.closes, 3), 60)
  if (story.department === null) return
  const receiver = world.someone(story.department, 'specialist', story.closes)
  await answerReport(world.as(receiver, at(addDays(story.closes, 4), 90)), own, {
    id: newId(),
    version: 1,
    answer: 'accepted',
    words: '',
  })
  // The department sums, and hands its own in to the province.
  const above = ids.get(world.unitId(story.department))
  if (above === undefined) return
  await handIn(world, story.department, above, addDays(story.closes, 5), 60)
  const province = world.someone('ubnd-ha-thanh', 'specialist', story.closes)
  await answerReport(world.as(province, at(addDays(story.closes, 6), 90)), above, {
    id: newId(),
    version: 1,
    answer: 'accepted',
    words: '',
  })
}

/** Words chosen from what is proposed, leader's approval, handing in with number and paper. */
async function handIn(
  world: DemoWorld,
  unit: string,
  id: string,
  day: string,
  minute: number,
): Promise<void> {
  const writer = world.someone(unit, 'specialist', day)
  const leader = world.someone(unit, 'leader', day)
  const { sections } = await proposeWords(world.as(writer, at(day, minute)), id)
  const report = await readReport(world.as(writer, at(day, minute)), id, null)
  const saved = await saveReport(world.as(writer, at(day, minute + 5)), id, {
    version: 0,
    content: {
      texts: sections.map((section) => {
        const chosen = section.items.slice(0, 4)
        return {
          section: section.section,
          words: chosen.map((item) => item.words).join('\n') || 'Không phát sinh.',
          sources: chosen.map((item) => item.origin),
        }
      }),
      corrections: [],
      nothing: report.figures.filter((f) => f.total.n === 0).map((f) => f.indicator),
    },
  })
  const approved = await reviewReport(world.as(leader, at(day, minute + 20)), id, {
    version: saved.draft?.version ?? 1,
    step: 'approve',
    words: '',
  })
  await submitReport(world.as(writer, at(day, minute + 25)), id, {
    version: approved.draft?.version ?? 1,
    issue: { signerPersonId: leader.id, authority: null },
  })
}

/** Report of each unit for the period that holds a day, on the form of the demonstration. */
async function reportIds(world: DemoWorld, day: string): Promise<Map<string, string>> {
  const ctx = world.system(at(day))
  const rows = await transaction(ctx.db, { home: ctx.home, scope: '*', readOnly: true }, (trx) =>
    trx
      .selectFrom('reports')
      .select(['id', 'unit_id'])
      .where('period_from', '<=', day)
      .where('period_until', '>', day)
      .orderBy('period_until')
      .execute(),
  )
  const ids = new Map<string, string>()
  // Half year and year overlap; the one that ends first comes first.
  for (const row of rows) if (!ids.has(row.unit_id)) ids.set(row.unit_id, row.id)
  return ids
}
