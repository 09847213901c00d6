import { z } from 'zod'

export const SessionUnit = z
  .object({
    id: z.uuid(),
    code: z.string().describe('part of the address of the unit’s public page'),
    name: z.string(),
    shortName: z.string(),
    kind: z.string(),
  })
  .meta({ id: 'SessionUnit' })

export const RoleCode = z.enum(['clerk', 'specialist', 'leader', 'inspector', 'admin'])

export const ChooseUnit = z.object({ unitId: z.uuid() }).meta({ id: 'ChooseUnit' })
export const ChooseLocale = z.object({ locale: z.enum(['vi', 'en']) }).meta({ id: 'ChooseLocale' })
