import { z } from 'zod'
import { maxFormBytes } from '../../document/forms/index.ts'
import { fileRoute, route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import {
  AddedForm,
  AddOwnForm,
  ExampleQuery,
  FormPath,
  OwnForm,
  OwnFormFilter,
  OwnForms,
} from './forms.schema.ts'
import {
  addForm,
  exportForms,
  readDocumentInForm,
  readExample,
  readForm,
  readForms,
  withdrawForm,
} from './forms.service.ts'

const own = { who: 'signed-in', grounds: ['own'] } as const

/** A unit's own forms in Word, and documents set in them. */
export const formsRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/own-forms',
    operationId: 'listOwnForms',
    summary: 'The unit’s own forms in Word, by type of document',
    stability: 'screen',
    access: own,
    query: OwnFormFilter,
    response: OwnForms,
    handler: (ctx, { query }) => readForms(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/own-forms/export.xlsx',
    operationId: 'exportOwnForms',
    summary: 'The same as an Excel file',
    stability: 'screen',
    access: own,
    query: OwnFormFilter,
    file: true,
    handler: (ctx, { query }) => exportForms(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/own-forms/example.docx',
    operationId: 'getExampleForm',
    summary: 'A form to begin with, every placeholder in its place',
    stability: 'screen',
    access: { who: 'signed-in', grounds: [] },
    query: ExampleQuery,
    file: true,
    handler: (ctx, { query }) => readExample(ctx, query),
  }),
  uploadRoute({
    method: 'POST',
    path: '/own-forms',
    operationId: 'addOwnForm',
    summary:
      'Hand in a form as the next version of its type; what is wrong with it is answered, and then it is not kept',
    stability: 'screen',
    access: own,
    query: AddOwnForm,
    upload: { most: maxFormBytes },
    response: AddedForm,
    handler: (ctx, { query, bytes }) => addForm(ctx, query, bytes),
  }),
  route({
    method: 'POST',
    path: '/own-forms/:formId/withdraw',
    operationId: 'withdrawOwnForm',
    summary: 'Take a version out of use',
    stability: 'screen',
    access: own,
    params: FormPath,
    response: OwnForm,
    handler: (ctx, { params }) => withdrawForm(ctx, params.formId),
  }),
  fileRoute({
    method: 'GET',
    path: '/own-forms/:formId/file',
    operationId: 'getOwnForm',
    summary: 'A form as it was handed in',
    stability: 'screen',
    access: own,
    params: FormPath,
    file: true,
    handler: (ctx, { params }) => readForm(ctx, params.formId),
  }),
  fileRoute({
    method: 'GET',
    path: '/documents/:id/own-form',
    operationId: 'getDocumentInOwnForm',
    summary: 'A document that the unit issued, as .docx in its own form for that type',
    stability: 'screen',
    access: own,
    params: z.object({ id: z.uuid() }),
    file: true,
    handler: (ctx, { params }) => readDocumentInForm(ctx, params.id),
  }),
]
