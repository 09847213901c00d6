import { z } from 'zod'
import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { exportAmendments } from './amendments.export.ts'
import {
  Amendment,
  AmendmentFilter,
  AmendmentList,
  AmendmentQuery,
  AnswerAmendment,
  RequestAmendment,
} from './amendments.schema.ts'
import { answerAmendment, listAmendments, readAmendment, requestAmendment } from './amendments.service.ts'
import { Choose, DerivedAnswer } from './plans.api.schema.ts'
import { chooseTasks, readDerived } from './plans.follow.ts'

const ofOne = z.object({ id: z.uuid() })

/** What goes up (requests to amend) and what comes down (a superior's revision to follow, keep or adapt). */
export const amendmentRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/plans/:id/derived',
    operationId: 'getDerivedTasks',
    summary: 'How revisions of superiors touch the tasks of the plan in force',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'], key: 'plans:read' },
    params: ofOne,
    response: DerivedAnswer,
    handler: (ctx, { params }) => readDerived(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/plans/:id/choices',
    operationId: 'choosePlanTasks',
    summary: 'Follow, keep or adapt derived tasks after a superior’s revision',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    params: ofOne,
    body: Choose,
    response: DerivedAnswer,
    handler: (ctx, { params, body }) => chooseTasks(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/amendments',
    operationId: 'listAmendments',
    summary: 'Requests to amend plans: sent by the unit, or at its desk',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    query: AmendmentQuery,
    response: AmendmentList,
    handler: (ctx, { query }) => listAmendments(ctx, query),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/amendments/export.xlsx',
    operationId: 'exportAmendments',
    summary: 'The same as an Excel file',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    query: AmendmentFilter,
    handler: (ctx, { query }) => exportAmendments(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/amendments',
    operationId: 'requestAmendment',
    summary: 'Ask the unit whose plan it is for a change',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered', 'up', 'public'] },
    body: RequestAmendment,
    response: Amendment,
    handler: (ctx, { body }) => requestAmendment(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/amendments/:id',
    operationId: 'getAmendment',
    summary: 'One request to amend with its answer',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    response: Amendment,
    handler: (ctx, { params }) => readAmendment(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/amendments/:id/answer',
    operationId: 'answerAmendment',
    summary: 'Answer a request to amend',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: ofOne,
    body: AnswerAmendment,
    response: Amendment,
    handler: (ctx, { params, body }) => answerAmendment(ctx, params.id, body),
  }),
]
