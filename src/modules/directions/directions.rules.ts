import type { ActKind, RecipientState } from './directions.schema.ts'

/** An act as far as the standing of a recipient depends on it, in order. */
export interface Step {
  kind: ActKind
}

/** What a recipient does; all else is the sender's. */
export const ofRecipient: readonly ActKind[] = ['acknowledge', 'answer', 'ask']

/** Of the acts of one recipient the one by which its duty is done, or open again; undefined before there is one. */
export function lastWord<A extends Step & { ord: number }>(
  expects: 'know' | 'carry_out',
  acts: readonly A[],
): A | undefined {
  const words: readonly ActKind[] = expects === 'know' ? ['acknowledge'] : ['answer', 'accept', 'return']
  return acts.filter((a) => words.includes(a.kind)).toSorted((a, b) => b.ord - a.ord)[0]
}

/** How a direction stands with one recipient. */
export interface Standing {
  state: RecipientState
  hasAcknowledged: boolean
}

/**
 * What the acts of one recipient, in their order, make of it. To be known: it is done when acknowledged. To be carried
 * out: answered, then accepted, or returned and answered again.
 */
export function standingOf(
  expects: 'know' | 'carry_out',
  steps: readonly Step[],
  over: 'withdrawn' | 'excused' | null,
): Standing {
  let state: RecipientState = 'sent'
  let hasAcknowledged = false
  for (const { kind } of steps) {
    if (kind === 'acknowledge') hasAcknowledged = true
    if (kind === 'acknowledge' && state === 'sent') state = expects === 'know' ? 'done' : 'acknowledged'
    if (kind === 'answer') {
      state = 'answered'
      hasAcknowledged = true
    }
    if (kind === 'accept') state = 'done'
    if (kind === 'return') state = 'returned'
  }
  // What was done before it was withdrawn stays done.
  if (over !== null && state !== 'done' && state !== 'answered') state = over
  return { state, hasAcknowledged }
}

/** What a recipient may do now. */
export function recipientMay(expects: 'know' | 'carry_out', { state, hasAcknowledged }: Standing): ActKind[] {
  if (state === 'withdrawn' || state === 'excused') return []
  return [
    ...(hasAcknowledged ? [] : (['acknowledge'] as const)),
    ...(expects === 'carry_out' && state !== 'answered' && state !== 'done' ? (['answer'] as const) : []),
    'ask',
  ]
}

/** What the sender may do with one recipient now. */
export function senderMay({ state }: Standing): ActKind[] {
  if (state === 'answered') return ['accept', 'return']
  return state === 'sent' || state === 'acknowledged' || state === 'returned' ? ['extend'] : []
}
