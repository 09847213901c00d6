import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { write } from '../../platform/write.ts'
import { tell } from '../jobs/index.ts'
import type { Report, ReportContent, ReviewBody, SaveBody } from './reports.schema.ts'
import { putDraft, type DraftRow } from './reports.store.ts'
import { loadReport, requireMay, type Loaded } from './standing.ts'
import { presentReport } from './view.service.ts'

type ReportOut = z.input<typeof Report>

/**
 * Saves the words, corrections and marks of a draft.
 * @throws common.changed_meanwhile when somebody saved since the version that was edited
 * @throws reports.unknown_part for a section or indicator that the form does not have
 */
export async function saveReport(ctx: Ctx, id: string, input: z.output<typeof SaveBody>): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      requireMay(ctx, loaded, 'report.save')
      const { draft } = loaded
      if ((draft?.version ?? 0) !== input.version) throw new AppError('common.changed_meanwhile')
      requireKnown(loaded, input.content)
      const note = draft?.content.note
      const next = nextDraft(loaded, 'draft', { ...input.content, ...(note ? { note } : {}) })
      if (!(await putDraft(trx, ctx, loaded.report, next))) throw new AppError('common.changed_meanwhile')
      await recordEvent(trx, ctx, 'report.save', [{ what: 'report', id, version: next.version }])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

function requireKnown({ form }: Loaded, content: ReportContent): void {
  const sections = new Set(form.sections.map((s) => s.key))
  const indicators = new Set(form.indicators.map((i) => i.code))
  const unknown =
    content.texts.find((t) => !sections.has(t.section))?.section ??
    [...content.corrections.map((c) => c.indicator), ...content.nothing].find((code) => !indicators.has(code))
  if (unknown !== undefined) throw new AppError('reports.unknown_part', { part: unknown })
}

/**
 * Hands the draft to the leader, approves it, or sends it back with words. A leader may approve what nobody handed on:
 * in a small school the same person does both.
 * @throws reports.incomplete when a required section has no words
 */
export async function reviewReport(
  ctx: Ctx,
  id: string,
  input: z.output<typeof ReviewBody>,
): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      const action = {
        to_leader: 'report.to_leader',
        approve: 'report.approve',
        send_back: 'report.send_back',
      }[input.step] as 'report.to_leader' | 'report.approve' | 'report.send_back'
      requireMay(ctx, loaded, action)
      const { draft } = loaded
      if ((draft?.version ?? 0) !== input.version) throw new AppError('common.changed_meanwhile')
      const content = wordsOf(loaded)
      if (input.step === 'send_back') {
        if (input.words === '') throw new AppError('reports.words_missing')
        await step(loaded, nextDraft(loaded, 'draft', { ...content, note: input.words }))
      } else {
        requireComplete(loaded, content)
        await step(
          loaded,
          input.step === 'approve'
            ? nextDraft(loaded, 'approved', { ...content, approved: hashOfFigures(loaded) })
            : nextDraft(loaded, 'in_review', content),
        )
      }

      async function step({ report }: Loaded, next: ReturnType<typeof nextDraft>): Promise<void> {
        if (!(await putDraft(trx, ctx, report, next))) throw new AppError('common.changed_meanwhile')
        const { state, version } = next
        if (state !== 'draft') await tell(trx, ctx, { about: 'decision', what: 'report', id, version, state })
        await recordEvent(trx, ctx, action, [
          { what: 'report', id, version: next.version },
          ...(input.step === 'to_leader' ? [] : behalfOf(ctx.actor, ['leader'])),
        ])
      }
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** What a leader approves beside the words: activities go on counting until the report is handed in. */
export function hashOfFigures({ count }: Loaded): string {
  return sha256(canonicalJson(count.figures))
}

/** Throws unless every section that the form requires has words of the unit. */
export function requireComplete({ form }: Loaded, content: ReportContent): void {
  const empty = form.sections.filter(
    (s) =>
      s.required &&
      s.lead === null &&
      (content.texts.find((t) => t.section === s.key)?.words.trim() ?? '') === '',
  )
  if (empty.length > 0)
    throw new AppError('reports.incomplete', {
      sections: empty.map((s) => `${s.marker}. ${s.title}`).join('; '),
    })
}

/**
 * Begins a new version of a report that was handed in, because what it counts has changed: a late report from below was
 * accepted, or activities were corrected.
 */
export async function renewReport(ctx: Ctx, id: string): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      requireMay(ctx, loaded, 'report.renew')
      const next = nextDraft(loaded, 'draft', wordsOf(loaded))
      if (!(await putDraft(trx, ctx, loaded.report, next))) throw new AppError('common.changed_meanwhile')
      await recordEvent(trx, ctx, 'report.renew', [{ what: 'report', id, version: loaded.report.version }])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** The words of the draft, else of the last version, without the leader's. */
function wordsOf({ draft, frozen }: Loaded): ReportContent {
  const { texts, corrections, nothing } = draft?.content ??
    frozen?.content ?? { texts: [], corrections: [], nothing: [] }
  return { texts, corrections, nothing }
}

function nextDraft({ draft }: Loaded, state: DraftRow['state'], content: DraftRow['content']) {
  return { id: draft?.id ?? newId(), version: (draft?.version ?? 0) + 1, state, content }
}
