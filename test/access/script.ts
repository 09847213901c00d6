import fc from 'fast-check'

export const lines = ['administration', 'profession'] as const
const kinds = ['department', 'education_office', 'school_primary', 'school_preschool'] as const
/** A number that picks something of a list that is not known yet. */
const pick = fc.nat({ max: 999 })

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ what: fc.constant('receive' as const), unit: pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('issue' as const),
      unit: pick,
      bases: fc.array(pick, { maxLength: 2 }),
      to: fc.array(pick, { maxLength: 3 }),
      schools: fc.boolean(),
      isPublic: fc.nat({ max: 4 }).map((n) => n === 0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('revise' as const),
      plan: pick,
      to: fc.array(pick, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('draft' as const), unit: pick }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('log' as const), unit: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('direct' as const),
      unit: pick,
      to: fc.array(pick, { minLength: 1, maxLength: 2 }),
      /** of those it may read; every other time none */
      document: fc.option(pick),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('move' as const),
      unit: pick,
      line: fc.constantFrom(...lines),
      under: pick,
      byDecree: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('close' as const),
      unit: pick,
      by: pick,
      /** a second successor: it is a split */
      and: pick,
      belowElsewhere: fc.boolean(),
    }),
  },
)
/** After the window: a report handed in with or without paper, the superior's answer, or a move in between. */
const afterStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('hand in' as const),
      unit: pick,
      paper: fc.boolean(),
      accept: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: step },
)

export const script = fc.record({
  units: fc.array(fc.record({ kind: fc.constantFrom(...kinds), administration: pick, profession: pick }), {
    minLength: 4,
    maxLength: 7,
  }),
  steps: fc.array(step, { minLength: 8, maxLength: 16 }),
  after: fc.array(afterStep, { minLength: 4, maxLength: 9 }),
})
export type Script = (typeof script extends fc.Arbitrary<infer T> ? T : never) & object
export type Step = Script['after'][number]
