import { describe, expect, it } from 'vitest'
import { recipientMay, senderMay, standingOf } from './directions.rules.ts'
import type { ActKind } from './directions.schema.ts'

const steps = (...kinds: ActKind[]) => kinds.map((kind) => ({ kind }))
const state = (expects: 'know' | 'carry_out', ...kinds: ActKind[]) =>
  standingOf(expects, steps(...kinds), null).state

describe('how a direction stands with a recipient', () => {
  it('to be known: done when acknowledged, whatever is asked beside it', () => {
    expect(state('know')).toBe('sent')
    expect(state('know', 'ask')).toBe('sent')
    expect(state('know', 'ask', 'reply', 'acknowledge')).toBe('done')
  })

  it('to be carried out: acknowledged, answered, returned, answered again, accepted', () => {
    expect(state('carry_out', 'acknowledge')).toBe('acknowledged')
    expect(state('carry_out', 'answer')).toBe('answered')
    expect(state('carry_out', 'acknowledge', 'answer', 'return')).toBe('returned')
    expect(state('carry_out', 'answer', 'return', 'answer', 'accept')).toBe('done')
    expect(state('carry_out', 'answer', 'return', 'acknowledge')).toBe('returned')
  })

  it('withdrawn or excused only where nothing was done', () => {
    expect(standingOf('carry_out', steps('acknowledge'), 'withdrawn').state).toBe('withdrawn')
    expect(standingOf('carry_out', steps('answer'), 'withdrawn').state).toBe('answered')
    expect(standingOf('carry_out', steps('answer', 'accept'), 'withdrawn').state).toBe('done')
    expect(standingOf('know', [], 'excused').state).toBe('excused')
  })

  it('gives each side only what can be done now', () => {
    const may = (expects: 'know' | 'carry_out', ...kinds: ActKind[]) =>
      recipientMay(expects, standingOf(expects, steps(...kinds), null))
    expect(may('know')).toEqual(['acknowledge', 'ask'])
    expect(may('carry_out')).toEqual(['acknowledge', 'answer', 'ask'])
    expect(may('carry_out', 'answer')).toEqual(['ask'])
    expect(may('carry_out', 'answer', 'return')).toEqual(['answer', 'ask'])
    expect(recipientMay('know', standingOf('know', [], 'withdrawn'))).toEqual([])
    const sender = (...kinds: ActKind[]) => senderMay(standingOf('carry_out', steps(...kinds), null))
    expect(sender()).toEqual(['extend'])
    expect(sender('answer')).toEqual(['accept', 'return'])
    expect(sender('answer', 'accept')).toEqual([])
  })
})
