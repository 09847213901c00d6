import { route, type AnyRoute } from '../../platform/http/route.ts'
import { Terms } from './programmes.schema.ts'
import { readTerms } from './programmes.service.ts'

export const programmesRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/terms',
    operationId: 'getTerms',
    summary: 'Programmes, forms, audiences, funds and indicators, in the language of the person',
    stability: 'stable',
    access: { who: 'signed-in', grounds: [], key: 'units:read' },
    response: Terms,
    handler: (ctx) => readTerms(ctx),
  }),
]
