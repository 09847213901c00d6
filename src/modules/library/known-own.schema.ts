import { z } from 'zod'
import { knownRelationKinds } from '../../document/index.ts'
import { Day } from './library.schema.ts'

/** One line of words: what comes out of a file and what is typed are then the same. */
function line(most: number) {
  return z
    .string()
    .overwrite((words) =>
      words
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    )
    .min(1)
    .max(most)
}

/** The longest words of each fact. */
export const longest = { type: 60, numberSymbol: 60, issuer: 200, title: 1000, by: 300, source: 600 } as const
export const mostRelations = 20

const KnownFactsBody = z
  .object({
    type: line(longest.type),
    numberSymbol: line(longest.numberSymbol).describe('number with its symbol, as people write it'),
    issuer: line(longest.issuer),
    issuedOn: Day.nullable(),
    title: line(longest.title),
    inForceFrom: Day.nullable(),
    lastDay: Day.nullable().describe('the last day in force'),
    relations: z
      .array(
        z.object({
          kind: z.enum(knownRelationKinds),
          by: line(longest.by).describe('number and symbol of the document that does so, or its name'),
          date: Day.nullable(),
          id: z.uuid().nullable().describe('the entry of the register that was picked; null: words alone'),
        }),
      )
      .max(mostRelations),
    source: line(longest.source).describe('where the facts come from: words or a link'),
  })
  .meta({ id: 'KnownFacts' })

const Reason = z.string().trim().min(1).max(1000)

export const AddKnown = KnownFactsBody.extend({ id: z.uuid() }).meta({ id: 'AddKnownDocument' })
export const CorrectKnown = z
  .object({
    version: z.int().nonnegative().describe('the unit’s version that was seen; 0: it has said nothing yet'),
    reason: Reason,
    facts: KnownFactsBody,
  })
  .meta({ id: 'CorrectKnownDocument' })
export const WithdrawKnown = z
  .object({ version: z.int().positive(), reason: Reason })
  .meta({ id: 'WithdrawKnownDocument' })
