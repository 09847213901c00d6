import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import type { FileStore } from './files.ts'
import { simulations } from './tx.ts'

/** A simulation that stands still holds a connection and locks: PostgreSQL ends it then. */
const patience = '20s'

/**
 * Carries out a use case as it is (validation, policies, rules, SQL) and takes everything back: its transactions become
 * steps of one that is rolled back, its files stay in memory. So nothing remains, no job is ordered, no number is taken,
 * and the answer is what it would have been.
 */
export async function simulate<T>(ctx: Ctx, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.connection().execute(async (connection) => {
    await sql
      .raw(
        `begin; set local idle_in_transaction_session_timeout = '${patience}'; set local lock_timeout = '5s'`,
      )
      .execute(connection)
    simulations.add(connection)
    try {
      return await run({ ...ctx, db: connection, files: inMemory(ctx.files) })
    } finally {
      await sql
        .raw('rollback')
        .execute(connection)
        .catch(() => undefined)
    }
  })
}

/** What is put stays in memory; what is kept already is read; nothing is removed. */
function inMemory(files: FileStore): FileStore {
  const put = new Map<string, Buffer>()
  return {
    ...files,
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      put.set(hash, Buffer.from(bytes))
      return { hash, size: bytes.length }
    },
    get: async (hash) => put.get(hash) ?? files.get(hash),
    stream(hash) {
      const bytes = put.get(hash)
      return bytes ? Readable.from(bytes) : files.stream(hash)
    },
    has: async (hash) => put.has(hash) || (await files.has(hash)),
    remove: async () => undefined,
    writePart: async () => undefined,
    removePart: async () => undefined,
    removeStray: async () => false,
  }
}
