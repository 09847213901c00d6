import { sql } from 'kysely'
import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { wide } from '../../platform/wide.ts'
import { ownScope } from '../../platform/write.ts'
import { wantedOf } from './search.rules.ts'
import type { SearchHit, SearchResult, searchKinds } from './search.schema.ts'
import {
  findActivitiesBy,
  findDirectionsBy,
  findDocumentsBy,
  findPeopleBy,
  findPlansBy,
  findReportsBy,
  findTasksBy,
  findUnitsBy,
} from './search.store.ts'

declareErrors({ 'views.search_slow': 503 })

type Hit = z.input<typeof SearchHit>
type Kind = (typeof searchKinds)[number]

/**
 * Everything that the acting unit's lists would show, by words or number: grouped, at most five a group.
 * @param q 2 to 200 characters
 * @throws views.search_slow when a group takes longer than two seconds
 */
export async function search(ctx: Ctx, q: string): Promise<z.input<typeof SearchResult>> {
  ownScope(ctx)
  const t = translator(ctx.locale)
  const wanted = wantedOf(q)
  if (wanted.patterns.length === 0) return { groups: [] }
  const groups = await inTime(() =>
    wide(
      ctx,
      'what the asking person’s own lists show: each group by the grounds of its list',
      async (trx) => {
        // People search while they type: one that takes long is given up rather than pile up behind the next.
        await sql`set local statement_timeout = 2000`.execute(trx)
        const found: { kind: Kind; hits: Hit[] }[] = []
        const add = (kind: Kind, hits: Hit[]) => {
          if (hits.length > 0) found.push({ kind, hits })
        }
        const documents = await findDocumentsBy(trx, ctx, wanted)
        add(
          'documents',
          documents.map((d) => ({
            id: d.id,
            title: d.subject === '' ? d.type : d.subject,
            context: line(d.numberSymbol, d.issuerName, d.issuedOn === null ? null : formatDate(d.issuedOn)),
            to: `/documents/${d.id}`,
          })),
        )
        const plans = await findPlansBy(trx, ctx, wanted)
        add(
          'plans',
          plans.map((p) => ({
            id: p.id,
            title: p.title === '' ? t('views.search.plan.untitled', { year: String(p.year) }) : p.title,
            context: line(
              p.numberSymbol,
              p.unitName,
              p.revision === 0 ? t('views.search.plan.draft') : String(p.year),
            ),
            to: p.revision === 0 ? `/plans/${p.id}/draft` : `/plans/${p.id}`,
          })),
        )
        const tasks = await findTasksBy(trx, ctx, wanted)
        add(
          'tasks',
          tasks.map((k) => ({
            id: `${k.planId}.${k.key}`,
            title: k.title,
            context: line(k.unitName, k.planTitle),
            to: `/plans/${k.planId}?task=${encodeURIComponent(k.key)}`,
          })),
        )
        const activities = await findActivitiesBy(trx, ctx, wanted)
        add(
          'activities',
          activities.map((a) => ({
            id: a.id,
            title: a.title,
            context: line(a.unitName, formatDate(a.day)),
            to: `/activities/${a.id}`,
          })),
        )
        const reports = await findReportsBy(trx, ctx, wanted)
        add(
          'reports',
          reports.map((r) => ({
            id: r.id,
            title: `${r.title}, ${r.period}`,
            context: line(r.unitName, t(`reports.state.${r.state}`)),
            to: `/reports/${r.id}`,
          })),
        )
        const directions = await findDirectionsBy(trx, ctx, wanted)
        add(
          'directions',
          directions.map((d) => ({
            id: d.id,
            title: d.title,
            context: line(d.unitName, t('views.search.direction.due', { date: formatDate(d.dueOn) })),
            to: `/directions/${d.id}`,
          })),
        )
        const units = await findUnitsBy(trx, ctx, wanted)
        add(
          'units',
          units.map((u) => ({
            id: u.id,
            title: u.name,
            context: line(
              u.formerly ? t('units.formerly', { name: u.formerly }) : '',
              line(u.kindName, u.place),
            ),
            to: `/organisation/units/${u.id}`,
          })),
        )
        const people = await findPeopleBy(trx, ctx, wanted)
        add(
          'people',
          people.map((p) => ({
            id: p.id,
            title: p.name,
            context: line(p.title ?? t(`people.role.${p.role}`), p.desk),
            to: `/organisation/units/${p.unitId}/people?q=${encodeURIComponent(p.name)}`,
          })),
        )
        return found
      },
    ),
  )
  return { groups }
}

function line(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}

async function inTime<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    // PostgreSQL's "query canceled"
    if (error instanceof Error && 'code' in error && error.code === '57014')
      throw new AppError('views.search_slow')
    throw error
  }
}
