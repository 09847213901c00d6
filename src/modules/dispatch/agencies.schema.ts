import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'

export const AgencyCodesFilter = z.object({
  q: z
    .string()
    .max(120)
    .optional()
    .describe('words of the agency’s name, or a part of a code; diacritics make no difference'),
  where: z
    .enum(['here', 'elsewhere'])
    .optional()
    .describe('units that work in this installation, or who is reached by package'),
})
export const AgencyCodesQuery = AgencyCodesFilter.extend(Paging.shape)

const day = z.iso.date()

export const AgencyCodes = z
  .object({
    own: z.array(z.string()).describe('codes that the acting unit has today'),
    items: z.array(
      z
        .object({
          code: z.string().describe('as it is written, in the form of today or of before'),
          name: z.string(),
          isElsewhere: z.boolean().describe('works in another system: what is sent to it goes as a package'),
          from: day,
          until: day.nullable().describe('the first day without it'),
        })
        .meta({ id: 'AgencyCode' }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'AgencyCodes' })
