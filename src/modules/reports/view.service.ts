import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { read } from '../../platform/write.ts'
import { findSameOf } from '../activities/index.ts'
import { signingState } from '../signing/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import { findSuperiors } from './forms.store.ts'
import type { ReportForm } from './form.schema.ts'
import { paperSubject } from './issuing.store.ts'
import { leadPieces, spellDay } from './lead.rules.ts'
import { paperIfSigner } from './paper.ts'
import { mayDo } from './reports.policy.ts'
import { lastDay, type FigureRow, type Period } from './reports.rules.ts'
import type { Report, ReportContent, ReportFigure } from './reports.schema.ts'
import { issueRequest, loadReport, showDraft, shownFigures, type Changes, type Loaded } from './standing.ts'

/**
 * A report as the person sees it: the unit its draft with live figures, or a version; a superior what was handed in.
 * @param version null for the draft, or the last version where none is being written
 * @throws common.not_found
 */
export async function readReport(
  ctx: Ctx,
  id: string,
  version: number | null,
): Promise<z.input<typeof Report>> {
  return read(ctx, '*', (trx) => presentReport(trx, ctx, id, version))
}

export async function presentReport(
  trx: Trx,
  ctx: Ctx,
  id: string,
  version: number | null,
): Promise<z.input<typeof Report>> {
  const loaded = await loadReport(trx, ctx, id, { version })
  const { report, form, period, isOwn, draft, frozen, count, answers } = loaded
  const showsDraft = showDraft(report, isOwn, draft, version)
  const superiors =
    showsDraft || loaded.submissions.length === 0
      ? await findSuperiors(trx, report.unitId, form.line, lastDay(report), ctx.clock.today())
      : loaded.submissions
  const missing = showsDraft
    ? count.missing.map((m) => ({ unitId: m.unitId, state: m.state }))
    : (frozen?.content?.missing ?? [])
  const names = await findUnits(
    trx,
    [
      report.unitId,
      ...superiors.map((s) => s.unitId),
      ...missing.map((m) => m.unitId),
      ...answers.map((a) => a.unitId),
    ],
    lastDay(report),
  )
  const unit = names.get(report.unitId)
  const may = mayDo(ctx.actor, loaded.standing)
  const parts = (showsDraft ? count.children : (frozen?.content?.children ?? [])).length
  return {
    id,
    unit: {
      ...nameOf(names, report.unitId),
      place: unit?.place ?? '',
      parentLine: unit?.parentLine ?? null,
      abbreviation: unit?.abbreviation ?? '',
    },
    title: form.title[ctx.locale],
    subject: form.subject.replace('{period}', periodName(period, 'vi')),
    period: {
      code: period.code,
      name: periodName(period, ctx.locale),
      from: period.from,
      until: period.until,
      lastDay: lastDay(period),
    },
    dueOn: report.dueOn,
    state: report.state,
    version: report.version,
    acceptedVersion: report.acceptedVersion,
    submittedOn: report.submittedOn,
    shown: showsDraft
      ? { version: null, at: null }
      : { version: frozen?.version ?? null, at: frozen?.submittedAt.toISOString() ?? null },
    isElsewhere: !showsDraft && frozen?.content?.elsewhere !== undefined,
    draft: draft ? { state: draft.state, version: draft.version, note: draft.content.note ?? '' } : null,
    sections: sectionsOf(loaded, unit?.shortName ?? '', parts + missing.length > 0),
    tableCaption: form.table.caption,
    content: shownContent(loaded, showsDraft),
    figures: presentFigures(ctx, form, shownFigures(loaded, showsDraft), showsDraft ? null : loaded.changes),
    hasParts: parts + missing.length > 0,
    counted: {
      activities: (showsDraft ? count.activities : (frozen?.content?.activities ?? [])).length,
      parts,
      allParts: parts + missing.length,
    },
    missing: missing.map((m) => ({
      unit: nameOf(names, m.unitId),
      state: m.state === 'waiting' || m.state === 'returned' ? m.state : 'not_reported',
    })),
    superiors: superiors.map((s) => ({ unit: nameOf(names, s.unitId), role: s.role })),
    versions: loaded.versions.map((v) => ({
      version: v.version,
      submittedAt: v.submittedAt.toISOString(),
      hash: v.hash,
      accepted: v.version === report.acceptedVersion,
      document:
        v.documentId === null
          ? null
          : { id: v.documentId, numberSymbol: v.numberSymbol, issuedOn: v.issuedOn },
    })),
    issuing: await presentIssuing(trx, ctx, loaded),
    answers: answers.map((a) => ({
      id: a.id,
      version: a.version,
      unit: nameOf(names, a.unitId),
      answer: a.answer,
      words: a.words,
      at: a.at.toISOString(),
    })),
    changes: showsDraft
      ? { activities: 0, parts: 0, figures: 0 }
      : {
          activities: loaded.changes.activities,
          parts: loaded.changes.parts,
          figures: loaded.changes.figures,
        },
    samePictures: may.includes('report.accept')
      ? await findSameOf(trx, ctx, frozen?.content?.activities ?? [])
      : [],
    may,
  }
}

async function presentIssuing(
  trx: Trx,
  ctx: Ctx,
  loaded: Loaded,
): Promise<z.input<typeof Report>['issuing']> {
  const { issuing, report, frozen } = loaded
  if (!issuing) return null
  const { entry, signer } = issuing
  const isShown = frozen?.version === report.version && frozen.content !== null
  const paper = isShown ? await paperIfSigner(trx, ctx, issueRequest(loaded, signer), entry) : null
  return {
    numberSymbol: entry.numberSymbol,
    dated: entry.dated,
    signing: paper ? await signingState(trx, ctx, paperSubject(issuing), paper.source) : null,
  }
}

function sectionsOf(
  { report, form, period }: Loaded,
  unit: string,
  hasParts: boolean,
): z.input<typeof Report>['sections'] {
  const values = { from: spellDay(report.from), until: spellDay(lastDay(period)), unit }
  return form.sections.map(({ key, marker, title, required, hasTable, lead }) => ({
    key,
    marker,
    title,
    required: required && lead === null,
    hasTable,
    lead:
      lead === null
        ? []
        : leadPieces(hasParts ? lead.parts : lead.own, values).map((p) =>
            p.kind === 'words' ? { words: p.words, indicator: null } : { words: '', indicator: p.indicator },
          ),
  }))
}

/** Words of the draft, else of the version it would begin from; every section of the form has its place. */
function shownContent({ draft, frozen, form }: Loaded, showsDraft: boolean): ReportContent {
  const words = showsDraft ? (draft?.content ?? frozen?.content) : frozen?.content
  return {
    texts: form.sections.map(
      (s) => words?.texts.find((t) => t.section === s.key) ?? { section: s.key, words: '', sources: [] },
    ),
    corrections: words?.corrections ?? [],
    nothing: words?.nothing ?? [],
  }
}

/** Every indicator of the form in its order, with the words of the reader's language. */
export function presentFigures(
  ctx: Ctx,
  form: ReportForm,
  rows: readonly FigureRow[],
  changes: Changes | null,
): ReportFigure[] {
  const byCode = new Map(rows.map((r) => [r.indicator, r]))
  const zero = { n: 0, d: 0 }
  return form.indicators.map((i) => {
    const row = byCode.get(i.code)
    return {
      indicator: i.code,
      name: i.name[ctx.locale],
      unit: i.unit[ctx.locale],
      adds: i.adds,
      runningYear: i.running?.year ?? null,
      state: row?.state ?? 'unknown',
      own: row?.own ?? zero,
      below: row?.below ?? zero,
      correction: row?.correction ?? null,
      total: row?.total ?? zero,
      running: row?.running ?? zero,
      carried: row?.carried ?? 0,
      revised: row?.revised ?? 0,
      now: changes?.now.get(i.code) ?? null,
    }
  })
}

/** "6 tháng đầu năm 2026". */
export function periodName(period: Period, locale: 'vi' | 'en'): string {
  return period.part.name[locale].replace('{year}', String(period.year))
}

export function nameOf(
  names: ReadonlyMap<string, UnitFacts>,
  id: string,
): { id: string; name: string; shortName: string; kind: string } {
  const unit = names.get(id)
  return { id, name: unit?.name ?? '', shortName: unit?.shortName ?? '', kind: unit?.kind ?? '' }
}
