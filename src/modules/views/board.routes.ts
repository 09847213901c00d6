import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { Board, BoardExportQuery, BoardPath, BoardQuery } from './board.schema.ts'
import { exportBoard, readBoard } from './board.service.ts'

export const boardRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/plans/:planId/board',
    operationId: 'getBoard',
    summary: 'Cascade board of a plan: units below that received it, across the stages',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: BoardPath,
    query: BoardQuery,
    response: Board,
    handler: (ctx, { params, query }) => readBoard(ctx, params.planId, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/plans/:planId/board.xlsx',
    operationId: 'exportBoard',
    summary: 'The board as an Excel file',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: BoardPath,
    query: BoardExportQuery,
    file: true,
    handler: (ctx, { params, query }) => exportBoard(ctx, params.planId, query),
  }),
]
