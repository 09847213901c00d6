import { z } from 'zod'
import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { read } from '../../platform/write.ts'
import { actOnDirection } from './directions.acts.ts'
import { dropDraft, readDraft, saveDirection, sendDirection } from './directions.drafts.ts'
import { exportDirections, readDirections } from './directions.lists.ts'
import {
  ActOnDirection,
  Direction,
  DirectionDraft,
  DirectionFilter,
  DirectionPage,
  DirectionQuery,
  SaveDirection,
  SendDirection,
} from './directions.schema.ts'
import { readOne } from './directions.view.ts'

const ofOne = z.object({ id: z.uuid() })

export const directionsRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/directions',
    operationId: 'listDirections',
    summary: 'Directions that the unit sent, received or is writing',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    query: DirectionQuery,
    response: DirectionPage,
    handler: (ctx, { query }) => readDirections(ctx, query),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/directions/export.xlsx',
    operationId: 'exportDirections',
    summary: 'The same as an Excel file',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    query: DirectionFilter,
    handler: (ctx, { query }) => exportDirections(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/directions/:id',
    operationId: 'getDirection',
    summary: 'A direction: to its sender with every recipient, to a recipient with its own part',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'] },
    params: ofOne,
    response: Direction,
    handler: (ctx, { params }) => read(ctx, '*', (trx) => readOne(trx, ctx, params.id)),
  }),
  route({
    method: 'POST',
    path: '/directions/:id/acts',
    operationId: 'actOnDirection',
    summary: 'Acknowledge, answer, ask; reply, accept, return, extend, withdraw',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'] },
    params: ofOne,
    body: ActOnDirection,
    response: Direction,
    handler: (ctx, { params, body }) => actOnDirection(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/directions/:id/draft',
    operationId: 'getDirectionDraft',
    summary: 'A direction that is being written, with whom it reaches',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    response: DirectionDraft,
    handler: (ctx, { params }) => readDraft(ctx, params.id),
  }),
  route({
    method: 'PUT',
    path: '/directions/:id/draft',
    operationId: 'saveDirectionDraft',
    summary: 'Keep a direction that is being written',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    body: SaveDirection,
    response: DirectionDraft,
    handler: (ctx, { params, body }) => saveDirection(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/directions/:id/draft',
    operationId: 'dropDirectionDraft',
    summary: 'Throw a draft away',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    response: z.object({ ok: z.literal(true) }),
    handler: (ctx, { params }) => dropDraft(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/directions/:id/send',
    operationId: 'sendDirection',
    summary: 'Send a direction to the units it names',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    body: SendDirection,
    response: Direction,
    handler: (ctx, { params, body }) => sendDirection(ctx, params.id, body),
  }),
]
