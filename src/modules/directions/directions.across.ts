import { sql } from 'kysely'
import { z } from 'zod'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { closeObligations, gatherDuties, postMessage, requireHomes, takeInDuties } from '../dispatch/index.ts'
import { grantReading, type ReadGrant } from '../library/index.ts'
import { findHomes } from '../units/index.ts'
import type { AboutDirection, DirectionAcross } from './directions.across.schema.ts'
import { lastWord, ofRecipient } from './directions.rules.ts'
import { ActKind, Evidence } from './directions.schema.ts'
import { findActs, findRecipients, findRedactions, lockRecipients, type ActRow } from './directions.store.ts'
import { takeWordsAway } from './directions.words.ts'

/** So many units get a direction with one message. */
const mostUnits = 200

/**
 * Sends a direction to those of its recipients who are of other homes, before their duties are opened.
 * @returns the recipients who are of this home
 */
export async function sendAcross(
  trx: Trx,
  ctx: Ctx,
  directionId: string,
  unitIds: readonly string[],
): Promise<string[]> {
  const homes = await findHomes(trx, unitIds)
  const here: string[] = []
  for (const [home, there] of Map.groupBy(unitIds, (id) => homes.get(id) ?? ctx.home))
    if (home === ctx.home) here.push(...there)
    else
      for (let i = 0; i < there.length; i += mostUnits) {
        const about: AboutDirection = { directionId, units: there.slice(i, i + mostUnits), acts: [] }
        await postMessage(trx, ctx, home, 'direction', about)
      }
  return here
}

type Said = Pick<ActRow, 'id' | 'unitId' | 'isPublic'>

/**
 * Tells the other homes whom it concerns of an act on a direction, or that words of one, or of the direction, are gone.
 * @param act null: the direction itself
 * @param except a home that knows
 */
export async function tellAcross(
  trx: Trx,
  ctx: Ctx,
  direction: { id: string; unitId: string },
  act: Said | null,
  except: string | null = null,
): Promise<void> {
  const { rows } = await sql<{ home: string }>`
    select distinct u.home from units u
    where u.home <> ${ctx.home} and u.home is distinct from ${except} and (u.id = ${direction.unitId} or u.id = ${act?.unitId ?? null}
      or ((${act === null || act.unitId === null || act.isPublic}
          or exists (select 1 from direction_acts a where a.to_act = ${act?.id ?? null} and a.is_public))
        and u.id in (select r.unit_id from direction_recipients r where r.direction_id = ${direction.id})))
    order by 1`.execute(trx)
  const about: AboutDirection = { directionId: direction.id, units: [], acts: act === null ? [] : [act.id] }
  for (const { home } of rows) await postMessage(trx, ctx, home, 'direction', about)
}

/** What a message of the kind `direction` says beside its rows: as it stands when it goes. */
export async function gatherDirection(
  trx: Trx,
  ctx: Ctx,
  to: string,
  { directionId, units, acts: ids }: AboutDirection,
): Promise<DirectionAcross> {
  // What was replied to all goes with the question, which the other home may not have; so does the one whose words went.
  const { rows: acts } = await sql<{ id: string; unitId: string | null; words: string }>`
    with pairs as (
      select r.id, r.to_act from direction_acts r join directions d on d.id = r.direction_id join units u on u.id = d.unit_id and u.home = ${ctx.home}
      where r.is_public and r.direction_id = ${directionId} and (r.id = any(${ids}::uuid[]) or r.to_act = any(${ids}::uuid[]))
    )
    select id, unit_id as "unitId", words from direction_acts
    where id = any(${ids}::uuid[]) or id in (select id from pairs union select to_act from pairs) order by id`.execute(
    trx,
  )
  const { rows: duties } = await sql<{ id: string }>`
    select o.id from obligations o where o.peer_home = ${to} and (
      (o.what = 'follow_direction' and o.source_id = ${directionId} and o.unit_id = any(${[...units, ...acts.flatMap((a) => a.unitId ?? [])]}::uuid[]))
      or (o.what = 'answer_question' and o.source_id = any(${acts.map((a) => a.id)}::uuid[])))`.execute(trx)
  const { rows: emptied } = await sql`
    select 1 from directions where id = ${directionId} and words = ${redactedWords}`.execute(trx)
  const gone = acts.filter((a) => a.words === redactedWords).map((a) => a.id)
  const grounds = await findRedactions(trx, [directionId, ...gone])
  const groundOf = (actId: string | null) => {
    const ground = grounds.get(actId ?? directionId)?.ground
    return ground === undefined ? [] : [{ actId, ground }]
  }
  return {
    directionId,
    units,
    acts: acts.map((a) => a.id),
    duties: (await gatherDuties(trx, ctx, { ids: duties.map((d) => d.id) })).duties,
    redactions: [...(emptied.length > 0 ? groundOf(null) : []), ...gone.flatMap(groundOf)],
  }
}

/** The columns of rows on their way that tell whose they are. */
const DirectionRow = z.object({ id: z.uuid(), unit_id: z.uuid() })
const ActRowAcross = z.object({
  id: z.uuid(),
  direction_id: z.uuid(),
  unit_id: z.uuid().nullable(),
  ord: z.int(),
  by_unit_id: z.uuid(),
  kind: ActKind,
  to_act: z.uuid().nullable(),
  is_public: z.boolean(),
  evidence: z.array(Evidence),
})
type ActAcross = z.output<typeof ActRowAcross>

/** Rows of a message of the kind `direction`, as they travel. */
export interface DirectionRows {
  directions?: readonly Record<string, unknown>[] | undefined
  direction_acts?: readonly Record<string, unknown>[] | undefined
}

/** Locks a direction against other messages about it, and only these. @returns null where it is not here */
export async function lockDirection(trx: Trx, id: string): Promise<{ unitId: string } | null> {
  const { rows } = await sql<{ unitId: string }>`
    select unit_id as "unitId" from directions where id = ${id} for no key update`.execute(trx)
  return rows[0] ?? null
}

/**
 * Looks whether a message says only what is its home's to say: the sender's home the direction and what the sender did; a
 * recipient's home what that recipient did.
 * @throws dispatch.not_theirs
 */
export async function requireTheirs(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  said: DirectionAcross,
  rows: DirectionRows,
): Promise<void> {
  const brought = (rows.directions ?? []).map((r) => DirectionRow.parse(r))
  const acts = (rows.direction_acts ?? []).map((r) => ActRowAcross.parse(r))
  const here = await lockDirection(trx, said.directionId)
  const senderId = here?.unitId ?? brought[0]?.unit_id ?? ''
  const isAsked =
    brought.every((d) => d.id === said.directionId && d.unit_id === senderId) &&
    acts.every((a) => a.direction_id === said.directionId)
  const homes = await findHomes(trx, [senderId, ...acts.map((a) => a.by_unit_id)])
  const isSenders = homes.get(senderId) === from.home
  const isTheirs = isSenders
    ? acts.every((a) => (isHandedOn(a, acts) ? true : isOfSender(a, senderId)))
    : homes.get(senderId) === ctx.home &&
      said.units.length === 0 &&
      acts.every((a) => isOfRecipientOf(a, from.home, homes)) &&
      (await areRecipients(trx, said.directionId, acts))
  if (!isAsked || !isTheirs) throw new AppError('dispatch.not_theirs')
  await requireHomes(trx, said.units, ctx.home)
}

const isOfSender = (a: ActAcross, senderId: string) =>
  a.by_unit_id === senderId && !ofRecipient.includes(a.kind)
/** A question that was replied to for all, whoever asked. */
const isHandedOn = (a: ActAcross, acts: readonly ActAcross[]) =>
  a.kind === 'ask' && acts.some((r) => r.is_public && r.to_act === a.id)
const isOfRecipientOf = (a: ActAcross, home: string, homes: ReadonlyMap<string, string>) =>
  a.unit_id === a.by_unit_id && homes.get(a.by_unit_id) === home && ofRecipient.includes(a.kind)

async function areRecipients(trx: Trx, directionId: string, acts: readonly ActAcross[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from unnest(${acts.map((a) => a.unit_id)}::uuid[]) x(unit_id)
    where not exists (select 1 from direction_recipients r where r.direction_id = ${directionId} and r.unit_id = x.unit_id) limit 1`.execute(
    trx,
  )
  return rows.length === 0
}

/** Units of this home get a direction that lies here: the right to read it, for good, and what they owe. */
export async function takeInRecipients(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  { directionId, units, duties }: DirectionAcross,
  grants: readonly ReadGrant[],
): Promise<void> {
  await sql`
    insert into direction_recipients (direction_id, unit_id, sender_id, at)
    select d.id, u, d.unit_id, d.at from directions d, unnest(${units}::uuid[]) u where d.id = ${directionId}
    on conflict do nothing`.execute(trx)
  for (const grant of grants) await grantReading(trx, units, grant.id, [grant], ctx.clock.now())
  await takeInDuties(trx, ctx, from, { duties })
}

/** Acts that came get their place behind those that are here: what the other home did not know yet was before them. */
export async function placeActs<R extends Record<string, unknown>>(
  trx: Trx,
  directionId: string,
  rows: readonly R[],
): Promise<R[]> {
  const acts = rows.map((row) => ({ row, act: ActRowAcross.parse(row) }))
  await lockRecipients(
    trx,
    directionId,
    acts.flatMap(({ act }) => act.unit_id ?? []),
  )
  const { rows: lasts } = await sql<{ unitId: string | null; ord: number }>`
    select unit_id as "unitId", max(ord) as ord from direction_acts where direction_id = ${directionId} group by unit_id`.execute(
    trx,
  )
  const last = new Map(lasts.map((r) => [r.unitId, r.ord]))
  return acts
    .sort((a, b) => a.act.ord - b.act.ord)
    .map(({ row, act }) => {
      const ord = (last.get(act.unit_id) ?? 0) + 1
      last.set(act.unit_id, ord)
      return { ...row, ord }
    })
}

/**
 * Does here what acts of another home do beside their rows: the sender may read the documents that an answer shows, a duty
 * that both sides changed at once is closed, words that went by law go here too.
 * @param fresh ids of acts that were new here
 * @param said.redactions only of what that home may take away: copies of what is its own, or came from it
 * @param grants what the sender gets to read, of documents that answers show
 */
export async function takeInActs(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  { directionId, redactions }: DirectionAcross,
  fresh: readonly string[],
  grants: readonly ReadGrant[],
): Promise<void> {
  const direction = await trx
    .selectFrom('directions')
    .select(['id', 'unit_id as unitId', 'title', 'expects'])
    .where('id', '=', directionId)
    .executeTakeFirstOrThrow()
  await grantReading(trx, [direction.unitId], directionId, grants, ctx.clock.now())
  const acts = await findActs(trx, directionId)
  const units = acts.flatMap((a) => (fresh.includes(a.id) ? (a.unitId ?? []) : []))
  for (const row of await findRecipients(trx, directionId, units)) {
    const word = lastWord(
      direction.expects,
      acts.filter((a) => a.unitId === row.unitId),
    )
    // The sender gave until a later day while the answer was on its way.
    if (row.duty === 'open' && word && word.kind !== 'return')
      await closeObligations(
        trx,
        ctx,
        { unitId: row.unitId, what: 'follow_direction', sourceId: directionId },
        { closedBy: word.id, closedOn: dayOf(word.at) },
      )
  }
  for (const { actId, ground } of redactions) {
    const act = actId === null ? null : acts.find((a) => a.id === actId)
    if (act !== undefined && (await takeWordsAway(trx, ctx, direction, act, ground)))
      await tellAcross(trx, ctx, direction, act, from.home)
  }
}

/** Documents that answers on their way show. */
export function documentsShown(rows: readonly Record<string, unknown>[]): string[] {
  return rows
    .flatMap((row) => ActRowAcross.parse(row).evidence)
    .flatMap((e) => (e.what === 'document' ? [e.id] : []))
}

/** Activities that answers show, at the version shown. */
export function activitiesShown(
  rows: readonly Record<string, unknown>[],
): { id: string; revision: number }[] {
  return rows
    .flatMap((row) => ActRowAcross.parse(row).evidence)
    .flatMap((e) => (e.what === 'activity' ? [{ id: e.id, revision: e.version }] : []))
}
