import { sql } from 'kysely'
import type { EdxmlAgency } from '../../document/edxml/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { read } from '../../platform/write.ts'
import { findAgency } from '../dispatch/index.ts'
import { findHomes, successorOf } from '../units/index.ts'

export interface Receiver {
  unitId: string
  /** schema of the home that it is registered in */
  home: string
}

/** Units here to whom a package goes, each once; of a closed unit whoever goes on for it. */
export async function findReceivers(ctx: Ctx, message: { to: readonly EdxmlAgency[] }): Promise<Receiver[]> {
  const day = ctx.clock.today()
  return read(ctx, '*', async (trx) => {
    const ids = new Set<string>()
    for (const { id: code } of message.to) {
      const agency = await findAgency(trx, code, day)
      if (agency?.unitId && !agency.isElsewhere) ids.add(agency.unitId)
    }
    const { rows } = await sql<{ id: string }>`
      select distinct ${successorOf(sql`s.id`, sql`s.id`, sql`'administration'`, day)} as id
      from unnest(${[...ids]}::uuid[]) as s(id)`.execute(trx)
    const homes = await findHomes(
      trx,
      rows.map((r) => r.id),
    )
    return [...homes].map(([unitId, home]) => ({ unitId, home }))
  })
}
