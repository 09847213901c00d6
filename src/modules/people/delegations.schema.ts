import { z } from 'zod'

const Somebody = z.object({ id: z.uuid(), name: z.string(), title: z.string().nullable() })
const Day = z.iso.date()

export const Delegation = z
  .object({
    id: z.uuid(),
    from: Somebody.describe('who gives'),
    to: Somebody.describe('who decides in that person’s place'),
    since: Day,
    until: Day.describe('the first day on which it no longer holds'),
    state: z
      .enum(['holds', 'coming', 'over', 'revoked', 'void'])
      .describe('void: one of the two is no longer what they were in the unit'),
    may: z.array(z.string()),
  })
  .meta({ id: 'Delegation' })

export const Delegations = z
  .object({
    delegations: z.array(Delegation).describe('those that hold or are coming, then the last that ended'),
    people: z.array(Somebody).describe('to whom the asker may give; empty for whoever may not'),
    may: z.array(z.string()),
  })
  .meta({ id: 'Delegations' })

export const MakeDelegation = z
  .object({
    id: z.uuid().describe('UUIDv7 made by the client'),
    toPersonId: z.uuid(),
    since: Day,
    until: Day,
  })
  .meta({ id: 'MakeDelegation' })
