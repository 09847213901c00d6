import { z } from 'zod'
import { UnitRef } from '../units/index.ts'

const Day = z.iso.date()
export const SuccessionKind = z
  .enum(['merge', 'split', 'part', 'rename', 'transfer'])
  .describe('merge and split close units; part gives a part of one to others and it goes on')
export const SuccessionState = z
  .enum(['draft', 'due', 'done', 'undone', 'dropped'])
  .describe('due: will be carried out on its day')
const Line = z.enum(['administration', 'profession'])

/** Names may be empty while the plan is written; the preview says what is missing. */
const Names = z.object({
  name: z.string().trim().max(200),
  shortName: z.string().trim().max(80),
  abbreviation: z.string().trim().max(30),
  place: z.string().trim().max(80),
  parentLine: z.string().trim().max(200).nullable(),
})

const Target = z.object({
  id: z.uuid().describe('of a new unit: UUIDv7 made by the client; it stays'),
  unit: Names.extend({ code: z.string().trim().max(60), kind: z.string().max(60) })
    .nullable()
    .describe('null: a unit that exists'),
  administration: z.uuid().nullable().describe('superior of a new unit'),
  profession: z.uuid().nullable(),
})

const Choice = {
  to: z.uuid().nullable().describe('the unit that goes on with it; null: it ends'),
  reason: z.string().trim().max(500).describe('why it ends; empty when it goes on'),
}

/** What a reorganisation will do. What is not chosen goes to the unit that goes on with the books. */
export const SuccessionContent = z
  .object({
    decree: z.object({
      symbol: z.string().trim().max(60).describe('number and symbol'),
      date: Day.nullable(),
      issuer: z.string().trim().max(200),
    }),
    from: z.array(z.uuid()).max(50).describe('merge, split: the units that close; else the unit concerned'),
    to: z
      .array(Target)
      .max(50)
      .describe('merge, split: the units that go on; part: those that take the part'),
    heir: z
      .uuid()
      .nullable()
      .describe('which of them goes on with the books: counts what the closed unit did itself'),
    names: Names.nullable().describe('rename: the new names'),
    moves: z
      .object({
        administration: z.object({ to: z.uuid().nullable() }).nullable(),
        profession: z.object({ to: z.uuid().nullable() }).nullable(),
      })
      .describe('transfer: the new superior by line; null: stays as it is'),
    belowTo: z
      .object({ administration: z.uuid().nullable(), profession: z.uuid().nullable() })
      .describe(
        'where units below a closed one go when nothing else is chosen; part: null leaves them where they are',
      ),
    below: z.array(z.object({ unitId: z.uuid(), line: Line, to: z.uuid() })).max(5000),
    people: z.array(z.object({ personId: z.uuid(), to: z.uuid().nullable(), isHead: z.boolean() })).max(2000),
    work: z
      .array(z.object({ what: z.string().max(40), ...Choice }))
      .max(20)
      .describe('by kind of open work'),
    items: z
      .array(z.object({ id: z.uuid(), ...Choice }))
      .max(5000)
      .describe('single items apart from their kind'),
  })
  .meta({ id: 'SuccessionContent' })
export type SuccessionContent = z.output<typeof SuccessionContent>

export const CreateSuccession = z
  .object({
    id: z.uuid().describe('UUIDv7 made by the client'),
    kind: SuccessionKind,
    day: Day.describe('in force from this day on'),
    content: SuccessionContent,
  })
  .meta({ id: 'CreateSuccession' })

export const SaveSuccession = z
  .object({ version: z.int().min(1), day: Day, content: SuccessionContent })
  .meta({ id: 'SaveSuccession' })

export const SuccessionVersion = z.object({ version: z.int().min(1) }).meta({ id: 'SuccessionVersion' })

export const SuccessionProblem = z
  .object({
    section: z.enum(['decree', 'units', 'below', 'people', 'work', 'reports']),
    words: z.string().describe('a sentence: what is still to be chosen'),
  })
  .meta({ id: 'SuccessionProblem' })

const BelowRow = z.object({ unit: UnitRef, line: Line, to: z.uuid().nullable(), isChosen: z.boolean() })
const PersonMove = z.object({
  personId: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  roles: z.array(z.string()),
  hasAccount: z.boolean(),
  to: z.uuid().nullable(),
  isHead: z.boolean(),
})
const WorkItem = z.object({
  id: z.uuid(),
  label: z.string(),
  dueOn: Day.nullable(),
  to: z.uuid().nullable(),
  reason: z.string(),
})
const WorkGroup = z.object({
  what: z.string(),
  n: z.int(),
  to: z.uuid().nullable(),
  reason: z.string(),
  items: z.array(WorkItem).describe('at most 100'),
})

export const SuccessionPreview = z
  .object({
    problems: z.array(SuccessionProblem).describe('what has to be chosen first; none: it can be carried out'),
    closes: z.array(UnitRef),
    below: z.array(BelowRow),
    people: z.array(PersonMove),
    work: z.array(WorkGroup).describe('open duties, plans and drafts'),
    notes: z
      .array(z.object({ section: z.enum(['work', 'reports']), words: z.string() }))
      .describe('what happens by itself'),
  })
  .meta({ id: 'SuccessionPreview' })

export const SuccessionRow = z
  .object({
    id: z.uuid(),
    kind: SuccessionKind,
    state: SuccessionState,
    day: Day,
    title: z.string(),
    decree: z.string(),
    updatedAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SuccessionRow' })

export const SuccessionList = z
  .object({ items: z.array(SuccessionRow), nextCursor: z.string().nullable(), may: z.array(z.string()) })
  .meta({ id: 'SuccessionList' })

export const SuccessionQuery = z.object({ cursor: z.string().max(600).optional() })

export const Succession = SuccessionRow.extend({
  version: z.int(),
  content: SuccessionContent,
  units: z.array(UnitRef).describe('every unit named in it, as it is called'),
  preview: SuccessionPreview.nullable().describe('null once it is carried out or dropped'),
  problem: z.string().nullable().describe('why it could not be carried out on its day'),
  undoUntil: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  may: z.array(z.enum(['save', 'drop', 'carry_out', 'reopen', 'undo'])),
}).meta({ id: 'Succession' })
