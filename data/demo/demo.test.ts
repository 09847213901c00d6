import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  activitiesFile,
  amendmentsFile,
  peopleFile,
  picturesFile,
  plansFile,
  tasksFile,
  unitsFile,
  vocabulariesFile,
} from './demo.schema.ts'
import { expandActivities, schoolPlanDay } from './expand.ts'

function text(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
function json(name: string): unknown {
  return JSON.parse(text(name))
}

const { units } = unitsFile.parse(json('units.json'))
const { people } = peopleFile.parse(json('people.json'))
const words = vocabulariesFile.parse(json('../vocabularies.json'))
const received = plansFile.parse(json('plans/plans.json'))
const { plans } = tasksFile.parse(json('tasks.json'))
const activities = activitiesFile.parse(json('activities.json'))
const amendments = amendmentsFile.parse(json('amendments.json'))
const { pictures } = picturesFile.parse(json('pictures.json'))

const unitCodes = new Set(units.map((u) => u.code))
const schools = units.filter((u) => u.kind.startsWith('school_'))
const forms = new Set(words.forms.items.map((i) => i.code))
const audiences = new Set(words.audiences.items.map((i) => i.code))
const funds = new Set(words.funds.items.map((i) => i.code))
const indicators = new Set(words.indicators.items.map((i) => i.code))
const tasks = plans.flatMap((p) => p.tasks)
const taskKeys = new Set(tasks.map((t) => t.key))
const names = new Set(people.map((p) => p.name))

/** Clause paths of a plan's text: markers joined by points, the n-th dash under a clause as `-n`. Value: has it children? */
function clausePaths(plan: string): Map<string, boolean> {
  const found = new Map<string, boolean>()
  const above: { rank: number; path: string; dashes: number }[] = []
  for (const line of plan.split('\n')) {
    if (line.startsWith('Nơi nhận')) break
    const marked = /^(?:([IVX]+)\. |(\d+)\. |([a-zđ])\) |(-) )/.exec(line)
    if (!marked) continue
    const rank = marked[1] ? 1 : marked[2] ? 2 : marked[3] ? 3 : 4
    while ((above.at(-1)?.rank ?? 0) >= rank) above.pop()
    const parent = above.at(-1)
    if (parent) {
      found.set(parent.path, true)
      if (rank === 4) parent.dashes++
    }
    const own = rank === 4 ? `-${parent?.dashes ?? 0}` : (marked[1] ?? marked[2] ?? marked[3] ?? '')
    const path = parent ? `${parent.path}.${own}` : own
    if (found.has(path)) throw new Error(`${path} twice`)
    found.set(path, false)
    above.push({ rank, path, dashes: 0 })
  }
  return found
}

const clauses = new Map(received.plans.map((p) => [p.key, clausePaths(text(`plans/${p.file}`))]))

function duplicates(values: string[]): string[] {
  return values.filter((v, i) => values.indexOf(v) !== i)
}

describe('units and people', () => {
  test('forty schools of four kinds under one office', () => {
    const of = (kind: string) => units.filter((u) => u.kind === kind).length
    expect([
      of('school_preschool'),
      of('school_primary'),
      of('school_lower_secondary'),
      of('school_primary_lower_secondary'),
    ]).toEqual([14, 13, 9, 4])
    expect(units).toHaveLength(44)
    for (const s of schools)
      expect(s.superiors).toEqual({ administration: 'ubnd-van-son', profession: 'phong-gddt-van-son' })
  })

  test('codes differ, every superior exists, nobody is above itself', () => {
    expect(duplicates(units.map((u) => u.code))).toEqual([])
    expect(duplicates(units.map((u) => u.name))).toEqual([])
    expect(duplicates(schools.map((u) => u.abbreviation))).toEqual([])
    for (const u of units)
      for (const line of ['administration', 'profession'] as const) {
        let above = u.superiors[line]
        for (let steps = 0; above !== null; steps++) {
          expect(unitCodes).toContain(above)
          expect(above).not.toBe(u.code)
          expect(steps).toBeLessThan(5)
          above = units.find((x) => x.code === above)?.superiors[line] ?? null
        }
      }
  })

  test('no two logins are equal, memberships are of known units, each unit has a leader and a clerk', () => {
    expect(duplicates(people.flatMap((p) => (p.login === null ? [] : [p.login])))).toEqual([])
    for (const p of people) {
      for (const m of p.memberships) expect(unitCodes).toContain(m.unit)
      for (const a of p.audiences) expect(audiences).toContain(a)
    }
    const has = (unit: string, role: 'leader' | 'clerk') =>
      people.some(
        (p) => p.login !== null && p.memberships.some((m) => m.unit === unit && m.roles.includes(role)),
      )
    for (const u of units)
      expect([u.code, has(u.code, 'leader'), has(u.code, 'clerk')]).toEqual([u.code, true, true])
    expect(
      people.filter((p) => new Set(p.memberships.map((m) => m.unit)).size > 1).length,
    ).toBeGreaterThanOrEqual(2)
  })
})

describe('vocabularies', () => {
  test('codes differ and forms count in a known indicator', () => {
    for (const list of Object.values(words)) expect(duplicates(list.items.map((i) => i.code))).toEqual([])
    for (const f of words.forms.items) expect(indicators).toContain(f.indicator)
    expect(new Set(words.forms.items.map((f) => f.channel)).size).toBe(2)
  })
})

describe("superiors' plans", () => {
  test.each(received.plans)('$file says its own number and date, and its flaws are in it', (p) => {
    const body = text(`plans/${p.file}`)
    const [year, month, day] = p.date.split('-')
    expect(body).toContain(`Số: ${p.numberSymbol}`)
    expect(body).toContain(`ngày ${day} tháng ${month} năm ${year}`)
    expect(body).toContain('Nơi nhận:')
    expect(body.normalize('NFC')).toBe(body)
    for (const f of p.flaws) expect(body).toContain(f.words)
    for (const r of p.rests) {
      const above = received.plans.find((x) => x.key === r)
      expect(body).toContain(`Kế hoạch số ${above?.numberSymbol ?? r}`)
      expect((above?.date ?? '9') < p.date).toBe(true)
    }
    expect(unitCodes).toContain(p.unit)
    const count = body.split(/\s+/).length
    expect(count).toBeGreaterThan(600)
    expect(count).toBeLessThan(2000)
  })
})

describe("the office's plans", () => {
  test.each(plans)(
    '$key: clauses exist, and every clause of content is carried out, not ours, or said to be open',
    (p) => {
      const carried = new Set(p.tasks.flatMap((t) => t.carriesOut).map((c) => `${c.plan} ${c.clause}`))
      const notOurs = new Set(p.notOurs.map((c) => `${c.plan} ${c.clause}`))
      const open = new Set(p.uncovered.map((c) => `${c.plan} ${c.clause}`))
      for (const c of [...carried, ...notOurs, ...open]) {
        const [plan = '', clause = ''] = c.split(' ')
        expect(p.rests).toContain(plan)
        expect([c, clauses.get(plan)?.has(clause)]).toEqual([c, true])
      }
      for (const c of [...notOurs, ...open]) expect([c, carried.has(c)]).toEqual([c, false])
      for (const rest of p.rests)
        for (const [clause, hasChildren] of clauses.get(rest) ?? []) {
          const content = clause.startsWith('II.') && !hasChildren
          const key = `${rest} ${clause}`
          const parent = `${rest} ${clause.slice(0, clause.lastIndexOf('.'))}`
          if (content)
            expect([key, [key, parent].some((k) => carried.has(k) || notOurs.has(k) || open.has(k))]).toEqual(
              [key, true],
            )
        }
      expect(p.tasks.length).toBeGreaterThanOrEqual(12)
      expect(p.tasks.length).toBeLessThanOrEqual(17)
      expect(duplicates(p.tasks.map((t) => t.key))).toEqual([])
      expect(names).toContain(p.signer)
    },
  )

  test.each(tasks)('$key uses known codes and its target adds up', (t) => {
    for (const f of t.forms) expect(forms).toContain(f)
    for (const a of t.audiences) expect(audiences).toContain(a)
    expect(funds).toContain(t.funds)
    expect(t.cost > 0).toBe(t.funds !== 'none')
    expect(t.time.from < t.time.until).toBe(true)
    if (t.lead !== 'Các trường') expect(names).toContain(t.lead)
    for (const v of t.variations) for (const s of v.schools) expect(unitCodes).toContain(s)
    if (!t.target) return
    expect(indicators).toContain(t.target.indicator)
    let total = t.target.own
    for (const s of schools)
      for (const [kind, value] of Object.entries(t.target.perSchool ?? {}))
        if (kind === s.kind) total += value
    for (const v of t.variations) if (v.how === 'add') total += v.schools.length * (v.change.value ?? 0)
    expect(total).toBe(t.target.total)
  })

  test('requests and revisions name people, schools and tasks that are there', () => {
    for (const r of amendments.requests) {
      expect(unitCodes).toContain(r.unit)
      expect(taskKeys).toContain(r.task)
      expect(people.some((p) => p.name === r.by && p.memberships.some((m) => m.unit === r.unit))).toBe(true)
      if (r.answer) {
        expect(names).toContain(r.answer.by)
        expect(r.answer.date > r.date).toBe(true)
      } else expect(r.answerDue).toBeDefined()
    }
    for (const v of amendments.revisions) {
      expect(plans.map((p) => p.key)).toContain(v.plan)
      for (const c of v.changes) {
        expect(taskKeys).toContain(c.task)
        for (const f of c.forms ?? []) expect(forms).toContain(f)
      }
      for (const a of v.answers) {
        const asked = amendments.requests.find((r) => r.key === a)
        expect(asked?.answer?.decision).toBe('accepted')
        expect((asked?.answer?.date ?? '9') <= v.date).toBe(true)
      }
      for (const u of v.undecided) expect(unitCodes).toContain(u)
    }
  })
})

describe('activities', () => {
  const made = expandActivities({ units, plans, activities, pictures })

  test('templates: at least sixty, known codes, pictures for every tag', () => {
    const tags = new Set(pictures.flatMap((p) => p.tags))
    const types = new Set(activities.templates.map((t) => t.type))
    expect(activities.templates.length).toBeGreaterThanOrEqual(60)
    expect(duplicates(activities.templates.map((t) => t.id))).toEqual([])
    expect(duplicates(activities.templates.flatMap((t) => t.results))).toEqual([])
    for (const t of activities.templates) {
      expect(forms).toContain(t.form)
      for (const n of t.numbers) expect(indicators).toContain(n.indicator)
      for (const tag of t.tags) expect([t.id, tag, tags.has(tag)]).toEqual([t.id, tag, true])
    }
    for (const row of activities.schedule) {
      expect(types).toContain(row.type)
      expect(tasks.find((t) => t.key === row.task)?.does).toContain(row.type)
      for (const u of row.only ?? []) expect(unitCodes).toContain(u)
    }
    for (const s of activities.silences) expect(unitCodes).toContain(s.unit)
  })

  test('about 2,500, the same every time, no word left in braces', () => {
    expect(made.length).toBeGreaterThan(2400)
    expect(made.length).toBeLessThan(2600)
    expect(expandActivities({ units, plans, activities, pictures })).toEqual(made)
    expect(made.filter((a) => /[{}]/.test(`${a.title}${a.result}${a.shortcoming ?? ''}`))).toEqual([])
  })

  test('each lies in its task’s time and after its unit’s plan, with codes that exist', () => {
    for (const a of made) {
      const plan = plans.find((p) => p.tasks.some((t) => t.key === a.task))
      const task = plan?.tasks.find((t) => t.key === a.task)
      if (!plan || !task) throw new Error(`no task ${a.task}`)
      const planned = a.unit === plan.unit ? plan.issued : schoolPlanDay(plan, a.unit)
      if (a.date < planned)
        expect([a.unit, a.title, a.date]).toEqual([a.unit, a.title, `on or after ${planned}`])
      expect(a.date >= activities.begin && a.date < activities.end).toBe(true)
      if (a.type !== 'plan_issue')
        expect([a.title, a.date >= task.time.from && a.date < task.time.until]).toEqual([a.title, true])
      expect(forms.has(a.form) && audiences.has(a.audience) && funds.has(a.funds)).toBe(true)
      for (const [code, value] of Object.entries(a.numbers))
        expect(indicators.has(code) && value >= 0).toBe(true)
    }
  })

  test('no school is inspected twice in a year, and at least thirteen in the whole of 2025', () => {
    for (const year of ['2025', '2026']) {
      const seen = made
        .filter((a) => a.type === 'inspection' && a.date.startsWith(year))
        .map((a) => a.about ?? '')
      expect(duplicates(seen)).toEqual([])
      for (const code of seen) expect(unitCodes).toContain(code)
      if (year === '2025') expect(seen.length).toBeGreaterThanOrEqual(13)
    }
  })

  test('all sixty pictures are seen, and no use of a picture is like another', () => {
    const uses = made.flatMap((a) => a.pictures)
    expect(new Set(uses.map((u) => u.id)).size).toBe(60)
    expect(duplicates(uses.map((u) => `${u.id} ${u.variant}`))).toEqual([])
  })

  test('schools that were to be silent are', () => {
    for (const s of activities.silences) {
      const said = made.filter(
        (a) =>
          a.unit === s.unit &&
          a.type !== null &&
          s.from <= a.date &&
          a.date < s.until &&
          (s.types === null || s.types.includes(a.type)),
      )
      // its plan it issues all the same
      expect(said.filter((a) => a.type !== 'plan_issue')).toEqual([])
    }
  })
})

describe('pictures', () => {
  test('sixty, all different, each under 4 kB, without text, links or scripts', () => {
    const drawn = pictures.map((p) => text(`pictures/${p.id}.svg`))
    expect(pictures.map((p) => p.id)).toEqual(
      Array.from({ length: 60 }, (_, i) => String(i + 1).padStart(2, '0')),
    )
    expect(duplicates(drawn)).toEqual([])
    expect(duplicates(pictures.map((p) => p.alt.vi))).toEqual([])
    expect(duplicates(pictures.map((p) => p.alt.en))).toEqual([])
    for (const svg of drawn) {
      expect(Buffer.byteLength(svg)).toBeLessThan(4096)
      expect(svg).not.toMatch(/<text|<script|<image|href="(?!#)|NaN|undefined/)
    }
  })
})
