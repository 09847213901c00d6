import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { keyScopes } from './keys.rules.ts'

export const KeyScopeCode = z.enum(keyScopes)
const mode = z.enum(['live', 'test'])

export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: mode.describe('`test`: every call is carried out and taken back'),
    prefix: z.string().describe('the beginning of the key; the rest is shown once'),
    scopes: z.array(KeyScopeCode),
    expiresOn: z.iso.date().nullable().describe('its last day'),
    createdAt: z.iso.datetime(),
    usedAt: z.iso.datetime().nullable().describe('of its last call, to the minute'),
    state: z.enum(['good', 'revoked', 'expired']),
    may: z.array(z.enum(['key.revoke', 'key.renew'])),
  })
  .meta({ id: 'ApiKey' })

export const ApiKeys = z.object({ items: z.array(ApiKey), mostLasts: z.int() }).meta({ id: 'ApiKeys' })

export const MakeKey = z
  .object({
    id: z.uuid(),
    name: z.string().trim().min(1).max(80).describe('which platform it is for'),
    mode,
    scopes: z.array(KeyScopeCode).min(1).max(keyScopes.length),
    expiresOn: z.iso.date().nullable(),
  })
  .meta({ id: 'MakeKey' })

export const KeyMade = z
  .object({
    key: ApiKey,
    token: z.string().nullable().describe('the key itself: given once, null when the request is repeated'),
  })
  .meta({ id: 'ApiKeyMade' })

export const CallsQuery = Paging
export const ApiCall = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    method: z.string(),
    path: z.string(),
    status: z.int(),
    ms: z.int(),
  })
  .meta({ id: 'ApiCall' })
export const ApiCalls = z
  .object({ key: ApiKey, items: z.array(ApiCall), nextCursor: z.string().nullable() })
  .meta({ id: 'ApiCalls' })
