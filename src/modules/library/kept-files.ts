import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { wide } from '../../platform/wide.ts'

/**
 * Marks a unit as holder of a file, and locks that mark: of two uploads of one file the second waits for the first.
 * The bytes are in the store already.
 */
export async function holdFile(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  file: { hash: string; size: number; mime: string; name: string },
): Promise<void> {
  const now = ctx.clock.now()
  await trx
    .insertInto('files')
    .values({
      hash: file.hash,
      size: file.size,
      mime: file.mime,
      created_at: now,
      redacted_at: null,
      redaction_reason: null,
    })
    .onConflict((c) => c.column('hash').doNothing())
    .execute()
  await trx
    .insertInto('file_holders')
    .values({ unit_id: unitId, hash: file.hash, name: file.name, created_at: now })
    // Setting the name to itself changes nothing and takes the row's lock.
    .onConflict((c) => c.columns(['unit_id', 'hash']).doUpdateSet({ name: sql`file_holders.name` }))
    .execute()
}

/** A unit holds a file no longer, unless one of its drafts, documents, scans or packages that came still names it. */
export async function letGoOfFile(trx: Trx, unitId: string, hash: string): Promise<void> {
  await sql`
    delete from file_holders h where h.unit_id = ${unitId} and h.hash = ${hash}
      and not exists (select 1 from document_drafts d where d.unit_id = h.unit_id and d.file_hash = h.hash)
      and not exists (select 1 from documents d where d.unit_id = h.unit_id and d.file_hash = h.hash)
      and not exists (select 1 from document_scans s where s.unit_id = h.unit_id and s.file_hash = h.hash)
      and not exists (select 1 from package_arrivals a where a.unit_id = h.unit_id and a.file_hash = h.hash)`.execute(
    trx,
  )
}

/**
 * Removes a file that nobody holds any more: row and bytes. The bytes go while the row is locked, so that whoever keeps
 * the same file meanwhile waits, and then finds that it has to write it (`keepBytes`).
 */
export async function sweepFile(ctx: Ctx, hash: string): Promise<void> {
  await wide(ctx, 'nobody’s: removes one file that no unit holds', async (trx) => {
    const { rows } = await sql`
      delete from files f where f.hash = ${hash}
        and not exists (select 1 from file_holders h where h.hash = f.hash)
        and not exists (select 1 from document_drafts d where d.file_hash = f.hash)
        and not exists (select 1 from documents d where d.file_hash = f.hash)
        and not exists (select 1 from document_scans s where s.file_hash = f.hash)
        and not exists (select 1 from package_arrivals a where a.file_hash = f.hash)
        and not exists (select 1 from document_papers p where p.docx_hash = f.hash or p.pdf_hash = f.hash)
        and f.redacted_at is null
      returning 1`.execute(trx)
    if (rows.length > 0) await removeBytes(ctx, hash)
  })
}

/** Sees to it, after the rows are committed, that the bytes are there: a sweep may have run between `put` and the rows. */
export async function keepBytes(ctx: Ctx, hash: string, bytes: Uint8Array): Promise<void> {
  if (!(await ctx.files.has(hash))) await ctx.files.put(bytes)
}

/**
 * Removes bytes that were put for rows that then were refused. The row made here holds the file's key while they go, so
 * that whoever keeps the same file meanwhile waits, and then finds that it has to write it (`keepBytes`).
 */
export async function dropBytes(ctx: Ctx, hash: string): Promise<void> {
  await wide(ctx, 'nobody’s: removes bytes that no row names', async (trx) => {
    const made = await trx
      .insertInto('files')
      .values({ hash, size: 0, mime: '', created_at: ctx.clock.now() })
      .onConflict((c) => c.column('hash').doNothing())
      .returning('hash')
      .executeTakeFirst()
    if (!made) return
    await removeBytes(ctx, hash)
    await trx.deleteFrom('files').where('hash', '=', hash).execute()
  })
}

/** Takes away the bytes of a document with a secrecy mark that was kept before it could be read. */
export async function removeSecret(trx: Trx, ctx: Ctx, unitId: string, hash: string): Promise<void> {
  await sql`delete from file_holders where unit_id = ${unitId} and hash = ${hash}`.execute(trx)
  const { rows } = await sql`
    update files set redacted_at = ${ctx.clock.now()}, redaction_reason = 'secret'
    where hash = ${hash} and not exists (select 1 from file_holders h where h.hash = files.hash) returning 1`.execute(
    trx,
  )
  if (rows.length > 0) await removeBytes(ctx, hash)
}

/**
 * Removes bytes that this home holds no more, unless another home does: the store is one for all of them, and a row's lock
 * reaches its own home only. Asked before and after: whoever commits in between gets the bytes back, and whoever commits
 * later looks for them itself (`keepBytes`).
 */
async function removeBytes(ctx: Ctx, hash: string): Promise<void> {
  if (await isHeldElsewhere(ctx, hash)) return
  const bytes = (await ctx.files.has(hash)) ? await ctx.files.get(hash) : null
  await ctx.files.remove(hash)
  if (bytes && (await isHeldElsewhere(ctx, hash))) await ctx.files.put(bytes)
}

async function isHeldElsewhere(ctx: Ctx, hash: string): Promise<boolean> {
  const homes = await ctx.db
    .selectFrom('system.homes')
    .select('schema_name')
    .where('schema_name', '!=', ctx.home)
    .execute()
  for (const { schema_name: home } of homes) {
    const { rows } = await sql`
      select 1 from ${sql.id(home)}.files where hash = ${hash} and redacted_at is null`.execute(ctx.db)
    if (rows.length > 0) return true
  }
  return false
}
