import { z } from 'zod'
import { formatInstant } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read, writeWide } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import { causeInWords, kindInWords } from './jobs.rules.ts'
import type { FailedJob, FailedJobs, FailedJobsQuery, RetriedJob } from './jobs.schema.ts'
import { findFailedJobs, findJobState, runAgain, type FailedJobRow, type JobReach } from './jobs.store.ts'

declareErrors({ 'jobs.not_failed': 409 })

const byTime = z.tuple([z.iso.datetime(), z.uuid()])

/** An administrator's are the jobs that their unit ordered; the system's are all of the home. */
function reachOf(ctx: Ctx): JobReach {
  return ctx.actor.kind === 'system' ? 'home' : ctx.actor.ownUnits
}

function scopeOf(ctx: Ctx) {
  return ctx.actor.kind === 'system' ? '*' : ownScope(ctx)
}

/** The failed jobs of the acting unit, or of the whole home for the system; the latest first. */
export async function listFailedJobs(
  ctx: Ctx,
  query: z.output<typeof FailedJobsQuery>,
): Promise<z.input<typeof FailedJobs>> {
  const after = readCursor(query.cursor, byTime)
  const rows = await read(ctx, scopeOf(ctx), (trx) => findFailedJobs(trx, reachOf(ctx), after, pageSize + 1))
  const page = pageOf(rows, pageSize, (r) => [r.failedAt.toISOString(), r.id])
  return { items: page.rows.map((row) => present(ctx, row)), nextCursor: page.nextCursor }
}

/** The same as an Excel file. @throws common.export_too_many */
export async function exportFailedJobs(ctx: Ctx): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const unitId = ctx.actor.unitId ?? ''
  const { rows, unit } = await read(ctx, ownScope(ctx), async (trx) => ({
    rows: await rowsToExport((limit) => findFailedJobs(trx, reachOf(ctx), null, limit)),
    unit: (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId),
  }))
  const body = await writeWorkbook({
    name: t('jobs.title'),
    title: t('jobs.title'),
    note: [unit?.name ?? '', formatInstant(ctx.clock.now())].filter((w) => w !== '').join(' · '),
    columns: [
      { header: t('jobs.column.kind'), width: 44 },
      { header: t('jobs.column.ordered'), width: 20 },
      { header: t('jobs.column.failed'), width: 20 },
      { header: t('jobs.column.attempts'), width: 10 },
      { header: t('jobs.column.cause'), width: 60 },
      { header: t('jobs.column.code'), width: 24 },
    ],
    rows: rows.map((r) => [
      kindInWords(ctx.locale, r.kind),
      formatInstant(r.orderedAt),
      formatInstant(r.failedAt),
      r.attempts,
      causeInWords(ctx.locale, r.error),
      r.error,
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('jobs.file')}.xlsx` }
}

/**
 * Lets a failed job run again from where it stopped: its earlier steps stay done.
 * @throws common.not_found for another unit's job, jobs.not_failed for one that runs again already or is done
 */
export async function retryJob(ctx: Ctx, jobId: string): Promise<z.input<typeof RetriedJob>> {
  return writeWide(ctx, 'one job of the acting unit; of the system, one of the home', {
    act: async (trx) => {
      const job = await findJobState(trx, reachOf(ctx), jobId, true)
      if (!job) throw new AppError('common.not_found')
      if (!mayRetry(ctx)) throw onlyFor(['admin'])
      if (job.state !== 'failed') throw new AppError('jobs.not_failed')
      await runAgain(trx, job.id, ctx.clock.now())
      await recordEvent(trx, ctx, 'job.retry', [{ what: 'job', id: job.id }])
    },
    answer: async (trx) => {
      const job = await findJobState(trx, reachOf(ctx), jobId, false)
      if (!job) throw new AppError('common.not_found')
      return job
    },
  })
}

function mayRetry(ctx: Ctx): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.roles.includes('admin')
}

function present(ctx: Ctx, row: FailedJobRow): z.input<typeof FailedJob> {
  return {
    id: row.id,
    kind: row.kind,
    kindName: kindInWords(ctx.locale, row.kind),
    orderedAt: row.orderedAt.toISOString(),
    failedAt: row.failedAt.toISOString(),
    attempts: row.attempts,
    error: row.error,
    reason: causeInWords(ctx.locale, row.error),
    may: mayRetry(ctx) ? ['job.retry'] : [],
  }
}
