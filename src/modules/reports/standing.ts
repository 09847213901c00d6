import { sql } from 'kysely'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { countReport, type Count, type Counting } from './count.ts'
import { findBooks } from './count.store.ts'
import { findForm } from './forms.store.ts'
import type { ReportForm } from './form.schema.ts'
import './reports.errors.ts'
import { findIssuing, type Issuing } from './issuing.store.ts'
import type { IssueRequest } from './paper.ts'
import { mayDo, type Standing } from './reports.policy.ts'
import { lastDay, periodOf, type FigureRow, type Period } from './reports.rules.ts'
import type { ReportAction } from './reports.schema.ts'
import {
  findDraft,
  findReport,
  findVersion,
  type DraftRow,
  type FrozenContent,
  type ReportState,
} from './reports.store.ts'
import { findAnswers, findSubmissions, findVersions, type AnswerRow, type VersionRow } from './view.store.ts'

/** A report with what it counts. */
export interface Counted {
  report: ReportState
  form: ReportForm
  period: Period
  isOwn: boolean
  /** the unit and the closed ones whose books it goes on with: whose activities count */
  units: readonly string[]
  /** only for the unit itself */
  draft: DraftRow | null
  /** the version looked at: the one asked for, else the last; null before the first */
  frozen: { version: number; submittedAt: Date; content: FrozenContent | null } | null
  /** what counts today, with the words of the draft or of the version */
  count: Count
  /** may read what is newer than the version, too */
  seesNow: boolean
  changes: Changes
}

/** A report with everything that decides what may be done with it. */
export interface Loaded extends Counted {
  versions: VersionRow[]
  answers: AnswerRow[]
  submissions: { unitId: string; role: 'sums' | 'reads' }[]
  /** the last version, where it has its number and waits for its signatures; only for the unit itself */
  issuing: Issuing | null
  standing: Standing
}

export interface Changes {
  activities: number
  parts: number
  figures: number
  now: ReadonlyMap<string, number>
}

const noContent = { corrections: [], nothing: [] }

interface LoadOptions {
  lock?: boolean
  /** a version to look at; null for the draft or the last one */
  version?: number | null
}

/**
 * Loads what a report counts, with scope and, for a write, with lock (report, then draft).
 * @param options.indicator only this row: opening one figure need not reckon the others
 * @throws common.not_found outside the grounds, and for a version that is not there
 */
export async function loadCounted(
  trx: Trx,
  ctx: Ctx,
  id: string,
  options: LoadOptions & { indicator?: string } = {},
): Promise<Counted> {
  const report = await findReport(trx, ctx, id, { lock: options.lock ?? false })
  const wholeForm = report ? await findForm(trx, report.formId) : null
  const form = wholeForm && narrowed(wholeForm, options.indicator)
  const period = report && form ? periodOf(form, report.period) : null
  if (!report || !form || !period) throw new AppError('common.not_found')
  const isOwn = ctx.actor.kind === 'system' || ctx.actor.ownUnits.includes(report.unitId)
  const draft = isOwn ? await findDraft(trx, id, options.lock ?? false) : null
  const frozen = report.version > 0 ? await findVersion(trx, ctx, id, options.version ?? null) : null
  if ((options.version ?? null) !== null && !frozen) throw new AppError('common.not_found')
  const showsDraft = showDraft(report, isOwn, draft, options.version ?? null)
  const words = showsDraft ? (draft?.content ?? frozen?.content) : frozen?.content
  const units = await findBooks(trx, report.unitId, lastDay(report))
  const counting: Counting = {
    unitId: report.unitId,
    units,
    form,
    period: report.period,
    from: report.from,
    until: report.until,
  }
  const count = await countReport(trx, counting, words ?? noContent)
  // Whoever was handed a version keeps it for good, also after a transfer; what is newer is for those above today.
  const seesNow = isOwn || (await isAboveToday(trx, ctx, report.unitId))
  // What was counted in another installation is not counted anew here.
  const isHere = frozen?.content?.elsewhere === undefined
  const changes = frozen?.content && isHere && seesNow ? changesSince(frozen.content, count, form) : noChanges
  return { report, form, period, isOwn, units, draft, frozen, count, seesNow, changes }
}

/** The form with one row of its table only. */
function narrowed(form: ReportForm, indicator: string | undefined): ReportForm {
  if (indicator === undefined) return form
  return { ...form, indicators: form.indicators.filter((i) => i.code === indicator) }
}

/**
 * Loads a report with scope and, for a write, with lock.
 * @throws common.not_found outside the grounds, and for a version that is not there
 */
export async function loadReport(trx: Trx, ctx: Ctx, id: string, options: LoadOptions = {}): Promise<Loaded> {
  const counted = await loadCounted(trx, ctx, id, options)
  const { report, draft, frozen, changes } = counted
  const last = frozen && frozen.version === report.version ? frozen.content : null
  const versions = await findVersions(trx, ctx, id)
  const answers = await findAnswers(trx, ctx, id)
  const submissions = await findSubmissions(trx, id, report.version)
  const waiting = counted.isOwn ? await findIssuing(trx, id, options.lock ?? false) : null
  const issuing = waiting?.version === report.version ? waiting : null
  const standing: Standing = {
    unitId: report.unitId,
    state: report.state,
    version: report.version,
    acceptedVersion: report.acceptedVersion,
    draft: draft?.state ?? null,
    windowOver: ctx.clock.today() >= lastDay(report),
    hasNews: last !== null && (changes.activities > 0 || changes.parts > 0),
    unissued: versions.some((v) => v.version === report.version && v.documentId === null),
    waits: issuing !== null,
    // Who decides now: after a transfer or a merger no longer the one it was handed in to.
    sums: report.version > 0 ? report.superiorId : null,
    reads: submissions.filter((s) => s.role === 'reads').map((s) => s.unitId),
    lastAnswer: answers.at(-1)?.answer ?? null,
  }
  return { ...counted, versions, answers, submissions, issuing, standing }
}

async function isAboveToday(trx: Trx, ctx: Ctx, unitId: string): Promise<boolean> {
  const today = ctx.clock.today()
  const { rows } = await sql`
    select 1 from unit_closure where ancestor_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and descendant_id = ${unitId}
      and valid_from <= ${today} and (valid_until is null or valid_until > ${today}) limit 1`.execute(trx)
  return rows.length > 0
}

/** The unit itself sees its draft while there is one or none was handed in; everybody else what was handed in. */
export function showDraft(
  report: ReportState,
  isOwn: boolean,
  draft: DraftRow | null,
  version: number | null,
): boolean {
  return isOwn && version === null && (draft !== null || report.version === 0 || report.state === 'returned')
}

const noChanges: Changes = { activities: 0, parts: 0, figures: 0, now: new Map() }

/** What differs today from what a version froze, in the rows of the form that were counted. */
function changesSince(frozen: FrozenContent, count: Count, form: ReportForm): Changes {
  const now = new Map<string, number>()
  const present = new Map(count.figures.map((f) => [f.indicator, f]))
  const counted = new Set(form.indicators.map((i) => i.code))
  for (const was of frozen.figures) {
    if (!counted.has(was.indicator)) continue
    const is = present.get(was.indicator)
    present.delete(was.indicator)
    const correction = was.correction?.n ?? 0
    const total = is ? is.own.n + is.below.n + correction : correction
    if (total !== was.total.n || (is !== undefined && is.total.d !== was.total.d))
      now.set(was.indicator, total)
  }
  // What nobody had stated then and somebody states now.
  for (const is of present.values()) now.set(is.indicator, is.total.n)
  return {
    activities: differing(
      frozen.activities.map((a) => [a.id, a.version]),
      count.activities.map((a) => [a.id, a.version]),
    ),
    parts: differing(
      frozen.children.map((c) => [c.reportId, c.version]),
      count.children.map((c) => [c.reportId, c.version]),
    ),
    figures: now.size,
    now,
  }
}

function differing(
  before: readonly (readonly [string, number])[],
  after: readonly (readonly [string, number])[],
): number {
  const was = new Map(before)
  const is = new Map(after)
  let n = 0
  for (const [id, version] of was) if (is.get(id) !== version) n += 1
  for (const id of is.keys()) if (!was.has(id)) n += 1
  return n
}

/** Refuses what the person may not do now, with the reason that helps most. */
export function requireMay(ctx: Ctx, loaded: Loaded, action: ReportAction): void {
  if (mayDo(ctx.actor, loaded.standing).includes(action)) return
  const { actor } = ctx
  if (loaded.isOwn && action === 'report.sign') {
    if (!actor.roles.includes('leader') && !actor.roles.includes('clerk'))
      throw new AppError('signing.only_signers')
    if (!loaded.issuing) throw new AppError('signing.no_number')
  }
  const leads = action === 'report.approve' || action === 'report.send_back'
  if (loaded.isOwn && leads && !actor.roles.includes('leader')) throw new AppError('reports.leader_only')
  const ofSuperior = action === 'report.accept' || action === 'report.return' || action === 'report.ask'
  if (loaded.isOwn === ofSuperior) throw new AppError('reports.not_yours')
  if (action === 'report.submit' && loaded.draft?.state === 'approved' && !loaded.standing.windowOver)
    throw new AppError('reports.too_early', { day: formatDate(lastDay(loaded.report)) })
  throw new AppError('reports.not_now')
}

/** The last handed-in version, to be issued. @throws common.changed_meanwhile where its words are gone */
export function issueRequest(loaded: Loaded, signer: IssueRequest['signer']): IssueRequest {
  const { report, form, period, frozen, submissions } = loaded
  if (frozen?.version !== report.version || !frozen.content) throw new AppError('common.changed_meanwhile')
  return {
    report,
    form,
    period,
    version: report.version,
    content: frozen.content,
    superiors: submissions,
    signer,
  }
}

/** The figures to show: of the draft as counted now, of a version as frozen. */
export function shownFigures(loaded: Counted, showsDraft: boolean): FigureRow[] {
  return showsDraft ? loaded.count.figures : (loaded.frozen?.content?.figures ?? [])
}
