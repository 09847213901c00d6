import { sql } from 'kysely'
import { addDays, startOfDay } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { idFromWords } from '../../platform/ids.ts'
import { openObligations } from '../dispatch/index.ts'
import type { ReportForm } from './form.schema.ts'
import { registerReaddressing } from './address.ts'
import { registerTakingOver } from './elsewhere.ts'
import { findForms, findOwing } from './forms.store.ts'
import { reportId } from './reports.ids.ts'
import { dueDay, lastDay, periodsOn, type Period } from './reports.rules.ts'

/**
 * Opens, for every period whose window is open on a day (or over and not yet due at the top), the report of each unit
 * that owes it, with its obligation. Called again it adds only what is missing: a unit that came later.
 * @param day `YYYY-MM-DD` in Asia/Ho_Chi_Minh; without it, today
 * @returns how many reports were opened now
 */
export async function openReports(ctx: Ctx, day: string = ctx.clock.today()): Promise<number> {
  return wide(ctx, 'units of the home that owe a report of an open period', (trx) => openOn(trx, ctx, day))
}

/** The same within the transaction of whoever makes units that owe reports. */
export async function openOn(trx: Trx, ctx: Ctx, day: string): Promise<number> {
  let opened = 0
  for (const form of await findForms(trx, addDays(day, -400), addDays(day, 400)))
    for (const period of periodsOn(form, day)) opened += await openPeriod(trx, ctx, form, period)
  return opened
}

/** One period of a form, in three statements however many units owe it. */
async function openPeriod(trx: Trx, ctx: Ctx, form: ReportForm, period: Period): Promise<number> {
  const kinds = form.tiers.flatMap((t) => t.kinds)
  const owing = await findOwing(trx, ctx.home, form.line, kinds, lastDay(period), ctx.clock.today())
  const rows = owing.flatMap((o) => {
    const dueOn = dueDay(form, period, o.kind)
    return dueOn ? [{ ...o, id: reportId(o.unitId, form.id, period), dueOn }] : []
  })
  if (rows.length === 0) return 0
  const made = await sql<{ id: string }>`
    insert into reports (id, unit_id, form_id, period, period_from, period_until, due_on, version, state, superior_id, created_at)
    select r.id, r."unitId", ${form.id}, ${period.code}, ${period.from}, ${period.until}, r."dueOn", 0, 'open', r."superiorId", ${ctx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "unitId" uuid, "dueOn" date, "superiorId" uuid)
    on conflict on constraint reports_once do nothing returning id`.execute(trx)
  const fresh = new Set(made.rows.map((r) => r.id))
  // What a unit of another home owes is opened there, and comes from there.
  const opened = rows.filter((r) => r.isHere && fresh.has(r.id))
  await openObligations(
    trx,
    ctx,
    opened.map((r) => ({
      unitId: r.unitId,
      what: 'report',
      sourceWhat: 'report',
      sourceId: r.id,
      owedTo: r.superiorId,
      dueOn: r.dueOn,
      facts: reportFacts(form, period),
    })),
  )
  if (opened.length > 0)
    await recordEvent(
      trx,
      { ...ctx, request: null },
      'report.open',
      opened.map((r) => ({ what: 'report', id: r.id })),
    )
  return opened.length
}

/** Values for the sentence of an obligation about a report. */
export function reportFacts(form: ReportForm, period: Period): Record<string, string | number> {
  return {
    title: form.title.vi,
    period: period.part.name.vi.replace('{year}', String(period.year)),
    part: period.part.code,
    year: period.year,
  }
}

/** Job `reports.open`: once a day, at the first minute of the day in Viet Nam, whichever worker comes first. */
export function registerReportJobs(): void {
  registerReaddressing()
  registerTakingOver()
  onJob<{ day: string }>('reports.open', {
    step: async (trx, ctx) => {
      // The day of running, not of ordering: a worker that stood still over a week opens what is open now, once.
      const day = ctx.clock.today()
      const opened = await openOn(trx, ctx, day)
      await orderOpening(trx, ctx, addDays(day, 1))
      return { done: true, progress: opened }
    },
  })
}

/** Orders the opening of a day; the id is made from the day, so that several workers order it once. */
async function orderOpening(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const id = idFromWords(`reports.open ${ctx.home} ${day}`)
  await addJob(trx, ctx, 'reports.open', { day }, { id, runAt: startOfDay(day) })
}

/** Starts the daily opening of a home. Called when the server or a worker starts; a second time changes nothing. */
export async function beginOpening(ctx: Ctx): Promise<void> {
  await wide(ctx, 'the order of the home’s own daily job', (trx) => orderOpening(trx, ctx, ctx.clock.today()))
}
