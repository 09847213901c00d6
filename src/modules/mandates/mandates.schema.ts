import { z } from 'zod'
import { officialTypes } from '../../document/write/index.ts'
import { Paging } from '../../platform/paging.ts'
import { authorities } from './mandates.rules.ts'

const day = z.iso.date()
const words = (most: number) => z.string().trim().min(1).max(most)
const kind = z.enum(officialTypes.map(({ name }) => name))
const Authority = z
  .enum(authorities)
  .describe(
    'head · q (acting head) · tm (collective body) · kt (for the head) · tl (by order) · tuq (authorised)',
  )

const states = ['holds', 'coming', 'over', 'void'] as const

const facts = {
  personId: z.uuid(),
  authority: Authority,
  position: words(120).describe('as printed: "Phó Trưởng phòng"'),
  forWhom: words(120)
    .nullable()
    .describe('printed behind TM., KT., TL., TUQ.: "Ủy ban nhân dân", "Chủ tịch"'),
  deputyOf: words(120).nullable().describe('whose deputy signs: "Chánh Văn phòng"; never with TUQ.'),
  kinds: z.array(kind).max(officialTypes.length).describe('types of documents; empty: all'),
  limits: words(1_000).nullable().describe('which contents'),
  basis: words(200).nullable().describe('number and symbol of the document that gives it'),
  basisDate: day.nullable(),
  since: day,
  until: day.nullable().describe('the first day on which it no longer holds'),
}

export const MakeMandate = z
  .object({ id: z.uuid().describe('UUIDv7 made by the client'), ...facts })
  .meta({ id: 'MakeMandate' })

export const EndMandate = z
  .object({ from: day.describe('the first day on which it no longer holds') })
  .meta({ id: 'EndMandate' })

export const Mandate = z
  .object({
    id: z.uuid(),
    ...facts,
    name: z.string(),
    lines: z.array(z.string()).describe('what is printed above the name'),
    state: z.enum(states).describe('void: the person is no longer of the unit'),
    endedFrom: day.nullable().describe('ended before its time'),
    may: z.array(z.string()),
  })
  .meta({ id: 'Mandate' })

export const MandateFilter = z.object({
  q: z.string().max(100).optional().describe('name, position, number of the document that gives it'),
  state: z.enum(states).optional(),
})
export const MandateQuery = MandateFilter.extend(Paging.shape)
export const MandateCursor = z.tuple([day, z.uuid()])

const Somebody = z.object({ id: z.uuid(), name: z.string(), title: z.string().nullable() })
export const Mandates = z
  .object({
    rows: z.array(Mandate),
    nextCursor: z.string().nullable(),
    people: z.array(Somebody).describe('to whom one can be given; empty for whoever may not'),
    kinds: z.array(z.string()),
    may: z.array(z.string()),
  })
  .meta({ id: 'Mandates' })

export const SignerQuery = z.object({
  type: kind,
  on: day.optional().describe('the document’s day; today where it has none'),
})
export const Signers = z
  .object({
    signers: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        authority: z.string().nullable(),
        position: z.string(),
        deputyOf: z.string().nullable(),
        lines: z.array(z.string()).describe('what is printed above the name'),
        basis: z.string().nullable(),
        until: day.nullable(),
      }),
    ),
    may: z.array(z.string()),
  })
  .meta({ id: 'Signers' })
