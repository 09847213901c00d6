import { findTaskStands } from '../activities/index.ts'
import { findClauses, findDocument, readPaper, type Clause } from '../library/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { wide } from '../../platform/wide.ts'
import { read } from '../../platform/write.ts'
import { contentsOf, type Content, type Work } from './agency.rules.ts'
import {
  findAgency,
  findDerivedTasks,
  findHead,
  findLastChange,
  findLateTasks,
  findPublicPlans,
  findPublicTasks,
  listAgencies,
  type Agency,
  type ListedAgency,
  type PublicPlan,
  type PublicTask,
} from './agency.store.ts'
import { findCascade } from './board.store.ts'

export interface PublicProgress {
  plan: PublicPlan
  contents: Content[]
  /** the agency's own tasks with where they stand */
  tasks: (PublicTask & { state: 'done' | 'late' | 'open' })[]
  /** tasks of units below that derive from the plan's; the same as on the agency's board */
  below: { done: number; all: number; units: number }
  done: number
  all: number
}

export interface AgencyPage {
  agency: Agency
  head: { name: string; title: string | null } | null
  /** the year shown and the others with public plans */
  year: number
  years: number[]
  plans: PublicProgress[]
  changedAt: Date | null
}

/**
 * The public page of an agency: its public plans of a year with how far their contents are. Totals over the units below,
 * none of them by name.
 * @param year null for the newest with a public plan
 * @returns the agency without a page where it has no public plan
 * @throws common.not_found for a code that no unit has, and for a year without a public plan
 */
export async function readAgencyPage(
  ctx: Ctx,
  code: string,
  year: number | null,
): Promise<{ agency: Agency; page: AgencyPage | null }> {
  const today = ctx.clock.today()
  const agency = await findAgency(ctx.db, code, today)
  if (!agency) throw new AppError('common.not_found')
  const home: Ctx = { ...ctx, home: agency.home }
  const reach = 'public plans of the agency, and totals over what units below do for them'
  return wide(home, reach, async (trx) => {
    const all = await findPublicPlans(trx, agency.id)
    const years = [...new Set(all.map((p) => p.year))]
    const shown = year ?? years[0]
    if (shown === undefined) return { agency, page: null }
    if (!years.includes(shown)) throw new AppError('common.not_found')
    const plans: PublicProgress[] = []
    for (const plan of all.filter((p) => p.year === shown))
      plans.push(await progressOf(trx, agency.id, plan, today))
    const head = await findHead(trx, agency.id, today)
    const changedAt = await findLastChange(
      trx,
      plans.map((p) => p.plan.id),
    )
    return { agency, page: { agency, head, year: shown, years, plans, changedAt } }
  })
}

async function progressOf(
  trx: Trx,
  unitId: string,
  plan: PublicPlan,
  today: string,
): Promise<PublicProgress> {
  const own = await findPublicTasks(trx, plan.id, plan.revision)
  const clauses: Clause[] = await findClauses(trx, plan.documentId)
  const cascade = await findCascade(trx, [unitId], plan.id, today)
  const plansBelow = cascade.flatMap((c) =>
    c.planId !== null && c.planRevision !== null ? [{ planId: c.planId, revision: c.planRevision }] : [],
  )
  const derived = await findDerivedTasks(trx, plan.id, plansBelow)
  const refs = [...own.map((t) => ({ planId: plan.id, taskKey: t.key })), ...derived]
  const stands = new Map((await findTaskStands(trx, refs)).map((s) => [`${s.planId} ${s.taskKey}`, s]))
  const late = await findLateTasks(trx, [plan.id, ...plansBelow.map((p) => p.planId)], today)
  const workOf = (planId: string, taskKey: string, under: string, unit: string): Work => {
    const key = `${planId} ${taskKey}`
    const isDone = stands.get(key)?.isDone ?? false
    return { under, unit, isDone, isLate: !isDone && late.has(key) }
  }
  const works = [
    ...own.map((t) => workOf(plan.id, t.key, t.key, unitId)),
    ...derived.map((t) => workOf(t.planId, t.taskKey, t.originKey, t.unitId)),
  ]
  const below = works.slice(own.length)
  return {
    plan,
    contents: contentsOf(clauses, own, works),
    tasks: own.map((task, i) => ({
      ...task,
      state: works[i]?.isDone ? 'done' : works[i]?.isLate ? 'late' : 'open',
    })),
    below: {
      done: below.filter((w) => w.isDone).length,
      all: below.length,
      units: new Set(below.map((w) => w.unit)).size,
    },
    done: works.filter((w) => w.isDone).length,
    all: works.length,
  }
}

/** The .docx or PDF of a public document of an agency. */
export async function readPublicPaper(
  ctx: Ctx,
  code: string,
  documentId: string,
  kind: 'docx' | 'pdf',
): Promise<FileAnswer> {
  const agency = await findAgency(ctx.db, code, ctx.clock.today())
  if (!agency) throw new AppError('common.not_found')
  const home: Ctx = { ...ctx, home: agency.home }
  // Nobody's own units: of the read grounds only "public" is left.
  const document = await read(home, '*', (trx) => findDocument(trx, home, documentId))
  if (document?.unitId !== agency.id || !document.isPublic) throw new AppError('common.not_found')
  return readPaper(home, documentId, kind)
}

/** Agencies with a public page whose names hold the words, at most `most`, over all homes. */
export async function findAgencies(ctx: Ctx, q: string, most: number): Promise<ListedAgency[]> {
  const homes = await ctx.db.selectFrom('system.homes').select('schema_name').orderBy('code').execute()
  const found: ListedAgency[] = []
  for (const { schema_name } of homes) {
    if (found.length >= most) break
    found.push(
      ...(await wide({ db: ctx.db, home: schema_name }, 'which agencies have a public plan', (trx) =>
        listAgencies(trx, q, ctx.clock.today(), most - found.length),
      )),
    )
  }
  return found
}
