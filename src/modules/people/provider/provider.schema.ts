import { z } from 'zod'
import { Password } from '../factor/factor.schema.ts'

export const Identities = z
  .object({
    provider: z
      .object({ name: z.string(), issuer: z.string() })
      .nullable()
      .describe('by which this installation lets people sign in; null where it is not set'),
    identities: z.array(
      z.object({
        issuer: z.string(),
        linkedAt: z.iso.datetime(),
        usedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: 'Identities' })
export const IdentityBegun = z
  .object({ url: z.string().describe('of the provider, where the browser goes') })
  .meta({ id: 'IdentityBegun' })
export const IdentityRemoved = Password.extend({ issuer: z.string().max(500) }).meta({
  id: 'IdentityRemoved',
})
