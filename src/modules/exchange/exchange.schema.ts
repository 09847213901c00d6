import { z } from 'zod'

export const ArrivalPath = z.object({ arrivalId: z.uuid() })
export const SentPath = z.object({ deliveryId: z.uuid() })
export const ExchangedPath = z.object({ documentId: z.uuid() })

const reason = z.string().trim().min(1).max(500)
export const ExchangeReason = z.object({ reason }).meta({ id: 'ExchangeReason' })

const told = z.enum(['01', '02', '03', '04', '05', '06'])

export const Arrival = z
  .object({
    id: z.uuid(),
    senderName: z.string().describe('as the package calls it'),
    senderCode: z.string(),
    arrivedAt: z.iso.datetime(),
    told: told.nullable().describe('the last status that was told the sender'),
    asked: z
      .object({
        what: z.enum(['recall', 'update', 'replacement']),
        at: z.iso.datetime(),
        reason: z.string(),
        answer: z.enum(['15', '16']).nullable().describe('15 agreed to, 16 not; null: not answered'),
      })
      .nullable()
      .describe('what the sender asks of the document since'),
    answers: z
      .object({ id: z.uuid(), numberSymbol: z.string().nullable() })
      .nullable()
      .describe('the unit’s own document that it answers'),
    figures: z
      .object({
        state: z
          .enum(['waiting', 'taken', 'refused', 'by_hand'])
          .describe(
            'waiting: for the document to be confirmed; by_hand: the package brought none, and its sender owes the unit a report',
          ),
        reason: z
          .enum(['unreadable', 'not_owed', 'other_form', 'too_early', 'reported_here', 'older'])
          .nullable()
          .describe('of refused ones'),
        reportId: z.uuid().nullable().describe('the sender’s report that stands on them'),
      })
      .nullable()
      .describe('figures of a report; null where its sender owes the unit none'),
    may: z.array(z.enum(['arrival.refuse', 'arrival.progress', 'arrival.answer'])),
  })
  .meta({ id: 'Arrival' })

export const ExchangeOfDocument = z
  .object({
    arrival: Arrival.nullable().describe(
      'how the document, or the draft of it, came; null: not as a package',
    ),
    answeredBy: z
      .array(
        z.object({
          id: z.uuid(),
          isDraft: z.boolean().describe('not confirmed yet'),
          senderName: z.string(),
          arrivedAt: z.iso.datetime(),
        }),
      )
      .describe('what came as a package and answers this document'),
    sent: z.int().describe('receivers to whom it went as a package'),
    may: z.array(z.enum(['document.recall', 'document.replace'])),
  })
  .meta({ id: 'ExchangeOfDocument' })

export const Progress = z
  .object({ status: z.enum(['04', '05', '06']).describe('assigned · being worked on · finished') })
  .meta({ id: 'ExchangeProgress' })

export const RecallAnswer = z
  .object({ agrees: z.boolean(), reason: z.string().trim().max(500).default('') })
  .meta({ id: 'RecallAnswer' })

export const Replaces = z
  .object({
    ofId: z.uuid().describe('the unit’s own issued document in whose place this one stands'),
    kind: z.enum(['update', 'replacement']),
    reason,
  })
  .meta({ id: 'Replaces' })

export const Ordered = z.object({ packages: z.int() }).meta({ id: 'OrderedPackages' })
