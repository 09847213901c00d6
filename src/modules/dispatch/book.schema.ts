import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { RegisterQuery } from './dispatch.schema.ts'

const year = z.coerce.number().int().min(1990).max(2100).optional()
const span = {
  from: z.iso
    .date()
    .optional()
    .describe('first day, of the document (outgoing) or of its arrival (incoming)'),
  to: z.iso.date().optional().describe('last day, counted too'),
}

/** What of a register is printed: a year, or a span of days. */
export const BookQuery = RegisterQuery.omit({ cursor: true }).extend(span)

export const ArrivalFilter = z.object({
  q: z.string().max(200).optional().describe('number, subject, issuer, who got it'),
  year,
  left: z.stringbool().optional().describe('only what nobody was given yet'),
  ...span,
})
export const ArrivalQuery = Paging.extend(ArrivalFilter.shape)

export const ArrivalLine = z
  .object({
    id: z.uuid(),
    number: z.int().describe('number in the register of incoming documents, from 1 in each year'),
    year: z.int(),
    arrivedOn: z.iso.date(),
    document: z.object({
      id: z.uuid(),
      type: z.string(),
      numberSymbol: z.string().nullable(),
      issuer: z.string(),
      issuedOn: z.iso.date().nullable(),
      subject: z.string(),
    }),
    sentOn: z.iso
      .date()
      .nullable()
      .describe('day on which it was sent through the system; null when it was taken in as a file'),
    passedTo: z.string().nullable().describe('part or person of the unit that got it'),
    passedOn: z.iso.date().nullable(),
    may: z.array(z.string()),
  })
  .meta({ id: 'ArrivalLine' })
export const Arrivals = z
  .object({
    items: z.array(ArrivalLine),
    nextCursor: z.string().nullable(),
    years: z.array(z.int()),
  })
  .meta({ id: 'Arrivals' })

export const ArrivalPath = z.object({ arrivalId: z.uuid() })
export const PassOn = z
  .object({
    to: z.string().trim().min(1).max(200).describe('as the register says it: a name, or a part of the unit'),
    on: z.iso.date(),
  })
  .meta({ id: 'PassOn' })
