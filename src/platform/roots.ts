import { sql } from 'kysely'
import { canonicalJson, sha256 } from './canonical.ts'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import type {} from './roots.tables.ts'
import { sealEvents } from './seals.ts'
import { wide } from './wide.ts'

/** `prev` of the first root. */
const genesis = '0'.repeat(64)

/** The last seal of a home when a root was made. */
export interface RootLine {
  /** code of the home */
  home: string
  seal: number
  hash: string
}

export interface DayRoot {
  /** the day that it closes, `YYYY-MM-DD` in Viet Nam */
  day: string
  at: Date
  prev: string
  hash: string
  /** by code of the home */
  homes: RootLine[]
}

/**
 * SHA-256 over the canonical JSON (canonical.ts) of day, instant, the root before and the last seal of each home by code:
 * what the public page tells, so that anybody can reckon it again.
 */
export function rootHash({ day, at, prev, homes }: Omit<DayRoot, 'hash'>): string {
  return sha256(canonicalJson({ day, at: at.toISOString(), prev, homes }))
}

/** Seals what is unsealed and reads the last seal of every home; each home in a transaction of its own. */
export async function gatherLastSeals(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<RootLine[]> {
  const homes = await ctx.db
    .selectFrom('system.homes')
    .select(['code', 'schema_name'])
    .orderBy('code')
    .execute()
  const lines: RootLine[] = []
  for (const { code, schema_name: home } of homes) {
    while ((await sealEvents({ ...ctx, home })) > 0);
    const last = await wide({ db: ctx.db, home }, 'the last seal of the home: a number and a hash', (trx) =>
      trx.selectFrom('seals').select(['n', 'hash']).orderBy('n', 'desc').limit(1).executeTakeFirst(),
    )
    if (last) lines.push({ home: code, seal: last.n, hash: last.hash })
  }
  return lines.sort((a, b) => (a.home < b.home ? -1 : 1))
}

/** Keeps the root of a day; the second time nothing happens. Of two processes one waits for the other. */
export async function keepRoot(trx: Trx, day: string, at: Date, homes: readonly RootLine[]): Promise<void> {
  const last = await trx
    .selectFrom('day_roots')
    .select(['day', 'hash'])
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last && last.day >= day) return
  const root = { day, at, prev: last?.hash ?? genesis, homes: [...homes] }
  await trx
    .insertInto('day_roots')
    .values({ day, at, prev: root.prev, hash: rootHash(root) })
    .execute()
  if (homes.length > 0)
    await trx
      .insertInto('day_root_homes')
      .values(homes.map((line) => ({ day, ...line })))
      .execute()
}

/**
 * Roots, newest first.
 * @param before only those of earlier days
 */
export async function findRoots(trx: Trx, before: string | null, limit: number): Promise<DayRoot[]> {
  return readRoots(trx, before === null ? sql`true` : sql`r.day < ${before}::date`, 'desc', limit)
}

/** The root of a day; null when there is none. */
export async function findRoot(trx: Trx, day: string): Promise<DayRoot | null> {
  return (await readRoots(trx, sql`r.day = ${day}::date`, 'desc', 1))[0] ?? null
}

async function readRoots(
  trx: Trx,
  where: ReturnType<typeof sql>,
  order: 'asc' | 'desc',
  limit: number,
): Promise<DayRoot[]> {
  const { rows } = await sql<DayRoot>`
    select r.day, r.at, r.prev, r.hash, coalesce((select jsonb_agg(
      jsonb_build_object('home', h.home, 'seal', h.seal, 'hash', h.hash) order by h.home collate "C")
      from day_root_homes h where h.day = r.day), '[]') as homes
    from day_roots r where ${where} order by r.day ${sql.raw(order)} limit ${sql.lit(limit)}`.execute(trx)
  return rows
}

/** What is wrong with a root: its own hash, its place in the chain, or the seal of a home that it stands on. */
export interface RootFault {
  fault: 'altered' | 'chain' | 'seal' | 'home_gone'
  day: string
  /** code of the home; '' where the fault is the root's own */
  of: string
  seal: number
}

/**
 * Walks the roots from the first, a month at a time, and compares each with the seals that it stands on.
 * @param ctx of any home: roots are of all of them
 * @param tick told how many were walked
 */
export async function findRootFaults(
  ctx: Pick<Ctx, 'db' | 'home'>,
  tick: (n: number) => void = () => undefined,
): Promise<RootFault[]> {
  const homes = await ctx.db.selectFrom('system.homes').select(['code', 'schema_name']).execute()
  const schemas = new Map(homes.map((h) => [h.code, h.schema_name]))
  const faults: RootFault[] = []
  let after: string | null = null
  let prev = genesis
  let n = 0
  for (;;) {
    const page: DayRoot[] = await wide(ctx, 'the roots, which everybody may read', (trx) =>
      readRoots(trx, after === null ? sql`true` : sql`r.day > ${after}::date`, 'asc', 31),
    )
    for (const root of page) {
      if (root.hash !== rootHash(root)) faults.push({ fault: 'altered', day: root.day, of: '', seal: 0 })
      if (root.prev !== prev) faults.push({ fault: 'chain', day: root.day, of: '', seal: 0 })
      for (const { home: of, seal, hash } of root.homes) {
        const schema = schemas.get(of)
        const fault =
          schema === undefined ? 'home_gone' : (await holds(ctx, schema, seal, hash)) ? null : 'seal'
        if (fault) faults.push({ fault, day: root.day, of, seal })
      }
      prev = root.hash
      after = root.day
      n += 1
    }
    tick(n)
    if (page.length < 31) return faults
  }
}

async function holds(ctx: Pick<Ctx, 'db'>, home: string, seal: number, hash: string): Promise<boolean> {
  const row = await wide({ db: ctx.db, home }, 'one seal of a home: whether it is still the same', (trx) =>
    trx.selectFrom('seals').select('n').where('n', '=', seal).where('hash', '=', hash).executeTakeFirst(),
  )
  return row !== undefined
}
