import { sql } from 'kysely'
import { agencyKey } from '../../document/edxml/index.ts'
import { collapse, normalise } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import { write } from '../../platform/write.ts'
import { foldName, tidyLine } from './recipients.rules.ts'
import type { ExchangeState } from './dispatch.tables.ts'

declareErrors({
  'dispatch.agency_code_wrong': 400,
  'dispatch.agency_code_taken': 409,
  'dispatch.agency_code_none': 404,
})

/** Whose code: a unit here, or a body that recipient lines call so. */
export type AgencyOf = { unitId: string } | { name: string }

export interface Agency {
  id: string
  unitId: string | null
  /** of a body that is no unit here */
  name: string | null
  isElsewhere: boolean
}

/**
 * Gives a unit or an outside body a code of the document axis from a day on, in either form; another one that it has stands
 * beside it until it is ended.
 * @param input.isElsewhere it works in another system: what is sent to it goes out as a package. Bodies outside always do.
 * @throws dispatch.agency_code_wrong, dispatch.agency_code_taken
 */
export async function setAgencyCode(
  ctx: Ctx,
  input: { of: AgencyOf; code: string; isElsewhere: boolean; from: string },
): Promise<void> {
  const { of, from } = input
  const code = input.code.trim().toUpperCase()
  const key = agencyKey(code)
  if (key === null) throw new AppError('dispatch.agency_code_wrong', { code })
  await write(ctx, '*', {
    act: async (trx) => {
      const agency = await holdAgency(trx, ctx, of, 'name' in of || input.isElsewhere)
      const { rows: others } = await sql`
        select 1 from agency_codes where code_key = ${key} and agency_id <> ${agency} and (valid_until is null or valid_until > ${from}) limit 1`.execute(
        trx,
      )
      if (others.length > 0) throw new AppError('dispatch.agency_code_taken', { code })
      await sql`
        insert into agency_codes (agency_id, code, code_key, valid_from)
        select ${agency}, ${code}, ${key}, ${from}
        where not exists (select 1 from agency_codes where agency_id = ${agency} and code = ${code} and (valid_until is null or valid_until > ${from}))`.execute(
        trx,
      )
      await recordEvent(trx, ctx, 'agency.code', [
        { what: 'agency', id: agency },
        { what: 'agency_code', id: code },
      ])
    },
    answer: async () => undefined,
  })
}

/** Ends a code on a day: from then on nothing goes by it. What still comes by it is known. @throws dispatch.agency_code_none */
export async function endAgencyCode(ctx: Ctx, input: { code: string; on: string }): Promise<void> {
  const code = input.code.trim().toUpperCase()
  await write(ctx, '*', {
    act: async (trx) => {
      const { rows } = await sql<{ id: string }>`
        update agency_codes set valid_until = ${input.on}
        where code = ${code} and valid_from < ${input.on} and (valid_until is null or valid_until > ${input.on})
        returning agency_id as id`.execute(trx)
      if (rows.length === 0) throw new AppError('dispatch.agency_code_none', { code })
      await recordEvent(trx, ctx, 'agency.end', [
        ...rows.map(({ id }) => ({ what: 'agency', id })),
        { what: 'agency_code', id: code },
      ])
    },
    answer: async () => undefined,
  })
}

/** The agency's row, made if there is none, and locked: of two codes given at once one waits for the other. */
async function holdAgency(trx: Trx, ctx: Ctx, of: AgencyOf, isElsewhere: boolean): Promise<string> {
  const name = 'name' in of ? collapse(normalise(of.name).text) : null
  const values = {
    id: newId(),
    unit_id: 'unitId' in of ? of.unitId : null,
    name,
    name_key: name === null ? null : nameKey(name),
    is_elsewhere: isElsewhere,
    created_at: ctx.clock.now(),
  }
  const row = await trx
    .insertInto('agencies')
    .values(values)
    .onConflict((c) =>
      c
        .column(name === null ? 'unit_id' : 'name_key')
        .doUpdateSet({ is_elsewhere: isElsewhere, ...(name === null ? {} : { name }) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What the words of a recipient line are compared by. */
function nameKey(words: string): string {
  return foldName(tidyLine(words))
}

/** All codes there are, with whose they are, by code. Dates are `YYYY-MM-DD`. */
export async function listAgencyCodes(
  trx: Trx,
  day: string,
): Promise<{ code: string; from: string; until: string | null; name: string; isElsewhere: boolean }[]> {
  const { rows } = await sql<{
    code: string
    from: string
    until: string | null
    name: string
    isElsewhere: boolean
  }>`
    select c.code, c.valid_from as "from", c.valid_until as until, coalesce(a.name, n.name) as name, a.is_elsewhere as "isElsewhere"
    from agency_codes c join agencies a on a.id = c.agency_id
    left join lateral (select name from unit_names n where n.unit_id = a.unit_id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1) n on true
    order by c.code_key, c.code, c.valid_from`.execute(trx)
  return rows
}

/**
 * Who bears a code on a day; of one that nobody bears then, who bore it last, because packages are late.
 * @returns null for what is no code, or nobody's
 */
export async function findAgency(trx: Trx, code: string, day: string): Promise<Agency | null> {
  const key = agencyKey(code)
  if (key === null) return null
  const { rows } = await sql<Agency>`
    select a.id, a.unit_id as "unitId", a.name, a.is_elsewhere as "isElsewhere"
    from agency_codes c join agencies a on a.id = c.agency_id where c.code_key = ${key}
    order by (c.valid_from <= ${day} and (c.valid_until is null or c.valid_until > ${day})) desc, c.valid_from desc limit 1`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** Codes, as keys, by which an agency is or was known, with the one asked for. */
export async function findAgencyKeys(trx: Trx, code: string, day: string): Promise<string[]> {
  const agency = await findAgency(trx, code, day)
  const own = agencyKey(code)
  const rows = agency
    ? await trx.selectFrom('agency_codes').select('code_key').where('agency_id', '=', agency.id).execute()
    : []
  return [...new Set([...(own === null ? [] : [own]), ...rows.map((r) => r.code_key)])]
}

/** The code that an agency writes on a day: the latest, of two of one day that of today's form. */
const codeOf = (day: string) => sql`
  select c.code from agency_codes c where c.agency_id = a.id and c.valid_from <= ${day} and (c.valid_until is null or c.valid_until > ${day})
  order by c.valid_from desc, (c.code ~ '^[A-Z][0-9]{2}') desc, c.code limit 1`

/** The code under which a unit sends on a day; null where it has none. */
export async function findCodeOfUnit(trx: Trx, unitId: string, day: string): Promise<string | null> {
  const { rows } = await sql<{ code: string }>`
    select c.code from agencies a cross join lateral (${codeOf(day)}) c where a.unit_id = ${unitId}`.execute(
    trx,
  )
  return rows[0]?.code ?? null
}

/** States from which a document may be sent again: what waits is under way, what the receiver works on or gave back is over. */
export function isResendable(state: ExchangeState | null): boolean {
  return state === 'sent' || state === '01' || state === '02' || state === '16'
}

/** The kind of job that makes packages of deliveries; carried out by the module of the exchange, which stands above. */
export const packJob = 'exchange.pack'

export interface PackJob {
  deliveryIds: string[]
}

/**
 * Of a dispatch's deliveries those whose receiver works in another system and has a code are sent as packages: marked so,
 * and ordered, in the transaction of the dispatch. A sender without a code of its own sends none.
 */
export async function orderPackages(
  trx: Trx,
  ctx: Ctx,
  { dispatchId, senderId }: { dispatchId: string; senderId: string },
): Promise<void> {
  const day = ctx.clock.today()
  if ((await findCodeOfUnit(trx, senderId, day)) === null) return
  const lines = await trx
    .selectFrom('recipients')
    .select(['ord', 'words'])
    .where('dispatch_id', '=', dispatchId)
    .where('kind', '=', 'outside')
    .execute()
  const { rows } = await sql<{ id: string }>`
    update deliveries d set agency_code = c.code, exchange_state = 'waiting', exchange_at = ${ctx.clock.now()}
    from agencies a cross join lateral (${codeOf(day)}) c
    where d.dispatch_id = ${dispatchId} and d.agency_code is null and d.peer_home is null and d.person_id is null and a.is_elsewhere
      and (a.unit_id = d.unit_id and not d.is_outside or d.is_outside and exists (
        select 1 from unnest(${lines.map((l) => l.ord)}::int[], ${lines.map((l) => nameKey(l.words))}::text[]) as l(ord, key)
        where l.ord = d.recipient_ord and l.key = a.name_key))
    returning d.id`.execute(trx)
  if (rows.length === 0) return
  const payload: PackJob = { deliveryIds: rows.map((r) => r.id) }
  await addJob(trx, ctx, packJob, payload)
}
