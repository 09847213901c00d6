import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { recorders } from './activities.policy.ts'
import {
  ActivityFilters,
  ActivityGaps,
  ActivityPage,
  ActivityQuery,
  GapsQuery,
  LogForm,
} from './lists.schema.ts'
import { exportActivities, readActivities, readGaps, readLogForm } from './lists.service.ts'

export const listRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/activities',
    operationId: 'listActivities',
    summary: 'Activities of the acting unit or of the units below it, the latest first',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'], key: 'activities:read' },
    query: ActivityQuery,
    response: ActivityPage,
    handler: (ctx, { query }) => readActivities(ctx, query),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/activities/export.xlsx',
    operationId: 'exportActivities',
    summary: 'The list as an Excel file',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    query: ActivityFilters,
    handler: (ctx, { query }) => exportActivities(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/activities/gaps',
    operationId: 'getActivityGaps',
    summary: 'What a year lacks: months without activity, tasks that nothing carries out, one form only',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    query: GapsQuery,
    response: ActivityGaps,
    handler: (ctx, { query }) => readGaps(ctx, query.year),
  }),
  route({
    method: 'GET',
    path: '/activities/log-form',
    operationId: 'getLogForm',
    summary: 'What the screen for logging needs',
    stability: 'screen',
    access: { who: recorders, grounds: ['own', 'below'] },
    response: LogForm,
    handler: (ctx) => readLogForm(ctx),
  }),
]
