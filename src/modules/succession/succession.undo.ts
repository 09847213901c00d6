import { sql } from 'kysely'
import { formatInstant } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { rebuildClosure } from '../units/index.ts'
import { lines } from './succession.carry.ts'
import { findChangedSince, putBack, removeMade, type Before, type Reach } from './succession.before.ts'

interface Deed {
  verb: string
  unit: string | null
  at: Date
  number: string | null
}

/** Deeds that leave nothing behind which putting the rows back would cut off. */
const harmless = ['delivery.open', 'file.sweep', 'session.choose']

/**
 * What somebody did since a plan was carried out: anything by or about the units concerned, and what units below sent up.
 * The sentence names the first.
 */
async function findDeed(trx: Trx, reach: Reach, eventId: string): Promise<Deed | null> {
  const concerned = sql`${[...reach.concerned]}::uuid[]`
  const { rows } = await sql<Deed>`
    select e.verb, e.at, (select n.short_name from unit_names n where n.unit_id = e.unit_id order by n.valid_from desc limit 1) as unit,
      (select d.number_symbol from jsonb_to_recordset(e.subjects) as s(what text, id uuid) join documents d on s.what = 'document' and d.id = s.id limit 1) as number
    from events e
    where e.id > ${eventId} and not e.verb = any(${harmless}::text[]) and (
      e.unit_id = any(${concerned})
      or (e.unit_id = any(${[...reach.all]}::uuid[]) and e.verb in ('report.submit', 'amendment.request', 'plan.issue'))
      or exists (select 1 from unnest(${concerned}) u where e.subjects @> jsonb_build_array(jsonb_build_object('what', 'unit', 'id', u)))
    ) order by e.id limit 1`.execute(trx)
  return rows[0] ?? null
}

/**
 * Puts everything back as it was before the plan was carried out.
 * @throws succession.worked_since with the sentence that says who did what when
 */
export async function undo(trx: Trx, ctx: Ctx, reach: Reach, eventId: string, before: Before): Promise<void> {
  const t = translator(ctx.locale)
  const deed = await findDeed(trx, reach, eventId)
  if (deed) {
    const known = t(`succession.did.${deed.verb}`)
    const what = known.startsWith('succession.did.') ? t('succession.did.other') : known
    throw new AppError('succession.worked_since', {
      unit: deed.unit ?? t('succession.did.somebody'),
      what: deed.number ? `${what} ${deed.number}` : what,
      at: formatInstant(deed.at),
    })
  }
  const table = await findChangedSince(trx, before)
  if (table !== null) throw new AppError('succession.changed_since')
  await putBack(trx, before)
  for (const line of lines) await rebuildClosure(trx, line, reach.all)
  await removeMade(trx, before)
}
