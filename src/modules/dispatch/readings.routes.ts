import { z } from 'zod'
import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import {
  AskToRead,
  MakeReadingLinks,
  MyReadings,
  ReadingFilter,
  ReadingLinks,
  ReadingQuery,
  Readings,
} from './readings.schema.ts'
import {
  askToRead,
  confirmReading,
  exportReadings,
  makeReadingLinks,
  readMyReadings,
  readReadings,
} from './readings.service.ts'

const params = z.object({ documentId: z.uuid() })
const access = { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up', 'public'] } as const

/** A document and the people of the own unit: who was asked to read it, who has. */
export const readingRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/readings/mine',
    operationId: 'listMyReadings',
    summary: 'Documents that one is asked to read and has not confirmed',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: MyReadings,
    handler: (ctx) => readMyReadings(ctx),
  }),
  route({
    method: 'GET',
    path: '/documents/:documentId/readings',
    operationId: 'listReadings',
    summary: 'People of the own unit who were asked to read a document, and who has confirmed',
    stability: 'screen',
    access,
    params,
    query: ReadingQuery,
    response: Readings,
    handler: (ctx, input) => readReadings(ctx, input.params.documentId, input.query),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/documents/:documentId/readings/export.xlsx',
    operationId: 'exportReadings',
    summary: 'The same as an Excel file',
    stability: 'screen',
    access,
    params,
    query: ReadingFilter,
    handler: (ctx, input) => exportReadings(ctx, input.params.documentId, input.query),
  }),
  route({
    method: 'POST',
    path: '/documents/:documentId/readings',
    operationId: 'askToRead',
    summary: 'Ask people of the own unit to read a document',
    stability: 'screen',
    access,
    params,
    body: AskToRead,
    response: Readings,
    handler: (ctx, input) => askToRead(ctx, input.params.documentId, input.body),
  }),
  route({
    method: 'POST',
    path: '/documents/:documentId/readings/links',
    operationId: 'makeReadingLinks',
    summary: 'Make personal links with QR codes for those who have not confirmed',
    stability: 'screen',
    access,
    params,
    body: MakeReadingLinks,
    response: ReadingLinks,
    handler: (ctx, input) => makeReadingLinks(ctx, input.params.documentId, input.body),
  }),
  route({
    method: 'POST',
    path: '/documents/:documentId/readings/confirm',
    operationId: 'confirmReading',
    summary: 'Confirm that one has read a document',
    stability: 'screen',
    access,
    params,
    response: Readings,
    handler: (ctx, input) => confirmReading(ctx, input.params.documentId),
  }),
]
