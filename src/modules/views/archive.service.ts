import { sql } from 'kysely'
import type { z } from 'zod'
import { sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findRoots } from '../../platform/roots.ts'
import { wide } from '../../platform/wide.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findAgency, type Agency } from './agency.store.ts'
import type { DayRootList, DayRootQuery, FoundFile } from './archive.schema.ts'
import { findByFileHash, type FoundDocument } from './archive.store.ts'

/** What a file is to the acting unit: "do we have this hash?" is answered of its own documents only. */
export async function findFile(ctx: Ctx, hash: string): Promise<z.input<typeof FoundFile>> {
  const scope = sql<boolean>`d.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])`
  return read(ctx, ownScope(ctx), async (trx) => ({
    hash,
    documents: await findByFileHash(trx, hash, scope),
  }))
}

/** The same for a file that is handed in for it; its bytes are not kept. */
export function checkFile(ctx: Ctx, bytes: Buffer): Promise<z.input<typeof FoundFile>> {
  return findFile(ctx, sha256(bytes))
}

/**
 * Whether an agency issued exactly this file as a public document. Of all others nothing is told.
 * @param hash null where nothing is asked yet
 * @throws common.not_found for a code that no unit has
 */
export async function findPublicFile(
  ctx: Ctx,
  code: string,
  hash: string | null,
): Promise<{ agency: Agency; documents: FoundDocument[] }> {
  const agency = await findAgency(ctx.db, code, ctx.clock.today())
  if (!agency) throw new AppError('common.not_found')
  if (hash === null) return { agency, documents: [] }
  // Read ground 5: what the agency issued as public.
  const scope = sql<boolean>`d.unit_id = ${agency.id} and d.origin = 'issued' and d.is_public`
  const documents = await read({ ...ctx, home: agency.home }, '*', (trx) => findByFileHash(trx, hash, scope))
  return { agency, documents }
}

/** The roots of the days, newest first: everybody may read them, and should keep one elsewhere. */
export async function readDayRoots(
  ctx: Pick<Ctx, 'db'>,
  { before, limit }: z.output<typeof DayRootQuery>,
): Promise<z.input<typeof DayRootList>> {
  const first = await ctx.db
    .selectFrom('system.homes')
    .select('schema_name')
    .orderBy('code')
    .limit(1)
    .executeTakeFirst()
  if (!first) return { rows: [], next: null }
  const found = await wide(
    { db: ctx.db, home: first.schema_name },
    'the roots of the days, which are public: hashes',
    (trx) => findRoots(trx, before ?? null, limit + 1),
  )
  const rows = found.slice(0, limit).map((root) => ({ ...root, at: root.at.toISOString() }))
  return { rows, next: found.length > limit ? (rows.at(-1)?.day ?? null) : null }
}
