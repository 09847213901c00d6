import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { recorders } from '../activities/index.ts'
import {
  HandIn,
  Outcome,
  OutcomeQuery,
  SetAside,
  Submission,
  Submissions,
  SubmissionsQuery,
  TakeOver,
} from './submissions.schema.ts'
import {
  getOutcome,
  getSubmission,
  handIn,
  listSubmissions,
  setAside,
  takeOver,
} from './submissions.service.ts'

const byId = z.object({ submissionId: z.uuid() })

/** What other platforms hand in, and what becomes of it. */
export const submissionRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/submissions',
    operationId: 'handIn',
    summary:
      'Hand in what another platform collected, with its own reference: sent again it is the same thing',
    stability: 'stable',
    access: { who: 'machines', grounds: ['own'], key: 'submissions:write' },
    body: HandIn,
    response: Outcome,
    handler: (ctx, { body }) => handIn(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/submissions/outcome',
    operationId: 'getOutcome',
    summary: 'What became of what the key handed in under a reference',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'], key: 'submissions:read' },
    query: OutcomeQuery,
    response: Outcome,
    handler: (ctx, { query }) => getOutcome(ctx, query.reference),
  }),
  route({
    method: 'GET',
    path: '/submissions',
    operationId: 'listSubmissions',
    summary: 'What other platforms handed in to the acting unit, the latest first',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'], key: 'submissions:read' },
    query: SubmissionsQuery,
    response: Submissions,
    handler: (ctx, { query }) => listSubmissions(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/submissions/:submissionId',
    operationId: 'getSubmission',
    summary: 'One thing that another platform handed in',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: byId,
    response: Submission,
    handler: (ctx, { params }) => getSubmission(ctx, params.submissionId),
  }),
  route({
    method: 'POST',
    path: '/submissions/:submissionId/take-over',
    operationId: 'takeOverSubmission',
    summary: 'Take a submission over as an activity of the unit',
    stability: 'screen',
    access: { who: recorders, grounds: ['own'] },
    params: byId,
    body: TakeOver,
    response: Submission,
    handler: (ctx, { params, body }) => takeOver(ctx, params.submissionId, body),
  }),
  route({
    method: 'POST',
    path: '/submissions/:submissionId/set-aside',
    operationId: 'setSubmissionAside',
    summary: 'Set a submission aside with a reason that the other platform reads',
    stability: 'screen',
    access: { who: recorders, grounds: ['own'] },
    params: byId,
    body: SetAside,
    response: Submission,
    handler: (ctx, { params, body }) => setAside(ctx, params.submissionId, body),
  }),
]
