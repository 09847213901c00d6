import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { read } from '../../platform/write.ts'
import { readActivity } from './activities.detail.ts'
import { recorders } from './activities.policy.ts'
import { Activity, CorrectActivity, LogActivity, WithdrawActivity } from './activities.schema.ts'
import { listRoutes } from './lists.routes.ts'
import { photoRoutes } from './photos.routes.ts'
import { correctActivity, logActivity, withdrawActivity } from './activities.service.ts'

const byId = z.object({ id: z.uuid() })

export const activityRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/activities',
    operationId: 'logActivity',
    summary: 'Log what the acting unit did',
    stability: 'stable',
    access: { who: recorders, grounds: ['own', 'below'], key: 'activities:write' },
    body: LogActivity,
    response: Activity,
    handler: (ctx, { body }) => logActivity(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/activities/:id',
    operationId: 'getActivity',
    summary: 'One activity with its versions, photos and the reports that counted it',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'], key: 'activities:read' },
    params: byId,
    response: Activity,
    handler: (ctx, { params }) => read(ctx, '*', (trx) => readActivity(trx, ctx, params.id)),
  }),
  route({
    method: 'POST',
    path: '/activities/:id/versions',
    operationId: 'correctActivity',
    summary: 'Correct an activity: a new version with a reason',
    stability: 'stable',
    access: { who: recorders, grounds: ['own', 'below'], key: 'activities:write' },
    params: byId,
    body: CorrectActivity,
    response: Activity,
    handler: (ctx, { params, body }) => correctActivity(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/activities/:id/withdrawal',
    operationId: 'withdrawActivity',
    summary: 'Withdraw an activity with a reason: it counts no more',
    stability: 'stable',
    access: { who: recorders, grounds: ['own', 'below'], key: 'activities:write' },
    params: byId,
    body: WithdrawActivity,
    response: Activity,
    handler: (ctx, { params, body }) => withdrawActivity(ctx, params.id, body),
  }),
  ...listRoutes,
  ...photoRoutes,
]
