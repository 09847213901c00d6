import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { read } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import type { TextSource } from './form.schema.ts'
import {
  findActivityWords,
  findFigureActivities,
  findFigureParts,
  findFigureRows,
  findPartWords,
  kindNames,
  type FigurePartRow,
  type WordsRow,
} from './figure.store.ts'
import { lastDay, periodOf } from './reports.rules.ts'
import type { FigureOpened, Proposal, Proposals } from './reports.schema.ts'
import { loadCounted, loadReport, showDraft, shownFigures, type Counted } from './standing.ts'
import { nameOf, periodName, presentFigures } from './view.service.ts'

const mostActivities = 200
const mostProposals = 200

/**
 * What a figure is made of: the unit's own activities, the accepted report of each unit below, what is missing, the
 * correction, and the reports that the running total stands on.
 * @param version of the report; null for the draft, or the last version where none is being written
 */
export async function openFigure(
  ctx: Ctx,
  id: string,
  indicator: string,
  version: number | null,
): Promise<z.input<typeof FigureOpened>> {
  return read(ctx, '*', async (trx) => {
    const loaded = await loadCounted(trx, ctx, id, { version, indicator })
    const { report, form, frozen, count } = loaded
    const showsDraft = showDraft(report, loaded.isOwn, loaded.draft, version)
    const figures = presentFigures(
      ctx,
      form,
      shownFigures(loaded, showsDraft),
      showsDraft ? null : loaded.changes,
    )
    const figure = figures.find((f) => f.indicator === indicator)
    if (!figure) throw new AppError('common.not_found')
    const counted = showsDraft ? count.activities : (frozen?.content?.activities ?? [])
    const children = showsDraft ? count.children : (frozen?.content?.children ?? [])
    const missing = showsDraft ? count.missing : (frozen?.content?.missing ?? [])
    // An indicator that leaves the unit's own out, or is never summed, is opened as it was counted: without them.
    const countsOwn = figure.adds === 'not_additive' || figure.own.n !== 0 || figure.own.d !== 0
    const own = await findFigureActivities(trx, countsOwn ? counted : [], indicator, mostActivities)
    const parts = await findFigureParts(trx, children, indicator)
    const names = await findUnits(
      trx,
      [...parts.map((p) => p.unitId), ...missing.map((m) => m.unitId)],
      lastDay(report),
    )
    const kinds = names.size === 0 ? new Map<string, never>() : await kindNames(trx)
    const running = await runningOf(trx, ctx, loaded, indicator, figure)
    return {
      figure,
      own: {
        ...figure.own,
        total: own.total,
        activities: loaded.seesNow ? own.rows : own.rows.map((a) => ({ ...a, changed: null, now: null })),
      },
      parts: parts
        .map((p) => ({ ...p, unit: nameOf(names, p.unitId) }))
        .sort((a, b) => b.n - a.n || a.unit.shortName.localeCompare(b.unit.shortName, 'vi')),
      groups: groupsOf(
        parts,
        missing,
        (unitId) => names.get(unitId)?.kind ?? '',
        (kind) => kinds.get(kind)?.[ctx.locale] ?? kind,
        (kind) => kinds.get(kind)?.ord ?? 0,
      ),
      missing: missing.map((m) => ({
        unit: nameOf(names, m.unitId),
        state: m.state === 'waiting' || m.state === 'returned' ? m.state : 'not_reported',
      })),
      running,
    }
  })
}

function groupsOf(
  parts: readonly FigurePartRow[],
  missing: readonly { unitId: string }[],
  kindOf: (unitId: string) => string,
  nameOfKind: (kind: string) => string,
  ordOf: (kind: string) => number,
) {
  const kinds = new Set([...parts, ...missing].map((p) => kindOf(p.unitId)))
  return [...kinds]
    .sort((a, b) => ordOf(a) - ordOf(b))
    .map((kind) => {
      const counted = parts.filter((p) => kindOf(p.unitId) === kind)
      return {
        kind,
        name: nameOfKind(kind),
        counted: counted.length,
        all: counted.length + missing.filter((m) => kindOf(m.unitId) === kind).length,
        n: counted.reduce((sum, p) => sum + p.n, 0),
      }
    })
}

async function runningOf(
  trx: Parameters<typeof findFigureRows>[0],
  ctx: Ctx,
  { form, count }: Counted,
  indicator: string,
  figure: { running: { n: number }; carried: number },
): Promise<z.input<typeof FigureOpened>['running']> {
  const span = form.indicators.find((i) => i.code === indicator)?.running
  if (!span) return null
  const earlier = count.earlier.get(span.from) ?? []
  const rows = await findFigureRows(trx, earlier, indicator)
  return {
    earlier: earlier.map((e) => {
      const part = form.periods
        .map((p) => periodOf(form, `${Number(e.until.slice(0, 4))}-${p.code}`))
        .find((p) => p?.from === e.from && p.until === e.until)
      return {
        reportId: e.reportId,
        version: e.version,
        periodName: part ? periodName(part, ctx.locale) : `${e.from} – ${e.until}`,
        n: rows.get(e.reportId)?.n ?? 0,
        d: rows.get(e.reportId)?.d ?? 0,
      }
    }),
    carried: figure.carried,
    total: figure.running.n,
  }
}

type ProposalOut = z.input<typeof Proposal>

/** A section below that says there was nothing gives the report above no words. */
function saysNothing(words: string): boolean {
  return /^không (?:phát sinh|có)[.\s]*$/i.test(words.trim().normalize('NFC'))
}

/**
 * Words offered for each section: of the activities that the draft counts, and of the accepted reports below. Each says
 * where it comes from, and at which version.
 * @throws common.not_found for anybody but the unit itself: proposals are its draft
 */
export async function proposeWords(ctx: Ctx, id: string): Promise<z.input<typeof Proposals>> {
  return read(ctx, '*', async (trx) => {
    const loaded = await loadReport(trx, ctx, id)
    if (!loaded.isOwn) throw new AppError('common.not_found')
    const { form, count } = loaded
    const activities = await findActivityWords(trx, count.activities)
    const parts = await findPartWords(trx, count.children)
    const names = await findUnits(
      trx,
      [...new Set([...activities, ...parts].map((r) => r.unitId))],
      lastDay(loaded.report),
    )
    return {
      sections: form.sections.map((section) => {
        const items: ProposalOut[] = [
          ...activities.flatMap((a) =>
            section.sources.flatMap((field) => {
              const words = a[field].trim()
              return words === '' ? [] : [ofActivity(a, field, words)]
            }),
          ),
          ...parts
            .filter((p) => p.section === section.key && !saysNothing(p.words))
            .map((p): ProposalOut => ({
              words: p.words,
              origin: { what: 'report', id: p.reportId, version: p.version, field: 'section' },
              unit: nameOf(names, p.unitId),
              title: `${section.marker}. ${section.title}`,
              day: null,
            })),
        ]
        return { section: section.key, total: items.length, items: items.slice(0, mostProposals) }
      }),
    }

    function ofActivity(a: WordsRow, field: TextSource, words: string): ProposalOut {
      return {
        words,
        origin: { what: 'activity', id: a.id, version: a.version, field },
        unit: nameOf(names, a.unitId),
        title: a.title,
        day: a.day,
      }
    }
  })
}
