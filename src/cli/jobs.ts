import { parseArgs } from 'node:util'
import { formatInstant } from '../messages/format.ts'
import { listFailedJobs, retryJob } from '../modules/jobs/index.ts'
import type { Ctx } from '../platform/context.ts'
import { isId } from '../platform/ids.ts'
import { complain, complainOfRefusal, say } from './help.ts'
import { chooseHome } from './home.ts'
import { openRuntime } from './runtime.ts'

export interface JobsCall {
  verb: 'list' | 'retry'
  /** of the job to run again; null: every one that failed */
  id: string | null
  home: string | null
  data: string[]
}

/** `lantoa jobs list | retry ID | retry --all`: failed jobs of the whole home, the system's own too. */
export async function jobsCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    complain('jobs.cli.usage')
    return 2
  }
  const runtime = await openRuntime(call.data, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const ctx = await chooseHome(runtime, call.home)
    return ctx ? await runJobs(ctx, call) : 1
  } finally {
    await runtime.close()
  }
}

/**
 * Carries out one call as the system of a home. What runs again is taken up by a worker.
 * @returns exit status
 */
export async function runJobs(ctx: Ctx, call: JobsCall): Promise<number> {
  try {
    if (call.verb === 'list') await listJobs(ctx)
    else say('jobs.cli.retried', { n: call.id === null ? await retryAll(ctx) : await retryOne(ctx, call.id) })
    return 0
  } catch (error) {
    return complainOfRefusal(error)
  }
}

async function listJobs(ctx: Ctx): Promise<void> {
  let n = 0
  let cursor: string | undefined
  do {
    const page = await listFailedJobs(ctx, { cursor })
    for (const job of page.items)
      process.stdout.write(
        `${job.id}\t${formatInstant(job.failedAt)}\t${job.kindName}\t${job.error ?? ''}\t${job.reason}\n`,
      )
    n += page.items.length
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  say('jobs.cli.count', { n })
}

async function retryOne(ctx: Ctx, id: string): Promise<number> {
  await retryJob(ctx, id)
  return 1
}

/** The first page again and again: what runs again has left it. */
async function retryAll(ctx: Ctx): Promise<number> {
  let n = 0
  for (;;) {
    const { items } = await listFailedJobs(ctx, {})
    if (items.length === 0) return n
    for (const { id } of items) n += await retryOne(ctx, id)
  }
}

function readCall(args: string[]): JobsCall | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { home: { type: 'string' }, data: { type: 'string' }, all: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [verb, id = null, ...more] = positionals
    if (more.length > 0 || (verb !== 'list' && verb !== 'retry')) return null
    const all = values.all === true
    if (verb === 'list' ? id !== null || all : (id === null) !== all) return null
    if (id !== null && !isId(id)) return null
    const data = values.data === undefined ? [] : ['--data', values.data]
    return { verb, id, home: values.home ?? null, data }
  } catch {
    return null
  }
}
