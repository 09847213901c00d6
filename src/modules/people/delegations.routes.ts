import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { makeDelegation, readDelegations, revokeDelegation } from './delegations.ts'
import { Delegations, MakeDelegation } from './delegations.schema.ts'

const unitParams = z.object({ unitId: z.uuid() })

/** Deciding in somebody's place, for a time. */
export const delegationRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/units/:unitId/delegations',
    operationId: 'listDelegations',
    summary: 'Who may decide in whose place in the own unit',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: unitParams,
    response: Delegations,
    handler: (ctx, { params }) => readDelegations(ctx, params.unitId),
  }),
  route({
    method: 'POST',
    path: '/units/:unitId/delegations',
    operationId: 'makeDelegation',
    summary: 'Give somebody of the unit the right to decide in one’s place, for some days',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: unitParams,
    body: MakeDelegation,
    response: Delegations,
    handler: (ctx, { params, body }) => makeDelegation(ctx, params.unitId, body),
  }),
  route({
    method: 'POST',
    path: '/delegations/:id/revoke',
    operationId: 'revokeDelegation',
    summary: 'End a delegation',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: z.object({ id: z.uuid() }),
    response: Delegations,
    handler: (ctx, { params }) => revokeDelegation(ctx, params.id),
  }),
]
