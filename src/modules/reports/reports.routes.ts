import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { answerReport } from './answer.service.ts'
import { openFigure, proposeWords } from './figure.service.ts'
import { listParts, listReports } from './lists.service.ts'
import {
  AnswerBody,
  FigureOpened,
  IssueBody,
  PartsList,
  Proposals,
  Report,
  ReportList,
  ReportParams,
  ReviewBody,
  SaveBody,
  SubmitBody,
} from './reports.schema.ts'
import { issueHandedIn, submitReport } from './submit.service.ts'
import { readReport } from './view.service.ts'
import { renewReport, reviewReport, saveReport } from './work.service.ts'

const versionQuery = z.object({
  version: z.coerce.number().int().min(1).optional().describe('without it the draft, or the last version'),
})
const own = { who: ['specialist', 'clerk', 'leader'], grounds: ['own'] } as const

export const reportsRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/reports',
    operationId: 'listReports',
    summary: 'The unit’s reports of a year',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }),
    response: ReportList,
    handler: (ctx, { query }) => listReports(ctx, query.year),
  }),
  route({
    method: 'GET',
    path: '/reports/below',
    operationId: 'listReportsBelow',
    summary: 'Who below has handed in, and who has not',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['below'] },
    query: z.object({
      form: z.string().max(60).optional(),
      period: z.string().max(20).optional().describe('like 2026-H1'),
      year: z.coerce
        .number()
        .int()
        .min(2000)
        .max(2100)
        .optional()
        .describe('without a period: the one of this year that is due nearest to today'),
      state: z.enum(['open', 'submitted', 'returned', 'accepted']).optional(),
      cursor: z.uuid().optional(),
    }),
    response: PartsList,
    handler: (ctx, { query }) => listParts(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/reports/:id',
    operationId: 'getReport',
    summary: 'A report: the unit its draft with live figures, a superior what was handed in',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'] },
    params: ReportParams,
    query: versionQuery,
    response: Report,
    handler: (ctx, { params, query }) => readReport(ctx, params.id, query.version ?? null),
  }),
  route({
    method: 'GET',
    path: '/reports/:id/proposals',
    operationId: 'listReportProposals',
    summary: 'Words offered for each section, with their sources',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ReportParams,
    response: Proposals,
    handler: (ctx, { params }) => proposeWords(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/reports/:id/figures/:indicator',
    operationId: 'getReportFigure',
    summary: 'What a figure is made of: own activities, each report from below, the running total',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'] },
    params: ReportParams.extend({ indicator: z.string().max(60) }),
    query: versionQuery,
    response: FigureOpened,
    handler: (ctx, { params, query }) => openFigure(ctx, params.id, params.indicator, query.version ?? null),
  }),
  route({
    method: 'PUT',
    path: '/reports/:id/draft',
    operationId: 'saveReport',
    summary: 'Saves words, corrections and marks of the draft',
    stability: 'stable',
    access: own,
    params: ReportParams,
    body: SaveBody,
    response: Report,
    handler: (ctx, { params, body }) => saveReport(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/review',
    operationId: 'reviewReport',
    summary: 'Hands the draft to the leader, approves it or sends it back',
    stability: 'stable',
    access: own,
    params: ReportParams,
    body: ReviewBody,
    response: Report,
    handler: (ctx, { params, body }) => reviewReport(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/submit',
    operationId: 'submitReport',
    summary: 'Hands the approved report in: freezes it and sends it to the superiors',
    stability: 'stable',
    access: own,
    params: ReportParams,
    body: SubmitBody,
    response: Report,
    handler: (ctx, { params, body }) => submitReport(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/renew',
    operationId: 'renewReport',
    summary: 'Begins a new version, because what the last one counts has changed',
    stability: 'stable',
    access: own,
    params: ReportParams,
    response: Report,
    handler: (ctx, { params }) => renewReport(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/issue',
    operationId: 'issueReport',
    summary: 'Issues the last handed-in version as a document with a number',
    stability: 'stable',
    access: own,
    params: ReportParams,
    body: IssueBody,
    response: Report,
    handler: (ctx, { params, body }) => issueHandedIn(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/answers',
    operationId: 'answerReport',
    summary: 'A superior accepts, returns or asks; the unit replies',
    stability: 'stable',
    access: { who: ['specialist', 'clerk', 'leader'], grounds: ['own', 'below', 'delivered'] },
    params: ReportParams,
    body: AnswerBody,
    response: Report,
    handler: (ctx, { params, body }) => answerReport(ctx, params.id, body),
  }),
]
