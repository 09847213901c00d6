import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { FailedJobs, FailedJobsQuery, JobPath, RetriedJob } from './jobs.schema.ts'
import { exportFailedJobs, listFailedJobs, retryJob } from './jobs.service.ts'

export const jobsRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/jobs/failed',
    operationId: 'listFailedJobs',
    summary: 'Background work ordered by the acting unit that failed, the latest first',
    stability: 'screen',
    access: { who: ['admin'], grounds: ['own'] },
    query: FailedJobsQuery,
    response: FailedJobs,
    handler: (ctx, { query }) => listFailedJobs(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/jobs/failed.xlsx',
    operationId: 'exportFailedJobs',
    summary: 'The same as an Excel file',
    stability: 'screen',
    access: { who: ['admin'], grounds: ['own'] },
    file: true,
    handler: (ctx) => exportFailedJobs(ctx),
  }),
  route({
    method: 'POST',
    path: '/jobs/:jobId/retry',
    operationId: 'retryJob',
    summary: 'Let failed background work run again from where it stopped',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: JobPath,
    response: RetriedJob,
    handler: (ctx, { params }) => retryJob(ctx, params.jobId),
  }),
]
