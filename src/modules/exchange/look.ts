import type { Ctx } from '../../platform/context.ts'
import { AppError, sentenceOf } from '../../platform/errors.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { faultOf } from '../../platform/log.ts'
import { wide } from '../../platform/wide.ts'
import { orderTakingOver } from './figures.ts'
import type { ExchangeFolder } from './folder.ts'
import { tellUntold } from './statuses.ts'
import { takeInPackage } from './take-in.ts'

const lookJob = 'exchange.look'
const takeInJob = 'exchange.take_in'

/** How often the folder is looked into (ms), and when it could not be. */
const lookEvery = 5_000
const lookAgainAfter = 60_000

interface TakeInJob {
  /** what it was taken from the folder as */
  fileId: string
}

/**
 * `exchange.look`: takes what came from the in folder, each file with a job of its own, and tells the senders of earlier ones
 * how far their receivers are. One job of the installation's first home that asks for itself again; a folder that is away
 * is looked for again, and said in the log.
 * `exchange.take_in`: takes in one file. One that can't be is put aside with a sentence beside it, and its job stands among
 * those that failed: run again when what was in the way is mended, it goes on.
 */
export function registerLooking(folder: () => Promise<ExchangeFolder>): void {
  onJob<object, { ids: string[]; wait: number }>(lookJob, {
    lane: 'outward',
    prepare: async (ctx) => {
      try {
        const ids = await (await folder()).take()
        await forgetStrays(ctx, await folder())
        for (const home of await homesOf(ctx)) {
          await tellUntold({ ...ctx, home })
          await orderTakingOver({ ...ctx, home })
        }
        return { ids, wait: lookEvery }
      } catch (error) {
        if (!isOfDisk(error)) throw error
        ctx.log.error(faultOf(error), 'exchange')
        return { ids: [], wait: lookAgainAfter }
      }
    },
    step: async (trx, ctx, job, { ids, wait }) => {
      for (const fileId of ids) {
        const payload: TakeInJob = { fileId }
        await addJob(trx, ctx, takeInJob, payload, { id: fileId })
      }
      const later = new Date(ctx.clock.now().getTime() + wait)
      await trx.updateTable('jobs').set({ run_at: later }).where('id', '=', job.id).execute()
      return { done: false, payload: {}, progress: 0 }
    },
  })
  onJob<TakeInJob, null>(takeInJob, {
    lane: 'outward',
    prepare: async (ctx, { payload: { fileId } }) => {
      const incoming = await folder()
      const bytes = await incoming.open(fileId)
      if (bytes === null) return null
      try {
        if (bytes === 'too large') throw new AppError('exchange.too_large')
        await takeInPackage(ctx, bytes)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        // What bears a secrecy mark is not kept, nor what says so.
        if (error.code === 'library.secret') await incoming.remove(fileId)
        else await incoming.setAside(fileId, sentenceOf('vi', error.code, error.params))
        throw error
      }
      await incoming.remove(fileId)
      return null
    },
    step: async () => ({ done: true }),
  })
}

/** Orders the look into the folder. Called when the server or a worker starts; a second time changes nothing. */
export async function beginExchange(ctx: Ctx): Promise<void> {
  await wide(ctx, 'the order of the installation’s own job', (trx) =>
    addJob(trx, ctx, lookJob, {}, { id: idFromWords(lookJob) }),
  )
}

async function homesOf(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.selectFrom('system.homes').select('schema_name').orderBy('code').execute()
  return rows.map((r) => r.schema_name)
}

/** Removes what killed workers left beside the out folder: staged, and named by no package. */
async function forgetStrays(ctx: Ctx, folder: ExchangeFolder): Promise<void> {
  const old = await folder.listStaged()
  if (old.length === 0) return
  const named = new Set<string>()
  for (const home of await homesOf(ctx)) {
    const rows = await wide({ db: ctx.db, home }, 'names of files, of no unit’s', (trx) =>
      trx.selectFrom('packages').select('staged').where('staged', 'in', old).execute(),
    )
    for (const { staged } of rows) if (staged !== null) named.add(staged)
  }
  for (const staged of old) if (!named.has(staged)) await folder.drop(staged)
}

/** What the system says of a file: ENOENT, EACCES, EIO … */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
