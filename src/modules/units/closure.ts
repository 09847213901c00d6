import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import type { Line } from './units.tables.ts'

declareErrors({ 'units.circle': 409 })

/** More levels than any administration has; reaching it means a circle. */
const deepest = 20

/**
 * Locks the units whose closure is made anew and everything that ever stood above them, until nobody new is among them.
 * Without it two moves at once (A under B, B under C) would each miss the other's, and A would not stand under C.
 * NO KEY UPDATE: rows that name the unit by a foreign key may still be written meanwhile.
 */
async function lockUpwards(trx: Trx, line: Line, unitIds: readonly string[]): Promise<void> {
  let locked = 0
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      with recursive up as (
        select unnest(${[...unitIds]}::uuid[]) as id
        union
        select s.superior_id from up join unit_superiors s on s.line = ${line} and s.unit_id = up.id
      )
      select u.id from units u where u.id in (select id from up) order by u.id for no key update`.execute(trx)
    if (rows.length === locked) return
    locked = rows.length
  }
}

/**
 * Makes the closure of some units, and of all units below them, anew from the dated relations: the one function that
 * writes `unit_closure`. A closure row holds on the days on which every step of its path holds.
 * @throws units.circle when a unit would stand above itself
 */
export async function rebuildClosure(trx: Trx, line: Line, unitIds: readonly string[]): Promise<void> {
  if (unitIds.length === 0) return
  await lockUpwards(trx, line, unitIds)
  const { rows } = await sql<{ id: string }>`
    with recursive below as (
      select unnest(${[...unitIds]}::uuid[]) as id, 0 as depth
      union
      select s.unit_id, b.depth + 1 from below b join unit_superiors s on s.line = ${line} and s.superior_id = b.id where b.depth < ${deepest}
    )
    select distinct id from below`.execute(trx)
  const affected = rows.map((r) => r.id)
  await sql`delete from unit_closure where line = ${line} and descendant_id = any(${affected}::uuid[])`.execute(
    trx,
  )
  const written = await sql<{ ancestor_id: string; descendant_id: string; depth: number }>`
    with recursive up as (
      select s.unit_id as descendant_id, s.superior_id as ancestor_id, 1 as depth, s.valid_from, s.valid_until
      from unit_superiors s where s.line = ${line} and s.unit_id = any(${affected}::uuid[])
      union all
      select u.descendant_id, s.superior_id, u.depth + 1, greatest(u.valid_from, s.valid_from), least(u.valid_until, s.valid_until)
      from up u
      join unit_superiors s on s.line = ${line} and s.unit_id = u.ancestor_id
        and s.valid_from < coalesce(u.valid_until, 'infinity') and u.valid_from < coalesce(s.valid_until, 'infinity')
      where u.depth < ${deepest}
    )
    insert into unit_closure (line, ancestor_id, descendant_id, depth, valid_from, valid_until)
    select ${line}, ancestor_id, descendant_id, min(depth), valid_from, max(coalesce(valid_until, 'infinity'))
    from up group by ancestor_id, descendant_id, valid_from
    returning ancestor_id, descendant_id, depth`.execute(trx)
  if (written.rows.some((r) => r.ancestor_id === r.descendant_id || r.depth >= deepest))
    throw new AppError('units.circle')
  await sql`update unit_closure set valid_until = null where valid_until = 'infinity' and descendant_id = any(${affected}::uuid[])`.execute(
    trx,
  )
}
