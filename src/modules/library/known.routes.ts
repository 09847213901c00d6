import { z } from 'zod'
import { fileRoute, route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import { ImportResult, mostBytes } from '../units/index.ts'
import { importKnown } from './known-import/import.service.ts'
import { AddKnown, CorrectKnown, WithdrawKnown } from './known-own.schema.ts'
import { addKnown, correctKnown, withdrawKnown } from './known-own.service.ts'
import { exportFormats, exportKnownDocuments, exportKnownTemplate } from './known.export.ts'
import {
  Checked,
  CheckText,
  DocumentBases,
  ExpiredBases,
  KnownFilter,
  KnownList,
  KnownQuery,
  KnownView,
} from './known.schema.ts'
import {
  checkText,
  readDocumentBases,
  readExpiredBases,
  readKnownDocument,
  readKnownDocuments,
} from './known.service.ts'
import { documentRoles } from './library.policy.ts'

const Known = z.object({ knownId: z.uuid() })
const exportNames = {
  xlsx: 'exportKnownDocuments',
  csv: 'exportKnownDocumentsCsv',
  json: 'exportKnownDocumentsJson',
} as const
const readable = ['own', 'below', 'delivered', 'up', 'public'] as const

export const knownRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/known-documents',
    operationId: 'listKnownDocuments',
    summary: 'Documents on record with their validity, the latest issued first',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    query: KnownQuery,
    response: KnownList,
    handler: (ctx, { query }) => readKnownDocuments(ctx, query),
  }),
  ...exportFormats.map((format) =>
    fileRoute({
      method: 'GET',
      path: `/known-documents.${format}`,
      operationId: exportNames[format],
      summary: `Documents on record as .${format}, as an import takes it back`,
      stability: 'screen',
      access: { who: 'signed-in', grounds: ['own'] },
      query: KnownFilter,
      file: true,
      handler: (ctx, { query }) => exportKnownDocuments(ctx, format, query),
    }),
  ),
  route({
    method: 'POST',
    path: '/known-documents',
    operationId: 'addKnownDocument',
    summary: 'Put a document into the unit’s own register',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    body: AddKnown,
    response: KnownView,
    handler: (ctx, { body }) => addKnown(ctx, body),
  }),
  fileRoute({
    method: 'GET',
    path: '/known-documents/import/template',
    operationId: 'getKnownTemplate',
    summary: 'An .xlsx of known documents to fill in for an import',
    stability: 'screen',
    access: { who: 'signed-in', grounds: [] },
    file: true,
    handler: (ctx) => exportKnownTemplate(ctx),
  }),
  uploadRoute({
    method: 'POST',
    path: '/known-documents/import',
    operationId: 'importKnownDocuments',
    summary:
      'Put documents into the unit’s own register from an .xlsx, .csv or .json file, or say what it would do',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    query: z.object({ dryRun: z.enum(['true', 'false']) }),
    response: ImportResult,
    // A little more than a file may have, so that the sentence about the size is ours.
    upload: { most: mostBytes + 1024 * 1024 },
    handler: (ctx, { query, bytes }) => importKnown(ctx, bytes, { dryRun: query.dryRun === 'true' }),
  }),
  route({
    method: 'PUT',
    path: '/known-documents/:knownId',
    operationId: 'correctKnownDocument',
    summary: 'Correct an entry with a reason; of a shared one the unit’s own word is kept beside it',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    params: Known,
    body: CorrectKnown,
    response: KnownView,
    handler: (ctx, { params, body }) => correctKnown(ctx, params.knownId, body),
  }),
  route({
    method: 'POST',
    path: '/known-documents/:knownId/withdrawal',
    operationId: 'withdrawKnownDocument',
    summary: 'Take back, with a reason, what the unit itself put into the register',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    params: Known,
    body: WithdrawKnown,
    response: KnownView,
    handler: (ctx, { params, body }) => withdrawKnown(ctx, params.knownId, body),
  }),
  route({
    method: 'GET',
    path: '/known-documents/:knownId',
    operationId: 'getKnownDocument',
    summary: 'A document on record: validity, what changed it, and what cites it here',
    stability: 'screen',
    access: { who: 'signed-in', grounds: readable },
    params: Known,
    response: KnownView,
    handler: (ctx, { params }) => readKnownDocument(ctx, params.knownId),
  }),
  route({
    method: 'GET',
    path: '/expired-bases',
    operationId: 'listExpiredBases',
    summary: 'Plans of the unit that rest on a document no longer in force',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: ExpiredBases,
    handler: (ctx) => readExpiredBases(ctx),
  }),
  route({
    method: 'GET',
    path: '/documents/:id/bases',
    operationId: 'getDocumentBases',
    summary: 'What a document rests on, and what rests on it',
    stability: 'screen',
    access: { who: 'signed-in', grounds: readable },
    params: z.object({ id: z.uuid() }),
    response: DocumentBases,
    handler: (ctx, { params }) => readDocumentBases(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/texts/check',
    operationId: 'checkText',
    summary: 'Check a text that is being written: bases, dates, form; nothing is kept',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: CheckText,
    response: Checked,
    handler: (ctx, { body }) => checkText(ctx, body),
  }),
]
