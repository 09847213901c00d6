import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import { findForms, findParts } from './forms.store.ts'
import { lastDay, periodOf, periodsOn, type Period } from './reports.rules.ts'
import type { ReportForm } from './form.schema.ts'
import type { PartsFilter, PartsList, PartsQuery, ReportList, ReportRow } from './reports.schema.ts'
import { nameOf, periodName } from './view.service.ts'

interface Row {
  id: string | null
  unitId: string
  formId: string
  period: string
  dueOn: string | null
  state: 'open' | 'submitted' | 'returned' | 'accepted'
  version: number
  acceptedVersion: number | null
  submittedOn: string | null
  obligationId: string | null
  remindedAt: Date | null
}

const partsPage = 100

/** The unit's reports of a year's periods, those that are due first. */
export async function listReports(ctx: Ctx, year: number): Promise<z.input<typeof ReportList>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const { rows } = await sql<Row>`
      select r.id, r.unit_id as "unitId", r.form_id as "formId", r.period, r.due_on as "dueOn", r.state, r.version,
        r.accepted_version as "acceptedVersion", r.submitted_on as "submittedOn", null::uuid as "obligationId", null::timestamptz as "remindedAt"
      from reports r where r.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and r.period like ${`${year}-%`}
      order by r.due_on, r.period limit 100`.execute(trx)
    const forms = await findForms(trx, `${year - 1}-01-01`, `${year + 1}-12-31`)
    return { mine: await present(trx, ctx, forms, rows) }
  })
}

/**
 * A page of the units whose report one accepts.
 * @param query.cursor the last unit of the page before
 */
export async function listParts(
  ctx: Ctx,
  query: z.output<typeof PartsQuery>,
): Promise<z.input<typeof PartsList>> {
  const { period, counts, items } = await readParts(ctx, query)
  const start = query.cursor ? items.findIndex((i) => i.unit.id === query.cursor) + 1 : 0
  const page = items.slice(start, start + partsPage)
  return {
    period: { code: period.code, name: periodName(period, ctx.locale), lastDay: lastDay(period) },
    counts,
    items: page,
    next: start + partsPage < items.length ? (page.at(-1)?.unit.id ?? null) : null,
  }
}

/**
 * Every unit whose report one accepts, and where each stands: handed in, accepted, returned, or missing; what waits for
 * me first. The counts are of all of them, whatever is filtered.
 * @param query.period like `2026-H1`; without it, the one whose window ended last or is open, of `query.year` where given
 */
export async function readParts(
  ctx: Ctx,
  query: z.output<typeof PartsFilter>,
): Promise<{
  period: Period
  counts: z.input<typeof PartsList>['counts']
  items: z.input<typeof ReportRow>[]
}> {
  return read(ctx, '*', async (trx) => {
    const today = ctx.clock.today()
    const forms = await findForms(trx, '2000-01-01', '2100-01-01')
    const form = forms.find((f) => f.code === (query.form ?? 'par-communication'))
    const period =
      form &&
      (query.period
        ? periodIn(forms, form.code, query.period)
        : query.year === undefined
          ? latestPeriod(form, today)
          : periodOfYear(forms, form.code, query.year, today))
    const unitId = ctx.actor.unitId
    if (!form || !period || unitId === null) throw new AppError('common.not_found')
    const kinds = form.tiers.flatMap((t) => t.kinds)
    const parts = await findParts(trx, unitId, form.line, kinds, lastDay(period))
    const { rows } = await sql<Row & { isFound: boolean }>`
      select r.id, u as "unitId", ${form.id}::uuid as "formId", ${period.code} as period, r.due_on as "dueOn", coalesce(r.state, 'open') as state,
        coalesce(r.version, 0) as version, r.accepted_version as "acceptedVersion", r.submitted_on as "submittedOn",
        o.id as "obligationId", m.at as "remindedAt",
        exists (select 1 from unit_names n where n.unit_id = u and not exists (
          select 1 from unnest(string_to_array(shared.vn_norm(${query.q ?? ''}), ' ')) w(word) where w.word <> '' and position(w.word in n.search) = 0)) as "isFound"
      from unnest(${parts.map((p) => p.unitId)}::uuid[]) u
      left join reports r on r.unit_id = u and r.form_id = ${form.id} and r.period = ${period.code}
      left join lateral (
        select id from obligations o where o.unit_id = u and o.what = 'report' and o.source_id = r.id and o.state = 'open' order by o.due_on desc limit 1
      ) o on true
      left join lateral (select max(at) as at from reminders m where m.obligation_id = o.id) m on true`.execute(
      trx,
    )
    const counted = (test: (r: Row) => boolean) => rows.filter(test).length
    const found = rows.filter((r) => r.isFound)
    const items = (await present(trx, ctx, forms, found))
      .filter((i) => query.state === undefined || i.state === query.state)
      .sort((a, b) => rank(a) - rank(b) || a.unit.shortName.localeCompare(b.unit.shortName, 'vi'))
    return {
      period,
      counts: {
        all: rows.length,
        accepted: counted((r) => r.state === 'accepted'),
        waiting: counted((r) => r.state === 'submitted'),
        returned: counted((r) => r.state === 'returned'),
        notReported: counted((r) => r.state === 'open'),
      },
      items,
    }
  })
}

/** What waits for me first, then who is missing, then what is done. */
function rank(row: z.input<typeof ReportRow>): number {
  return { submitted: 0, open: 1, returned: 2, accepted: 3 }[row.state]
}

function periodIn(forms: readonly ReportForm[], code: string, period: string): Period | null {
  for (const form of forms) {
    const found = form.code === code ? periodOf(form, period) : null
    if (found) return found
  }
  return null
}

/** The period that people work on: of those standing today, the one that is due soonest. */
function latestPeriod(form: ReportForm, today: string): Period | null {
  return periodsOn(form, today).sort((a, b) => (a.dueAtTop < b.dueAtTop ? -1 : 1))[0] ?? null
}

/** The period of a year whose due day is the nearest to today: the one being handed in, or the year's last or first. */
function periodOfYear(
  forms: readonly ReportForm[],
  code: string,
  year: number,
  today: string,
): Period | null {
  const codes = new Set(forms.filter((f) => f.code === code).flatMap((f) => f.periods.map((p) => p.code)))
  const away = (p: Period) => Math.abs(Date.parse(p.dueAtTop) - Date.parse(today))
  return (
    [...codes]
      .flatMap((c) => periodIn(forms, code, `${year}-${c}`) ?? [])
      .sort((a, b) => away(a) - away(b))[0] ?? null
  )
}

async function present(
  trx: Trx,
  ctx: Ctx,
  forms: readonly ReportForm[],
  rows: readonly Row[],
): Promise<z.input<typeof ReportRow>[]> {
  const today = ctx.clock.today()
  const names = await findUnits(trx, [...new Set(rows.map((r) => r.unitId))], today)
  const formOf = new Map(forms.map((f) => [f.id, f]))
  return rows.map((r) => {
    const form = formOf.get(r.formId)
    const period = form ? periodOf(form, r.period) : null
    const done = r.state === 'submitted' || r.state === 'accepted'
    return {
      id: r.id,
      unit: nameOf(names, r.unitId),
      title: form?.title[ctx.locale] ?? '',
      periodCode: r.period,
      periodName: period ? periodName(period, ctx.locale) : r.period,
      dueOn: r.dueOn,
      state: r.state,
      version: r.version,
      acceptedVersion: r.acceptedVersion,
      submittedOn: r.submittedOn,
      late: r.dueOn !== null && (done ? (r.submittedOn ?? today) > r.dueOn : today > r.dueOn),
      obligationId: r.obligationId,
      remindedAt: r.remindedAt?.toISOString() ?? null,
    }
  })
}
