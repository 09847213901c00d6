import { route, type AnyRoute } from '../../platform/http/route.ts'
import { SearchQuery, SearchResult } from './search.schema.ts'
import { search } from './search.service.ts'

export const searchRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/search',
    operationId: 'searchAll',
    summary:
      'Documents, plans, tasks, activities, reports, directions, units and people of the unit by words or number',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up'] },
    query: SearchQuery,
    response: SearchResult,
    handler: (ctx, { query }) => search(ctx, query.q),
  }),
]
