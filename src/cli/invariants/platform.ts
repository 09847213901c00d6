import { createHash } from 'node:crypto'
import { CompiledQuery, sql } from 'kysely'
import { FileAlteredError } from '../../platform/files-s3.ts'
import type { Ctx } from '../../platform/context.ts'
import { findWrongAccess } from '../../platform/access.ts'
import { findRootFaults } from '../../platform/roots.ts'
import { findSealFaults } from '../../platform/seals.ts'
import { wide } from '../../platform/wide.ts'
import { findStrayFiles, heldFiles } from '../stray-files.ts'
import { byQuery, type Finding, type Invariant } from './invariant.ts'

export const seals: Invariant = {
  code: 'seal',
  find: async (ctx, most, tick) => (await findSealFaults(ctx, tick)).slice(0, most).map((f) => ({ ...f })),
}

/** Each day's root is what its lines say, rests on the root before, and the homes still have the seals that it names. */
export const roots: Invariant = {
  code: 'root',
  find: async (ctx, most, tick) => (await findRootFaults(ctx, tick)).slice(0, most).map((f) => ({ ...f })),
}

const failedJobs = byQuery(
  'job_failed',
  () =>
    sql`select id::text, kind, coalesce(error, '') as error from jobs where state = 'failed' order by created_at`,
)

/** Grants and policies are what the marker in each table's COMMENT asks for. */
const policies: Invariant = {
  code: 'policy',
  find: (ctx, most) =>
    wide(ctx, 'the catalogue', async (trx) => {
      const ask = (text: string, values: unknown[]) => trx.executeQuery(CompiledQuery.raw(text, values))
      const wrong = await findWrongAccess(ask, [ctx.home, 'shared'])
      return wrong.slice(0, most).map(({ name }) => ({ table: name }))
    }),
}

interface FileRow {
  hash: string
  size: number
  redacted: boolean
}

/** Every kept file lies in the store with its content unchanged; the bytes of a redacted one are gone. */
export const keptFiles: Invariant = {
  code: 'file',
  find: async (ctx, most, tick) => {
    const found: Finding[] = []
    let looked = 0
    let after = ''
    while (found.length < most) {
      const rows: FileRow[] = await wide(ctx, 'the files of the home; hashes only', async (trx) => {
        const { rows } = await sql<FileRow>`
          select hash, size, redacted_at is not null as redacted from files where hash > ${after} order by hash limit 200`.execute(
          trx,
        )
        return rows
      })
      for (const row of rows) {
        const fault = row.redacted ? await bytesLeft(ctx, row) : await bytesWrong(ctx, row)
        if (fault) found.push({ fault, hash: row.hash })
        looked += 1
        tick?.(looked)
      }
      const last = rows.at(-1)
      if (!last) break
      after = last.hash
    }
    return found.slice(0, most)
  },
}

async function bytesWrong(ctx: Ctx, row: FileRow): Promise<'missing' | 'altered' | null> {
  if (!(await ctx.files.has(row.hash))) return 'missing'
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of ctx.files.stream(row.hash) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      size += chunk.length
    }
  } catch (error) {
    // A bucket compares by itself.
    if (error instanceof FileAlteredError) return 'altered'
    throw error
  }
  return hash.digest('hex') === row.hash && size === row.size ? null : 'altered'
}

/** Homes share the store: another home may still hold the file, and a job may be about to remove it. */
async function bytesLeft(ctx: Ctx, row: FileRow): Promise<'not_removed' | null> {
  if (!(await ctx.files.has(row.hash))) return null
  if ((await heldFiles(ctx, [row.hash])).size > 0) return null
  const { rows } = await sql`
    select 1 from ${sql.id(ctx.home)}.jobs where state = 'waiting' and payload::text like ${`%${row.hash}%`}`.execute(
    ctx.db,
  )
  return rows.length > 0 ? null : 'not_removed'
}

/** What a killed process left is removed by the sweep of the next day; what is older has another cause (ms). */
const strayFor = 2 * 86_400_000

/** Nothing lies in the store that no home knows. */
export const strayFiles: Invariant = {
  code: 'stray_file',
  find: async (ctx, most) => {
    const found: Finding[] = []
    for await (const { kind, name } of findStrayFiles(ctx, new Date(Date.now() - strayFor))) {
      found.push({ fault: kind, name })
      if (found.length >= most) break
    }
    return found
  },
}

export const platformInvariants: readonly Invariant[] = [seals, failedJobs, policies, keptFiles]
