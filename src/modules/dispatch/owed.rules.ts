import type { Translate } from '../../messages/index.ts'
import { addDays } from '../../platform/clock.ts'
import type { ObligationWhat } from './dispatch.tables.ts'
import type { ObligationFacts } from './obligations.ts'

/** What a sentence about an obligation is made of. */
export interface Owed {
  what: ObligationWhat
  sourceWhat: string
  sourceId: string
  sourceRevision: number
  sourceKey: string
  facts: ObligationFacts
  /** short name of the unit it is owed to, null when the unit owes it to itself */
  owedTo: string | null
  /** the unit's own plan that derives from the source, where the obligation is about that */
  ownPlanId: string | null
}

/** The last day of the week of a day: Sunday. */
export function endOfWeek(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, (7 - weekday) % 7)
}

export function groupOf(dueOn: string, today: string): 'overdue' | 'week' | 'later' {
  if (dueOn < today) return 'overdue'
  return dueOn <= endOfWeek(today) ? 'week' : 'later'
}

/**
 * Every argument that a sentence may have: a fact that was not given is left out, never an error on Hôm nay. The facts
 * come from whoever opened the obligation: plans (numberSymbol, title, planTitle, taskTitle, unit), reports (title, period).
 */
function argumentsOf(o: Owed): Record<string, string | number> {
  const { facts } = o
  return {
    number: facts['number'] ?? facts['numberSymbol'] ?? '',
    title: facts['title'] ?? '',
    plan: facts['planTitle'] ?? '',
    task: facts['taskTitle'] ?? '',
    period: facts['period'] ?? '',
    unit: facts['unit'] ?? o.owedTo ?? '',
  }
}

/** What the unit has to do, as a sentence, with a second line where there is more to say. */
export function sentenceOf(t: Translate, o: Owed): { sentence: string; detail: string | null } {
  const args = argumentsOf(o)
  const key = variantOf(o)
  const sentence = tidy(t(`views.owe.${key}`, args))
  const to = o.owedTo === null || decides.has(o.what) ? '' : t('views.owe.to', { unit: o.owedTo })
  const detail = [detailOf(o, args), to].filter((p) => p !== '').join(' · ')
  return { sentence, detail: detail === '' ? null : detail }
}

// Decisions are owed to whoever asks, and the sentence names it already.
const decides = new Set<ObligationWhat>(['decide_amendment', 'decide_report', 'answer_question'])

/** The same as seen by the unit it is owed to: what it waits for. */
export function waitingFor(t: Translate, o: Owed): string {
  return tidy(t(`views.wait.${variantOf(o)}`, argumentsOf(o)))
}

/** The same when it is done. */
export function doneSentence(t: Translate, o: Owed): string {
  return tidy(t(`views.did.${variantOf(o)}`, argumentsOf(o)))
}

function variantOf(o: Owed): string {
  if (o.what === 'report' && o.sourceKey === 'returned') return 'report_again'
  return o.what
}

function detailOf(o: Owed, args: Record<string, string | number>): string {
  switch (o.what) {
    case 'do_task':
      return String(args['plan'])
    case 'decide_amendment':
      return String(args['task'] === '' ? args['plan'] : args['task'])
    case 'give_photos':
    case 'follow_direction':
      return ''
    default:
      return String(args['title'])
  }
}

/** Blanks that a missing fact leaves behind. */
function tidy(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.:;])/g, '$1')
    .replace(/[\s:,]+$/, '')
    .trim()
}

/** The one button: its word and where it leads. */
export function actionOf(t: Translate, o: Owed): { label: string; to: string } | null {
  const to = addressOf(o)
  return to === null ? null : { label: t(`views.do.${variantOf(o)}`), to }
}

function addressOf(o: Owed): string | null {
  switch (o.what) {
    case 'confirm':
      return `/documents/inbox?document=${o.sourceId}`
    case 'make_plan':
      return `/plans/new?document=${o.facts['documentId'] ?? o.sourceId}`
    case 'do_task':
      return `/activities/new?plan=${o.sourceId}&task=${encodeURIComponent(o.sourceKey)}`
    case 'report':
    case 'decide_report':
      return `/reports/${o.sourceId}`
    case 'follow_revision':
      return o.ownPlanId === null ? `/plans/${o.sourceId}` : `/plans/${o.ownPlanId}/follow`
    case 'decide_amendment':
      return `/plans/amendments?box=desk&id=${o.sourceId}`
    case 'give_photos':
      return `/activities/${o.sourceId}`
    case 'follow_direction':
      return `/directions/${o.sourceId}`
    case 'answer_question':
      return `/directions/${o.facts['directionId'] ?? ''}`
  }
}
