import { route, type AnyRoute } from '../../platform/http/route.ts'
import { Session } from './session.schema.ts'
import { readSession } from './session.service.ts'

export const viewsRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/session',
    operationId: 'getSession',
    summary: 'Who is signed in and for which unit they act',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: Session,
    handler: (ctx) => readSession(ctx),
  }),
]
