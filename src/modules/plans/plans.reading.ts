import { sql } from 'kysely'
import type { z } from 'zod'
import { formatClause } from '../../messages/format.ts'
import { translator, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { ownScope, read } from '../../platform/write.ts'
import { signerFinding, spellFinding } from '../mandates/index.ts'
import { signingState } from '../signing/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type { ChangesAnswer, DraftAnswer, PlanAnswer, PlanList, SourceList } from './plans.api.schema.ts'
import { paperOfDraft } from './plans.paper.service.ts'
import { mayCreate, mayOn, type PlanStanding } from './plans.policy.ts'
import { whatChanged } from './plans.rules.changes.ts'
import { checkForReview } from './plans.rules.review.ts'
import { carriedOut, lineOf, loadSources, shownSources } from './plans.sources.ts'
import {
  findDraft,
  findOwnPlan,
  findRevision,
  findRevisions,
  findSteps,
  listDeliveredPlans,
  listOwnPlans,
  listPlansBelow,
  subjectOf,
  type DraftRow,
  type ListedPlan,
  type PlanHead,
} from './plans.store.ts'

const page = 100

/** What a right on a plan depends on. */
export function standingOf(plan: PlanHead, draft: DraftRow | null): PlanStanding {
  return {
    unitId: plan.unitId,
    state: draft?.state ?? null,
    hasNumber: draft !== null && draft.registerEntryId !== null,
    way: draft?.content.way ?? 'paper',
    isIssued: plan.revision > 0,
  }
}

export function shownUnit(units: ReadonlyMap<string, UnitFacts>, id: string) {
  const unit = units.get(id)
  return { id, name: unit?.name ?? '', shortName: unit?.shortName ?? '' }
}

async function shownRows(trx: Trx, ctx: Ctx, rows: readonly ListedPlan[]) {
  const units = await findUnits(
    trx,
    rows.map((r) => r.unitId),
    ctx.clock.today(),
  )
  return rows.map((r) => ({
    id: r.id,
    unit: shownUnit(units, r.unitId),
    year: r.year,
    title: r.title,
    revision: r.revision,
    issuedOn: r.issuedOn,
    documentId: r.documentId,
    numberSymbol: r.numberSymbol,
    draft:
      r.draftRevision !== null && r.draftState !== null && r.draftUpdatedAt !== null
        ? {
            revision: r.draftRevision,
            state: r.draftState,
            updatedAt: r.draftUpdatedAt.toISOString(),
            tasks: r.draftTasks ?? 0,
            toDecide: r.draftToDecide ?? 0,
          }
        : null,
    taskCount: r.taskCount,
  }))
}

type Which = 'own' | 'delivered' | 'below'

/** Own plans, plans delivered to the unit, or plans of the units directly below; newest first, 100 a page. */
export async function listPlans(
  ctx: Ctx,
  which: Which,
  query: { year?: number | undefined; q?: string | undefined; cursor?: string | undefined },
): Promise<z.input<typeof PlanList>> {
  const list = { own: listOwnPlans, delivered: listDeliveredPlans, below: listPlansBelow }[which]
  return read(ctx, ownScope(ctx), async (trx) => {
    const after = query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor) ? query.cursor : null
    const rows = await list(trx, ctx, { year: query.year ?? null, q: query.q, limit: page + 1, after })
    const shown = rows.slice(0, page)
    return {
      rows: await shownRows(trx, ctx, shown),
      next: rows.length > page ? (shown.at(-1)?.id ?? null) : null,
    }
  })
}

/**
 * What a plan of a year can be drafted from: documents the unit received, knows or was sent that have clauses to carry
 * out, newest first; and the unit's own plans of earlier years.
 * @param query `document`: one that is asked for by name, and so offered first, however old it is and whatever stands in it
 */
export async function listSources(
  ctx: Ctx,
  { year, document }: { year: number; document?: string | undefined },
): Promise<z.input<typeof SourceList>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
    const asked = sql`d.id = ${document ?? null}`
    const { rows } = await sql<{
      documentId: string
      type: string
      numberSymbol: string | null
      issuerName: string
      issuerUnitId: string | null
      issuedOn: string | null
      subject: string
      planId: string | null
      revision: number | null
      clauses: number
      usedBy: string[]
    }>`
      select d.id as "documentId", d.type, d.number_symbol as "numberSymbol", d.issuer_name as "issuerName",
        d.issuer_unit_id as "issuerUnitId", d.issued_on as "issuedOn", d.subject, d.plan_id as "planId", d.plan_revision as revision, n.clauses,
        array(select distinct x.plan_id from (
          select pd.plan_id from plan_drafts pd, jsonb_array_elements(pd.content->'bases') b
            where pd.unit_id = any(${own}) and b->>'documentId' = d.id::text
          union all
          select b.plan_id from plan_bases b join plan_revisions r on r.plan_id = b.plan_id and r.revision = b.revision
            where r.unit_id = any(${own}) and b.document_id = d.id) x) as "usedBy"
      from documents d
      cross join lateral (select count(*) as clauses from clauses c where c.document_id = d.id
        and c.kind in ('content', 'form', 'solution', 'responsibility')) n
      where (n.clauses > 0 or ${asked}) and d.report_id is null
        and ((d.unit_id = any(${own}) and d.origin <> 'issued')
          or (d.plan_id is not null and not d.unit_id = any(${own})
            and exists (select 1 from reader r where r.unit_id = any(${own}) and r.what = 'document' and r.id = d.id and r.ground = 'delivered')))
        and (d.issued_on is null or d.issued_on >= ${`${year - 2}-07-01`}::date or ${asked})
        and not exists (select 1 from documents later where later.plan_id = d.plan_id and later.plan_revision > d.plan_revision
          and exists (select 1 from reader r where r.unit_id = any(${own}) and r.what = 'document' and r.id = later.id))
      order by ${asked} desc nulls last, d.issued_on desc nulls last, d.id desc limit ${page}`.execute(trx)
    const documents = []
    for (const { issuerUnitId, ...row } of rows) {
      const [unitId = ''] = ctx.actor.ownUnits
      documents.push({
        ...row,
        line: await lineOf(trx, ctx.actor.unitId ?? unitId, issuerUnitId, ctx.clock.today()),
      })
    }
    const plans = await listOwnPlans(trx, ctx, { year: null, limit: page, after: null })
    const lastYears = await shownRows(
      trx,
      ctx,
      plans.filter((p) => p.year < year && p.revision > 0),
    )
    return { documents, lastYears, may: mayCreate(ctx.actor) ? (['draft'] as const).slice() : [] }
  })
}

/** The facts of a finding, the clause's place as a clerk says it. */
function citing(params: Record<string, string | number>, t: Translate): Record<string, string | number> {
  const { path } = params
  return typeof path === 'string' ? { ...params, path: formatClause(path, t) } : params
}

/** The sentence of each finding, in the person's language. */
export function findingsOf(
  ctx: Ctx,
  content: DraftRow['content'],
  sources: Parameters<typeof checkForReview>[1],
) {
  const t = translator(ctx.locale)
  return checkForReview(content, sources).map((f) => ({
    code: f.code,
    level: f.level,
    sentence: t(`plans.check.${f.code}`, citing(f.params, t)),
    article: null,
    taskKey: f.taskKey ?? null,
    documentId: f.documentId ?? null,
    clauseKey: f.clauseKey ?? null,
  }))
}

/**
 * The draft of an own plan as screens need it.
 * @param loaded its sources, where the same transaction has just read them
 * @throws common.not_found, plans.no_draft
 */
export async function draftAnswer(
  trx: Trx,
  ctx: Ctx,
  planId: string,
  loaded?: Awaited<ReturnType<typeof loadSources>>,
): Promise<z.input<typeof DraftAnswer>> {
  const plan = await findOwnPlan(trx, ctx, planId)
  const draft = await findDraft(trx, planId)
  if (!draft) throw new AppError('plans.no_draft')
  const sources = loaded ?? (await loadSources(trx, ctx, carriedOut(draft.content)))
  const { rows } = await sql<{ by: string | null; number: string | null; dated: string | null }>`
    select (select p.name from persons p where p.id = ${draft.updatedBy}) as by, e.number_symbol as number, e.dated
    from (values (1)) x left join register_entries e on e.id = ${draft.registerEntryId}`.execute(trx)
  const day = rows[0]?.dated ?? ctx.clock.today()
  const signer = await signerFinding(trx, plan.unitId, draft.content.signer, { type: 'Kế hoạch', day })
  const steps = await findSteps(trx, planId, draft.revision)
  return {
    planId,
    unit: shownUnit(await findUnits(trx, [plan.unitId], ctx.clock.today()), plan.unitId),
    revision: draft.revision,
    inForce: plan.revision,
    state: draft.state,
    version: draft.version,
    updatedAt: draft.updatedAt.toISOString(),
    updatedBy: rows[0]?.by ?? null,
    numberSymbol: rows[0]?.number ?? null,
    content: draft.content,
    sources: await shownSources(trx, ctx, draft.content, sources),
    findings: [
      ...findingsOf(ctx, draft.content, [...sources.values()]),
      ...(signer ? [{ ...spellFinding(ctx, signer), taskKey: null, documentId: null, clauseKey: null }] : []),
    ],
    steps: steps.map((s) => ({ ...s, at: s.at.toISOString() })),
    signing:
      draft.state === 'approved' && draft.content.way === 'electronic'
        ? await signingState(trx, ctx, subjectOf(draft), (await paperOfDraft(trx, ctx, plan, draft)).source)
        : null,
    may: mayOn(ctx.actor, standingOf(plan, draft)),
  }
}

export async function readDraft(ctx: Ctx, planId: string): Promise<z.input<typeof DraftAnswer>> {
  return read(ctx, ownScope(ctx), (trx) => draftAnswer(trx, ctx, planId))
}

/**
 * An issued revision with its coverage of what it stands on, within the read grounds.
 * @param revision null: the latest one that may be read
 * @throws common.not_found
 */
export async function planAnswer(
  trx: Trx,
  ctx: Ctx,
  planId: string,
  revision: number | null,
): Promise<z.input<typeof PlanAnswer>> {
  const shown = await findRevision(trx, ctx, planId, revision)
  if (!shown) throw new AppError('common.not_found')
  const revisions = await findRevisions(trx, ctx, planId)
  const isOwn = ctx.actor.ownUnits.includes(shown.unitId)
  const draft = isOwn ? await findDraft(trx, planId) : null
  const sources = await loadSources(trx, ctx, carriedOut(shown.content))
  const standing: PlanStanding = {
    unitId: shown.unitId,
    state: draft?.state ?? null,
    hasNumber: draft?.registerEntryId !== null,
    way: draft?.content.way ?? 'paper',
    isIssued: true,
  }
  return {
    id: planId,
    unit: shownUnit(await findUnits(trx, [shown.unitId], ctx.clock.today()), shown.unitId),
    year: shown.year,
    isOwn,
    revision: shown.revision,
    inForce: revisions.at(-1)?.revision ?? shown.revision,
    revisions: revisions.map(({ revision: n, issuedOn, numberSymbol }) => ({
      revision: n,
      issuedOn,
      numberSymbol,
    })),
    documentId: shown.documentId,
    numberSymbol: revisions.find((r) => r.revision === shown.revision)?.numberSymbol ?? null,
    issuedOn: shown.issuedOn,
    title: shown.title,
    hasDraft: draft !== null,
    content: shown.content,
    sources: await shownSources(trx, ctx, shown.content, sources),
    may: mayOn(ctx.actor, standing),
  }
}

export async function readPlan(
  ctx: Ctx,
  planId: string,
  revision: number | null,
): Promise<z.input<typeof PlanAnswer>> {
  return read(ctx, ownScope(ctx), (trx) => planAnswer(trx, ctx, planId, revision))
}

/**
 * What changed between two revisions of a plan; `to` 0 is the own draft.
 * @throws common.not_found when either may not be read
 */
export async function readChanges(
  ctx: Ctx,
  planId: string,
  from: number,
  to: number,
): Promise<z.input<typeof ChangesAnswer>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const before = await findRevision(trx, ctx, planId, from)
    let after
    if (to === 0) {
      await findOwnPlan(trx, ctx, planId)
      after = (await findDraft(trx, planId))?.content
    } else after = (await findRevision(trx, ctx, planId, to))?.content
    if (!before || !after) throw new AppError('common.not_found')
    return { planId, title: after.title, from, to, ...whatChanged(before.content, after) }
  })
}
