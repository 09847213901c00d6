import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'

export const JobPath = z.object({ jobId: z.uuid() })

export const FailedJobsQuery = Paging

export const FailedJob = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('code of the kind, e.g. `document.render`'),
    kindName: z.string().describe('the kind in the person’s language'),
    orderedAt: z.iso.datetime(),
    failedAt: z.iso.datetime().describe('when the last attempt failed'),
    attempts: z.int(),
    error: z.string().nullable().describe('code of what the last attempt met'),
    reason: z.string().describe('the same in the person’s language'),
    may: z.array(z.enum(['job.retry'])),
  })
  .meta({ id: 'FailedJob' })

export const FailedJobs = z.object({ items: z.array(FailedJob), nextCursor: z.string().nullable() })

export const RetriedJob = z.object({ id: z.uuid(), state: z.enum(['waiting', 'done', 'failed']) })
