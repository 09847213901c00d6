import { z } from 'zod'

/** The shapes of the demonstration's data files. A day is `YYYY-MM-DD`; periods are half-open `[from, until)`; money is đồng. */
const day = z.iso.date()
const period = { from: day, until: day }
const code = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)

const SCHOOL_KINDS = [
  'school_preschool',
  'school_primary',
  'school_lower_secondary',
  'school_primary_lower_secondary',
] as const
const OFFICE_KINDS = [
  'people_committee_province',
  'department',
  'people_committee_district',
  'education_office',
] as const
const kind = z.enum([...OFFICE_KINDS, ...SCHOOL_KINDS])
const perSchoolKind = z.strictObject({
  school_preschool: z.number(),
  school_primary: z.number(),
  school_lower_secondary: z.number(),
  school_primary_lower_secondary: z.number(),
})

export const unitsFile = z.strictObject({
  about: z.string(),
  province: z.string(),
  district: z.string(),
  units: z.array(
    z.strictObject({
      code,
      kind,
      name: z.string(),
      shortName: z.string(),
      abbreviation: z.string(),
      /** of the place and date line: `Vân Sơn, ngày …` */
      place: z.string(),
      superiors: z.strictObject({ administration: code.nullable(), profession: code.nullable() }),
      from: day,
      address: z.string().optional(),
      phone: z.string().optional(),
      sizes: z
        .strictObject({ staff: z.number(), pupils: z.number().optional(), entry: z.number().optional() })
        .optional(),
      area: z.enum(['town', 'plain', 'hill', 'upland']).optional(),
    }),
  ),
})

export const peopleFile = z.strictObject({
  about: z.string(),
  people: z.array(
    z.strictObject({
      name: z.string(),
      login: z
        .string()
        .regex(/^[a-z]+[0-9]*$/)
        .nullable(),
      audiences: z.array(z.string()),
      memberships: z
        .array(
          z.strictObject({
            unit: code,
            title: z.string(),
            roles: z.array(z.enum(['clerk', 'specialist', 'leader', 'admin', 'inspector'])),
            desk: z.string(),
            from: day,
            until: day.nullable(),
          }),
        )
        .min(1),
    }),
  ),
})

const words = { code: z.string(), vi: z.string(), en: z.string() }
function list<T extends z.ZodType>(item: T) {
  return z.strictObject({ source: z.string(), items: z.array(item) })
}
export const vocabulariesFile = z.strictObject({
  forms: list(
    z.strictObject({
      ...words,
      channel: z.enum(['online', 'traditional']),
      indicator: z.string(),
      clause: z.string(),
    }),
  ),
  audiences: list(z.strictObject(words)),
  funds: list(z.strictObject(words)),
  indicators: list(
    z.strictObject({
      ...words,
      unit: z.strictObject({ vi: z.string(), en: z.string() }),
      adds: z.enum(['sum', 'parts_only', 'ratio', 'latest', 'not_additive']),
    }),
  ),
})

const clauseLink = z.strictObject({ plan: z.string(), clause: z.string() })
const fuzzyTime = z.strictObject({ words: z.string(), ...period })

export const plansFile = z.strictObject({
  about: z.string(),
  plans: z.array(
    z.strictObject({
      key: z.string(),
      file: z.string(),
      unit: code,
      year: z.number(),
      numberSymbol: z.string(),
      date: day,
      received: day,
      rests: z.array(z.string()),
      flaws: z.array(
        z.strictObject({
          words: z.string(),
          kind: z.enum(['wrong date', 'replaced']),
          right: z.string(),
          since: day.optional(),
        }),
      ),
    }),
  ),
  known: z.array(
    z.strictObject({
      type: z.string(),
      numberSymbol: z.string(),
      date: day,
      issuer: z.string(),
      subject: z.string(),
      invented: z.literal(true),
      replacedBy: z.string().optional(),
      replaces: z.string().optional(),
      since: day,
    }),
  ),
})

export const tasksFile = z.strictObject({
  about: z.string(),
  plans: z.array(
    z.strictObject({
      key: z.string(),
      unit: code,
      year: z.number(),
      title: z.string(),
      drafted: day,
      issued: day,
      signer: z.string(),
      schoolsDue: day,
      schoolsIssue: z.strictObject({ ...period, late: z.array(code) }),
      rests: z.array(z.string()),
      notOurs: z.array(clauseLink.extend({ reason: z.string() })),
      uncovered: z.array(clauseLink),
      tasks: z.array(
        z.strictObject({
          key: z.string(),
          main: z.boolean(),
          title: z.string(),
          content: z.string(),
          forms: z.array(z.string()).min(1),
          audiences: z.array(z.string()).min(1),
          lead: z.string(),
          support: z.array(z.string()),
          time: fuzzyTime,
          product: z.string(),
          target: z
            .strictObject({
              indicator: z.string(),
              own: z.number(),
              perSchool: perSchoolKind.nullable(),
              total: z.number(),
            })
            .nullable(),
          cost: z.int(),
          funds: z.string(),
          carriesOut: z.array(clauseLink).min(1),
          does: z.array(z.string()),
          variations: z.array(
            z.strictObject({
              schools: z.array(code).min(1),
              how: z.enum(['adapt', 'decline', 'add']),
              change: z.strictObject({
                title: z.string().optional(),
                value: z.number().optional(),
                note: z.string().optional(),
              }),
              reason: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
})

const issue = z.strictObject({ shortcoming: z.string(), cause: z.string(), next: z.string() })
const numbers = z.record(z.string(), z.int())

export const activitiesFile = z.strictObject({
  about: z.string(),
  seed: z.int(),
  begin: day,
  end: day,
  meets: z.record(z.string().regex(/^20\d\d$/), z.number().min(0).max(1)),
  issueShare: z.number(),
  withoutPicture: z.number(),
  schedule: z.array(
    z.strictObject({
      task: z.string(),
      type: z.string(),
      office: z.int(),
      perSchool: perSchoolKind,
      only: z.array(code).optional(),
    }),
  ),
  silences: z.array(z.strictObject({ unit: code, ...period, types: z.array(z.string()).nullable() })),
  fixed: z.array(
    z.strictObject({
      unit: code,
      task: z.string(),
      date: day,
      form: z.string(),
      audience: z.string(),
      title: z.string(),
      numbers,
      result: z.string(),
      issue: issue.nullable(),
      pictures: z.array(z.string()),
      correction: z.strictObject({ date: day, numbers, reason: z.string() }).nullable(),
    }),
  ),
  templates: z.array(
    z.strictObject({
      id: z.string(),
      type: z.string(),
      form: z.string(),
      kinds: z.array(kind).min(1),
      areas: z.array(z.enum(['town', 'plain', 'hill', 'upland'])).nullable(),
      months: z.array(z.int().min(1).max(12)).min(1),
      titles: z.array(z.string()).min(1),
      results: z.array(z.string()).min(1),
      issues: z.array(issue),
      numbers: z.array(
        z.strictObject({
          indicator: z.string(),
          base: z.enum(['fixed', 'staff', 'pupils', 'entry', 'leaflets']),
          from: z.number(),
          to: z.number(),
        }),
      ),
      tags: z.array(z.string()).min(1),
    }),
  ),
})

export const amendmentsFile = z.strictObject({
  about: z.string(),
  requests: z.array(
    z.strictObject({
      key: z.string(),
      unit: code,
      plan: z.string(),
      task: z.string(),
      date: day,
      by: z.string(),
      difficulty: z.string(),
      proposal: z.string(),
      answer: z
        .strictObject({
          date: day,
          by: z.string(),
          decision: z.enum(['accepted', 'accepted for the unit', 'declined']),
          words: z.string(),
        })
        .nullable(),
      answerDue: day.optional(),
    }),
  ),
  revisions: z.array(
    z.strictObject({
      plan: z.string(),
      revision: z.int().min(2),
      date: day,
      reason: z.string(),
      answers: z.array(z.string()),
      decideBy: day,
      changes: z.array(
        z.strictObject({
          task: z.string(),
          title: z.string().optional(),
          content: z.string().optional(),
          forms: z.array(z.string()).optional(),
          time: fuzzyTime.optional(),
          cost: z.int().optional(),
        }),
      ),
      undecided: z.array(code),
    }),
  ),
})

export const picturesFile = z.strictObject({
  about: z.string(),
  pictures: z.array(
    z.strictObject({
      id: z.string().regex(/^[0-9]{2}$/),
      tags: z.array(z.string()).min(1),
      alt: z.strictObject({ vi: z.string(), en: z.string() }),
    }),
  ),
})

export type Units = z.infer<typeof unitsFile>['units']
export type DemoTasks = z.infer<typeof tasksFile>['plans']
export type DemoActivities = z.infer<typeof activitiesFile>
export type DemoPictures = z.infer<typeof picturesFile>['pictures']
