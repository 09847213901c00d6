import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { ApiCalls, ApiKey, ApiKeys, CallsQuery, KeyMade, MakeKey } from './keys.schema.ts'
import { webhookRoutes } from './webhooks.routes.ts'
import { submissionRoutes } from './submissions.routes.ts'
import { listCalls, listKeys, makeKey, renewKey, revokeKey } from './keys.service.ts'

const keyParams = z.object({ keyId: z.uuid() })

/** Keys of the unit: whom it lets in by machine. */
const keyRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/machines/keys',
    operationId: 'listKeys',
    summary: 'Keys of the acting unit with what each opens',
    stability: 'screen',
    access: { who: ['admin'], grounds: ['own'] },
    response: ApiKeys,
    handler: (ctx) => listKeys(ctx),
  }),
  route({
    method: 'POST',
    path: '/machines/keys',
    operationId: 'makeKey',
    summary: 'Make a key of the acting unit; the key itself is given once',
    stability: 'screen',
    access: { who: ['admin'], grounds: ['own'] },
    body: MakeKey,
    response: KeyMade,
    handler: (ctx, { body }) => makeKey(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/machines/keys/:keyId/renew',
    operationId: 'renewKey',
    summary: 'Put a new key in the place of one, which opens nothing from then on',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: keyParams,
    response: KeyMade,
    handler: (ctx, { params }) => renewKey(ctx, params.keyId),
  }),
  route({
    method: 'POST',
    path: '/machines/keys/:keyId/revoke',
    operationId: 'revokeKey',
    summary: 'End a key at once',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: keyParams,
    response: ApiKey,
    handler: (ctx, { params }) => revokeKey(ctx, params.keyId),
  }),
  route({
    method: 'GET',
    path: '/machines/keys/:keyId/calls',
    operationId: 'listCalls',
    summary: 'What was called with a key in the last ninety days',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: keyParams,
    query: CallsQuery,
    response: ApiCalls,
    handler: (ctx, { params, query }) => listCalls(ctx, params.keyId, query),
  }),
]

export const machinesRoutes: AnyRoute[] = [...keyRoutes, ...webhookRoutes, ...submissionRoutes]
