import { route, type AnyRoute } from '../../platform/http/route.ts'
import { Today } from './today.schema.ts'
import { readToday } from './today.service.ts'

export const todayRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/today',
    operationId: 'getToday',
    summary:
      'What the acting unit owes by date, what waits for decision, who owes it, what was done this month',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    response: Today,
    handler: (ctx) => readToday(ctx),
  }),
]
