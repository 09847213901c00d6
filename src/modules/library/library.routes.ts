import { z } from 'zod'
import { maxFileBytes } from '../../document/index.ts'
import { fileRoute, route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import { exportRegister, readDocument, readPaper, readRegister } from './documents.service.ts'
import { confirmDocument, discardDraft, readDraft, readDrafts, saveDraft } from './drafts.service.ts'
import { documentRoles } from './library.policy.ts'
import {
  DocumentList,
  DocumentQuery,
  DocumentView,
  DraftCard,
  DraftVersion,
  DraftView,
  SaveDraft,
  TakenIn,
} from './library.schema.ts'
import { takeInDocument } from './take-in.ts'

const Id = z.object({ id: z.uuid() })
const Done = z.object({ id: z.uuid() })
const readable = ['own', 'below', 'delivered', 'up', 'public'] as const

export const libraryRoutes: AnyRoute[] = [
  uploadRoute({
    method: 'PUT',
    path: '/documents/:id',
    operationId: 'takeInDocument',
    summary:
      'Hand in a document file of any kind that is read: it is kept and read; the answer names the draft of what was read',
    stability: 'stable',
    access: { who: documentRoles, grounds: ['own'] },
    params: Id,
    query: z.object({ name: z.string().trim().min(1).max(255).describe('the file’s name') }),
    upload: { most: maxFileBytes },
    response: TakenIn,
    handler: (ctx, { params, query, bytes }) =>
      takeInDocument(ctx, { id: params.id, name: query.name, bytes }),
  }),
  route({
    method: 'GET',
    path: '/documents',
    operationId: 'listDocuments',
    summary: 'Documents received, known and issued that one may read, newest first',
    stability: 'stable',
    access: { who: 'signed-in', grounds: readable, key: 'documents:read' },
    query: DocumentQuery,
    response: DocumentList,
    handler: (ctx, { query }) => readRegister(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/documents.xlsx',
    operationId: 'exportDocuments',
    summary: 'The register of documents as a workbook',
    stability: 'screen',
    access: { who: 'signed-in', grounds: readable },
    query: DocumentQuery,
    file: true,
    handler: (ctx, { query }) => exportRegister(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/documents/:id',
    operationId: 'getDocument',
    summary: 'A document with its page, clauses, citations, recipients and files',
    stability: 'stable',
    access: { who: 'signed-in', grounds: readable, key: 'documents:read' },
    params: Id,
    response: DocumentView,
    handler: (ctx, { params }) => readDocument(ctx, params.id),
  }),
  fileRoute({
    method: 'GET',
    path: '/documents/:id/files/:kind',
    operationId: 'getDocumentFile',
    summary: 'The original, or the .docx or PDF of an issued document',
    stability: 'stable',
    access: { who: 'signed-in', grounds: readable, key: 'documents:read' },
    params: Id.extend({ kind: z.enum(['original', 'docx', 'pdf']) }),
    file: true,
    handler: (ctx, { params }) => readPaper(ctx, params.id, params.kind),
  }),
  route({
    method: 'GET',
    path: '/document-drafts',
    operationId: 'listDocumentDrafts',
    summary: 'Documents handed in and not yet confirmed',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: z.object({ rows: z.array(DraftCard) }),
    handler: (ctx) => readDrafts(ctx),
  }),
  route({
    method: 'GET',
    path: '/document-drafts/:id',
    operationId: 'getDocumentDraft',
    summary: 'What was read of a document, and what is uncertain about it',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: Id,
    response: DraftView,
    handler: (ctx, { params }) => readDraft(ctx, params.id),
  }),
  route({
    method: 'PUT',
    path: '/document-drafts/:id',
    operationId: 'saveDocumentDraft',
    summary: 'Keep corrections of what was read',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    params: Id,
    body: SaveDraft,
    response: DraftView,
    handler: (ctx, { params, body }) => saveDraft(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/document-drafts/:id/confirm',
    operationId: 'confirmDocumentDraft',
    summary: 'Confirm what was read: the document stands in the register and can be drafted from',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    params: Id,
    body: DraftVersion,
    response: Done,
    handler: (ctx, { params, body }) => confirmDocument(ctx, { id: params.id, version: body.version }),
  }),
  route({
    method: 'DELETE',
    path: '/document-drafts/:id',
    operationId: 'discardDocumentDraft',
    summary: 'Throw a draft away, with its file',
    stability: 'screen',
    access: { who: documentRoles, grounds: ['own'] },
    params: Id,
    response: Done,
    handler: (ctx, { params }) => discardDraft(ctx, params.id),
  }),
]
