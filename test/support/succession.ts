import type { LightMyRequestResponse } from 'fastify'
import type { SuccessionContent } from '../../src/modules/succession/index.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Browser } from './http.ts'

export const decree = { symbol: '1675/QĐ-UBND', date: '2025-06-16', issuer: 'UBND tỉnh Hà Thanh' }

/** A plan in which nothing is chosen but the decree. */
export function planned(over: Partial<SuccessionContent> = {}): SuccessionContent {
  return {
    decree,
    from: [],
    to: [],
    heir: null,
    names: null,
    moves: { administration: null, profession: null },
    belowTo: { administration: null, profession: null },
    below: [],
    people: [],
    work: [],
    items: [],
    ...over,
  }
}

/** A unit that a plan makes. */
export function newUnit(
  name: string,
  code: string,
  over: Partial<SuccessionContent['to'][number]> & { kind?: string } = {},
): SuccessionContent['to'][number] {
  const { kind = 'commune_office', ...rest } = over
  return {
    id: newId(),
    unit: { code, kind, name, shortName: name, abbreviation: 'VHXH', place: name, parentLine: null },
    administration: null,
    profession: null,
    ...rest,
  }
}

export interface ShownSuccession {
  id: string
  state: string
  version: number
  title: string
  may: string[]
  problem: string | null
  undoUntil: string | null
  preview: {
    problems: { section: string; words: string }[]
    below: { unit: { id: string }; line: string; to: string | null }[]
    people: { personId: string; to: string | null }[]
    work: { what: string; n: number; to: string | null; items: { id: string; label: string }[] }[]
    notes: { section: string; words: string }[]
  } | null
}

/** Begins a plan; the answer of the API. */
export async function begin(
  browser: Browser,
  kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer',
  day: string,
  content: SuccessionContent,
  id = newId(),
): Promise<LightMyRequestResponse> {
  return browser.call('POST', 'successions', { id, kind, day, content })
}

/** Begins a plan and carries it out; fails with what is still to be chosen. */
export async function carriedOut(
  browser: Browser,
  kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer',
  day: string,
  content: SuccessionContent,
): Promise<ShownSuccession> {
  const made = (await begin(browser, kind, day, content)).json<ShownSuccession>()
  if (made.preview?.problems.length !== 0) throw new Error(JSON.stringify(made))
  const done = await browser.call('POST', `successions/${made.id}/carry-out`, { version: made.version })
  if (done.statusCode !== 200) throw new Error(done.body)
  return done.json<ShownSuccession>()
}
