import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { sentenceOf } from '../../platform/errors.ts'
import {
  active,
  reshapes,
  resolve,
  targetName,
  type Problem,
  type SuccessionFacts,
} from './succession.rules.ts'
import type { SuccessionPreview } from './succession.schema.ts'
import type { SuccessionRecord } from './succession.store.ts'

type Preview = z.input<typeof SuccessionPreview>

const mostItems = 100

/** The sentence of something that is still to be chosen. */
export function problemWords(ctx: Ctx, problem: Problem): string {
  const params = { ...problem.params }
  for (const key of ['day']) {
    const value = params[key]
    if (typeof value === 'string') params[key] = formatDate(value)
  }
  return translator(ctx.locale)(`succession.problem.${problem.code}`, params)
}

/** What a plan would do, as a person reads it: what has to be chosen first, then everything concerned. */
export function presentPreview(ctx: Ctx, plan: SuccessionRecord, facts: SuccessionFacts): Preview {
  const t = translator(ctx.locale)
  const { content } = plan
  const resolved = resolve(content, facts)
  const ref = (id: string) => {
    const unit = facts.units.get(id)
    return {
      id,
      code: unit?.code ?? '',
      kind: unit?.kind ?? '',
      name: unit?.name ?? '',
      shortName: unit?.shortName ?? '',
    }
  }
  const notes: Preview['notes'] = []
  const note = (section: 'work' | 'reports', key: string, params: Record<string, string | number> = {}) =>
    notes.push({ section, words: t(`succession.note.${key}`, params) })
  if (resolved.closes) {
    const heir =
      resolved.heir === null ? t('succession.heir.somebody') : targetName(content, facts, resolved.heir)
    for (const r of facts.running)
      note('reports', 'running', { period: r.period, unit: ref(r.unitId).shortName, heir })
    if (facts.undecided.length > 0) note('reports', 'undecided', { n: facts.undecided.length })
    note('work', 'registers')
  }
  if (plan.kind === 'part') {
    note('work', 'work_stays')
    note('reports', 'reports_stay')
  }
  for (const target of content.to)
    if (target.unit === null && active(facts, resolved, target.id) === 0)
      note('work', 'nobody_yet', { unit: targetName(content, facts, target.id) })
  const groups = Map.groupBy(facts.open, (item) => item.what)
  return {
    problems: resolved.problems.map((p) => ({ section: p.section, words: problemWords(ctx, p) })),
    closes: resolved.closes ? content.from.map(ref) : [],
    below: resolved.below.map((b) => ({ unit: ref(b.unitId), line: b.line, to: b.to, isChosen: b.isChosen })),
    people: resolved.people.map((move) => {
      const m = facts.members.find((one) => one.personId === move.personId)
      return {
        ...move,
        name: m?.name ?? '',
        title: m?.title ?? null,
        roles: m?.roles ?? [],
        hasAccount: m?.hasAccount ?? false,
      }
    }),
    work: [...groups].map(([what, items]) => ({
      what,
      n: items.length,
      to: resolved.byWhat.get(what)?.to ?? null,
      reason: resolved.byWhat.get(what)?.reason ?? '',
      items: items.slice(0, mostItems).map((item) => ({
        id: item.id,
        label: item.label,
        dueOn: item.dueOn,
        to: resolved.work.get(item.id)?.to ?? null,
        reason: resolved.work.get(item.id)?.reason ?? '',
      })),
    })),
    notes,
  }
}

/** What a plan is called in a list: which units become which. */
export function titleOf(
  ctx: Ctx,
  plan: SuccessionRecord,
  names: ReadonlyMap<string, { name: string; shortName: string }>,
): string {
  const t = translator(ctx.locale)
  const short = (id: string) =>
    plan.content.to.find((x) => x.id === id)?.unit?.shortName || names.get(id)?.shortName || '…'
  const join = (ids: readonly string[]) =>
    ids.length > 3
      ? t('succession.title.more', { first: short(ids[0] ?? ''), n: ids.length - 1 })
      : ids.map(short).join(', ')
  const from = plan.content.from.length === 0 ? '…' : join(plan.content.from)
  const to = reshapes(plan.kind)
    ? join(plan.content.to.map((x) => x.id)) || '…'
    : plan.kind === 'rename'
      ? plan.content.names?.shortName || '…'
      : Object.values(plan.content.moves)
          .flatMap((m) => (m?.to ? [names.get(m.to)?.shortName ?? '…'] : []))
          .join(', ') || '…'
  return t(`succession.title.${plan.kind}`, { from, to })
}

/** Why a plan was not carried out on its day. */
export function refusalWords(ctx: Ctx, problem: SuccessionRecord['problem']): string | null {
  if (problem === null) return null
  if (problem.code.startsWith('problem.'))
    return problemWords(ctx, { section: 'units', code: problem.code.slice(8), params: problem.params })
  return sentenceOf(ctx.locale, problem.code, problem.params)
}
