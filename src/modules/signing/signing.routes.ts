import { z } from 'zod'
import { route, type Access, type AnyRoute } from '../../platform/http/route.ts'
import { addKey, listKeys, removeKey } from './keys.service.ts'
import { AddSigningKey, SigningKeys } from './signing.schema.ts'

const own: Access = { who: 'signed-in', grounds: ['own'] }

export const signingRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/signing-keys',
    operationId: 'listSigningKeys',
    summary: 'Keys of the acting unit with which the server signs',
    stability: 'screen',
    access: own,
    response: SigningKeys,
    handler: (ctx) => listKeys(ctx),
  }),
  route({
    method: 'POST',
    path: '/signing-keys',
    operationId: 'addSigningKey',
    summary: 'Keep a key: a leader’s own, or the agency’s',
    stability: 'screen',
    access: { who: ['leader', 'clerk'], grounds: ['own'] },
    body: AddSigningKey,
    response: SigningKeys,
    handler: (ctx, { body }) => addKey(ctx, body),
  }),
  route({
    method: 'DELETE',
    path: '/signing-keys/:signingKeyId',
    operationId: 'removeSigningKey',
    summary: 'Take a key away, its file with it',
    stability: 'screen',
    access: { who: ['leader', 'clerk'], grounds: ['own'] },
    params: z.object({ signingKeyId: z.uuid() }),
    response: SigningKeys,
    handler: (ctx, { params }) => removeKey(ctx, params.signingKeyId),
  }),
]
