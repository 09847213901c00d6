import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { Ctx } from '../../platform/context.ts'
import type { EventSubject } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'

export type Row = Record<string, unknown>

/** Rows in one message: few enough that PostgreSQL holds the JSON easily. */
const most = 2_000

/**
 * Adds rows, some thousand a statement. All rows have the columns of the first one; bytes are written `\x…`.
 * @param table of the home or of `shared`, by its bare name
 */
export async function insertBulk(trx: Trx, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  for (let at = 0; at < rows.length; at += most)
    await sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows.slice(at, at + most))}::jsonb)`.execute(
      trx,
    )
}

/** Bytes as they stand in the JSON of a row. */
export function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}

/** Who did something for which unit, and when. */
export interface Doer {
  at: Date
  unitId: string
  personId: string
  accountId: string
}

/** Events with their marks that the sealing job takes away, as `recordEvent` writes them one by one. */
export async function insertEvents(
  trx: Trx,
  events: readonly (Doer & { verb: string; subjects: readonly EventSubject[] })[],
): Promise<void> {
  const rows = events.map((e) => ({
    id: newId(),
    at: e.at,
    actor_account: e.accountId,
    actor_person: e.personId,
    unit_id: e.unitId,
    verb: e.verb,
    subjects: e.subjects,
  }))
  await insertBulk(trx, 'events', rows)
  await insertBulk(
    trx,
    'unsealed_events',
    rows.map(({ id }) => ({ event_id: id })),
  )
}

/** Everything of a province's making, apart from whoever acts and when. */
export type Base = Omit<Ctx, 'clock' | 'actor'>
