import { z } from 'zod'
import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { exportMandates } from './mandates.export.ts'
import {
  EndMandate,
  MakeMandate,
  Mandate,
  MandateFilter,
  MandateQuery,
  Mandates,
  SignerQuery,
  Signers,
} from './mandates.schema.ts'
import { endMandate, makeMandate, readMandates, readSigners } from './mandates.service.ts'

const own = { who: 'signed-in', grounds: ['own'] } as const

/** Who may sign for the unit, with which authority, from when until when. */
export const mandatesRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/mandates',
    operationId: 'listMandates',
    summary: 'Who may sign for the unit',
    stability: 'screen',
    access: own,
    query: MandateQuery,
    response: Mandates,
    handler: (ctx, { query }) => readMandates(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/mandates/export.xlsx',
    operationId: 'exportMandates',
    summary: 'The same as an Excel file',
    stability: 'screen',
    access: own,
    query: MandateFilter,
    file: true,
    handler: (ctx, { query }) => exportMandates(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/mandates',
    operationId: 'makeMandate',
    summary: 'Write a right to sign down',
    stability: 'screen',
    access: own,
    body: MakeMandate,
    response: Mandate,
    handler: (ctx, { body }) => makeMandate(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/mandates/:mandateId/end',
    operationId: 'endMandate',
    summary: 'End a right to sign',
    stability: 'screen',
    access: own,
    params: z.object({ mandateId: z.uuid() }),
    body: EndMandate,
    response: Mandate,
    handler: (ctx, { params, body }) => endMandate(ctx, params.mandateId, body),
  }),
  route({
    method: 'GET',
    path: '/signers',
    operationId: 'listSigners',
    summary: 'Who may sign a document of a type on a day',
    stability: 'screen',
    access: own,
    query: SignerQuery,
    response: Signers,
    handler: (ctx, { query }) => readSigners(ctx, query),
  }),
]
