import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { keyScopes } from '../../src/modules/machines/keys.rules.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Browser } from './http.ts'
import { must } from './plans.ts'

/** Another platform with a key. */
export interface KeyCaller {
  keyId: string
  token: string
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<LightMyRequestResponse>
}

/** A key that opens everything a key can. @param by an administrator of the unit */
export async function makeKey(
  app: FastifyInstance,
  by: Browser,
  options: { mode?: 'live' | 'test'; scopes?: readonly string[]; name?: string } = {},
): Promise<KeyCaller> {
  const made = await must(
    by.call('POST', 'machines/keys', {
      id: newId(),
      name: options.name ?? 'Ứng dụng thành phố',
      mode: options.mode ?? 'live',
      scopes: options.scopes ?? keyScopes,
      expiresOn: null,
    }),
  )
  const { key, token } = made.json<{ key: { id: string }; token: string }>()
  return {
    keyId: key.id,
    token,
    call: (method, path, body) =>
      app.inject({
        method,
        url: `/api/v1/${path}`,
        headers: { authorization: `Bearer ${token}` },
        ...(body ? { payload: body } : {}),
      }),
  }
}
