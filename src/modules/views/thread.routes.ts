import { route, type AnyRoute } from '../../platform/http/route.ts'
import { Thread, ThreadFrom, ThreadFromQuery, ThreadQuery } from './thread.schema.ts'
import { readThread, readThreadFrom } from './thread.service.ts'

export const threadRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/thread',
    operationId: 'getThread',
    summary:
      'From a figure of a report to its activities and photos, their tasks, and the clause they rest on',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up', 'public'], key: 'reports:read' },
    query: ThreadQuery,
    response: Thread,
    handler: (ctx, { query }) => readThread(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/thread/from',
    operationId: 'getThreadFrom',
    summary: 'What came of a clause or a task: tasks, what units below made of them, what was done',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up', 'public'], key: 'reports:read' },
    query: ThreadFromQuery,
    response: ThreadFrom,
    handler: (ctx, { query }) => readThreadFrom(ctx, query),
  }),
]
