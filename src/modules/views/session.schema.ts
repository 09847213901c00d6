import { z } from 'zod'
import { RoleCode, SessionUnit } from '../people/index.ts'

export const Session = z
  .object({
    person: z.object({ id: z.uuid(), name: z.string() }),
    login: z.string(),
    locale: z.enum(['vi', 'en']),
    today: z.iso.date().describe('the day in Asia/Ho_Chi_Minh by the server’s clock'),
    actingUnit: SessionUnit,
    memberships: z.array(
      z.object({ unit: SessionUnit, title: z.string().nullable(), roles: z.array(RoleCode) }),
    ),
    delegated: z
      .object({ by: z.string(), until: z.iso.date() })
      .nullable()
      .describe('in whose place one may decide in the acting unit'),
    counts: z.object({ today: z.int().describe('open obligations of the acting unit') }),
  })
  .meta({ id: 'Session' })
