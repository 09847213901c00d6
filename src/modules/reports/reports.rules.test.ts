import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ReportForm } from './form.schema.ts'
import { spellDay, spellFigure } from './lead.rules.ts'
import {
  belowValue,
  dueDay,
  earlierOf,
  figureOf,
  lastDay,
  ownValue,
  periodOf,
  periodsOn,
  type FigureInput,
} from './reports.rules.ts'

const folder = new URL('../../../data/report-forms/', import.meta.url)
const forms = readdirSync(folder).map((file) =>
  ReportForm.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
)
const form = forms.find((f) => f.code === 'par-communication')
if (!form) throw new Error('the form is missing')
const indicator = (code: string) => {
  const found = form.indicators.find((i) => i.code === code)
  if (!found) throw new Error(code)
  return found
}

describe('forms of data/report-forms', () => {
  it('name indicators of the vocabulary with the way they add, and kinds that exist', () => {
    const data = new URL('../../../data/', import.meta.url)
    const vocabularies = JSON.parse(readFileSync(new URL('vocabularies.json', data), 'utf8')) as {
      indicators: { items: { code: string; adds: string }[] }
    }
    const kinds = JSON.parse(readFileSync(new URL('unit-kinds.json', data), 'utf8')) as {
      items: { code: string }[]
    }
    const adds = new Map(vocabularies.indicators.items.map((i) => [i.code, i.adds]))
    for (const f of forms) {
      for (const i of f.indicators) expect(adds.get(i.code), i.code).toBe(i.adds)
      for (const kind of f.tiers.flatMap((t) => t.kinds))
        expect(
          kinds.items.some((k) => k.code === kind),
          kind,
        ).toBe(true)
      const codes = new Set(f.indicators.map((i) => i.code))
      for (const words of f.sections.flatMap((s) => (s.lead ? [s.lead.parts, s.lead.own] : [])))
        for (const [, name = ''] of words.matchAll(/\{(\w+)\}/g))
          expect(codes.has(name) || ['from', 'until', 'unit'].includes(name), name).toBe(true)
    }
  })
})

describe('window and due day', () => {
  it('takes the half year from 15/12 to 14/6 and the year to 14/12', () => {
    expect(periodOf(form, '2026-H1')).toMatchObject({
      from: '2025-12-15',
      until: '2026-06-15',
      dueAtTop: '2026-06-20',
    })
    const year = periodOf(form, '2025-Y')
    expect(year).toMatchObject({ from: '2024-12-15', until: '2025-12-15', dueAtTop: '2025-12-20' })
    expect(year && lastDay(year)).toBe('2025-12-14')
  })

  it('knows no period before the form was in force, and none it does not have', () => {
    expect(periodOf(form, '2023-Y')).toBeNull()
    expect(periodOf(form, '2026-Q3')).toBeNull()
    expect(periodOf(form, 'H1')).toBeNull()
  })

  it('is due earlier for each tier below, and not at all for a kind outside the form', () => {
    const period = periodOf(form, '2026-H1')
    if (!period) throw new Error('no period')
    expect(dueDay(form, period, 'department')).toBe('2026-06-20')
    expect(dueDay(form, period, 'education_office')).toBe('2026-06-18')
    expect(dueDay(form, period, 'school_primary')).toBe('2026-06-16')
    expect(dueDay(form, period, 'people_committee_district')).toBeNull()
  })

  it('opens with the window and stands until the top is due', () => {
    const codes = (day: string) => periodsOn(form, day).map((p) => p.code)
    expect(codes('2025-12-14')).toEqual(['2025-Y'])
    expect(codes('2025-12-15')).toEqual(['2025-Y', '2026-H1', '2026-Y'])
    expect(codes('2026-06-20')).toEqual(['2026-H1', '2026-Y'])
    expect(codes('2026-06-21')).toEqual(['2026-Y'])
  })
})

describe('how figures add', () => {
  const counted = { sum: { n: 5, d: 8 }, last: { n: 2, d: 3 } }

  it('counts the unit’s own by the way the indicator adds', () => {
    expect(ownValue('sum', true, counted)).toEqual({ n: 5, d: 0 })
    expect(ownValue('ratio', true, counted)).toEqual({ n: 5, d: 8 })
    expect(ownValue('latest', true, counted)).toEqual({ n: 2, d: 0 })
    expect(ownValue('parts_only', true, counted)).toEqual({ n: 0, d: 0 })
    expect(ownValue('parts_only', false, counted)).toEqual({ n: 5, d: 0 })
    expect(ownValue('not_additive', false, counted)).toEqual({ n: 0, d: 0 })
    expect(ownValue('sum', false, undefined)).toEqual({ n: 0, d: 0 })
  })

  it('adds parts, ratios by numerator and denominator, persons never', () => {
    const parts = [
      { n: 9, d: 10 },
      { n: 30, d: 40 },
    ]
    expect(belowValue('ratio', parts)).toEqual({ n: 39, d: 50 })
    expect(belowValue('sum', parts)).toEqual({ n: 39, d: 0 })
    expect(belowValue('latest', parts)).toEqual({ n: 39, d: 0 })
    expect(belowValue('not_additive', parts)).toEqual({ n: 0, d: 0 })
  })
})

describe('a row of the report', () => {
  const input = (over: Partial<FigureInput>): FigureInput => ({
    indicator: indicator('leaflets'),
    own: { n: 0, d: 0 },
    below: { n: 0, d: 0 },
    correction: null,
    earlier: { n: 0, d: 0 },
    carried: 0,
    revised: 0,
    stated: true,
    saidNothing: false,
    ...over,
  })

  it('adds own, below and the correction; the running total adds what came before and what corrections changed', () => {
    const row = figureOf(
      input({
        own: { n: 250, d: 0 },
        below: { n: 6_030, d: 0 },
        correction: { n: 4, reason: 'danh sách ký nhận' },
        earlier: { n: 25_666, d: 0 },
        carried: -3,
      }),
    )
    expect(row).toMatchObject({
      total: { n: 6_284 },
      running: { n: 31_947 },
      carried: -3,
      state: 'value',
    })
  })

  it('keeps zero, "không phát sinh" and a value beside such a mark apart', () => {
    expect(figureOf(input({}))?.state).toBe('value')
    expect(figureOf(input({ saidNothing: true }))?.state).toBe('nothing')
    expect(figureOf(input({ saidNothing: true, own: { n: 1, d: 0 } }))?.state).toBe('value')
  })

  it('does not take a ratio or a last value that nobody stated for 0', () => {
    for (const code of ['satisfaction', 'procedures_posted']) {
      const of = indicator(code)
      expect(figureOf(input({ indicator: of, stated: false }))).toBeNull()
      expect(figureOf(input({ indicator: of, stated: true }))?.total).toEqual({ n: 0, d: 0 })
      expect(figureOf(input({ indicator: of, stated: false, saidNothing: true }))?.state).toBe('nothing')
    }
  })

  it('has no row for persons nobody stated, and no running total for them', () => {
    const persons = indicator('persons_reached')
    expect(figureOf(input({ indicator: persons }))).toBeNull()
    expect(
      figureOf(
        input({ indicator: persons, correction: { n: 812, reason: 'sổ họp' }, earlier: { n: 5, d: 0 } }),
      ),
    ).toMatchObject({ total: { n: 812 }, running: { n: 812 } })
  })
})

describe('what is printed', () => {
  it('writes days as the decree does, and no 0 for a ratio of nothing', () => {
    expect(spellDay('2026-06-14')).toBe('14/6/2026')
    expect(spellDay('2025-02-03')).toBe('03/02/2025')
    const row = figureOf({
      indicator: indicator('satisfaction'),
      own: { n: 0, d: 0 },
      below: { n: 0, d: 0 },
      correction: null,
      earlier: { n: 0, d: 0 },
      carried: 0,
      revised: 0,
      stated: false,
      saidNothing: true,
    })
    expect(spellFigure(row ?? undefined, 'total', 'ratio')).toBe('không phát sinh')
    expect(spellFigure(row ?? undefined, 'running', 'ratio')).toBe('–')
  })
})

describe('what a running total stands on', () => {
  it('takes the year before the half year it covers, and nothing that overlaps the window', () => {
    const report = (reportId: string, from: string, until: string) => ({
      reportId,
      unitId: 'u',
      version: 1,
      from,
      until,
    })
    const all = [
      report('h1-2024', '2023-12-15', '2024-06-15'),
      report('h1-2025', '2024-12-15', '2025-06-15'),
      report('y-2025', '2024-12-15', '2025-12-15'),
      report('h1-2026', '2025-12-15', '2026-06-15'),
      report('old', '2019-12-15', '2020-12-15'),
    ]
    const taken = earlierOf({ from: '2020-12-15' }, { from: '2025-12-15' }, all)
    expect(taken.map((r) => r.reportId)).toEqual(['h1-2024', 'y-2025'])
  })
})
