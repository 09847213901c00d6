import { sql } from 'kysely'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'

/**
 * Many schools directly below a unit on the profession line since 2020, in a few statements.
 * @param home in which they are registered
 * @returns their ids in the order of their names ("Trường thử 0001" …)
 */
export async function makeManySchools(
  world: World,
  superiorId: string,
  n: number,
  home = testHome,
): Promise<string[]> {
  const ids = Array.from({ length: n }, () => newId())
  await transaction(world.database.db, { home, scope: '*' }, async (trx) => {
    await sql`insert into units (id, code, kind, home, valid_from, created_at)
      select id, 'truong-' || id, 'school_primary', ${home}, '2020-01-01', '2020-01-01' from unnest(${ids}::uuid[]) id`.execute(
      trx,
    )
    await sql`insert into unit_names (unit_id, valid_from, name, short_name, abbreviation, place)
      select id, '2020-01-01', 'Trường thử ' || lpad(n::text, 4, '0'), 'Thử ' || lpad(n::text, 4, '0'), 'TT' || n, 'Vân Sơn'
      from unnest(${ids}::uuid[]) with ordinality as t(id, n)`.execute(trx)
    await sql`insert into unit_superiors (unit_id, line, valid_from, superior_id)
      select id, 'profession', '2020-01-01', ${superiorId} from unnest(${ids}::uuid[]) id`.execute(trx)
    await sql`insert into unit_closure (line, ancestor_id, descendant_id, depth, valid_from)
      select 'profession', ${superiorId}, id, 1, '2020-01-01' from unnest(${ids}::uuid[]) id
      union all
      select c.line, c.ancestor_id, id, c.depth + 1, greatest(c.valid_from, '2020-01-01')
      from unit_closure c, unnest(${ids}::uuid[]) id where c.descendant_id = ${superiorId} and c.line = 'profession'`.execute(
      trx,
    )
  })
  return ids
}
