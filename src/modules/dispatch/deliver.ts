import { sql } from 'kysely'
import { addDays } from '../../platform/clock.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { addJob, onJob, type Job, type JobStep } from '../../platform/jobs.ts'
import { tell } from '../jobs/index.ts'
import { grantReading, type ReadGrant } from '../library/index.ts'
import { findHomes } from '../units/index.ts'
import { orderPackages } from './agencies.ts'
import type { ObligationWhat, PurposeCode } from './dispatch.tables.ts'
import { mailOutside } from './links.ts'
import { postMessage } from './messages.ts'
import { recordPart } from './numbers.ts'
import type { ObligationFacts } from './obligations.ts'
import type { RecipientLine } from './recipients.ts'

declareErrors({ 'dispatch.no_recipient': 400 })

/** An obligation opened for each receiving unit whose line has one of the purposes, owed to the sender. */
export interface ObligationTemplate {
  what: ObligationWhat
  sourceWhat: string
  sourceId: string
  sourceRevision: number
  sourceKey?: string
  dueOn: string
  purposes: readonly PurposeCode[]
  facts: ObligationFacts
  /** role that acts at the receiver; without it the unit's clerk and leader see it */
  role?: string
}

export interface DispatchRequest {
  /** an issued document of the sender */
  documentId: string
  lines: readonly RecipientLine[]
  /** what each receiving unit may read from now on, for good (read grounds 3 and 4) */
  grants: readonly ReadGrant[]
  obligations: readonly ObligationTemplate[]
}

export interface Dispatched {
  dispatchId: string
  /** the job that delivers to the units; null when they are delivered already */
  jobId: string | null
  /** units that receive it */
  units: number
}

/** Units delivered in the transaction of the issue; more are delivered by the job, so that issuing stays short. */
export const mostAtOnce = 50
const chunk = 200

interface DeliverPayload {
  dispatchId: string
  documentId: string
  senderId: string
  grants: readonly ReadGrant[]
  obligations: readonly ObligationTemplate[]
  /** not yet delivered, in order: unit and its line */
  units: string[]
  ords: number[]
}

/**
 * Sends an issued document to its recipients: dispatch, lines and deliveries, the right to read and what each receiver
 * then owes. A unit that several lines name receives it once, for the weightiest purpose. The transaction needs the
 * scope `*`, because deliveries and obligations belong to their receivers.
 * @throws common.not_found when the document is not one that the acting unit issued
 * @throws dispatch.no_recipient without any line
 */
export async function dispatchDocument(trx: Trx, ctx: Ctx, request: DispatchRequest): Promise<Dispatched> {
  const { documentId, lines } = request
  const document = await trx
    .selectFrom('documents')
    .select(['unit_id', 'origin', 'number_symbol', 'subject', 'issuer_name'])
    .where('id', '=', documentId)
    .executeTakeFirst()
  const isOwn = ctx.actor.kind === 'system' || ctx.actor.ownUnits.includes(document?.unit_id ?? '')
  if (!document || document.origin !== 'issued' || !isOwn) throw new AppError('common.not_found')
  if (lines.length === 0) throw new AppError('dispatch.no_recipient')
  const senderId = document.unit_id
  const dispatchId = newId()
  const { units, ords } = await receivingUnits(trx, ctx, senderId, lines)
  const single = lines.flatMap((line, ord): { ord: number; personId: string | null; isOutside: boolean }[] =>
    line.kind === 'people'
      ? (line.personIds ?? []).map((personId) => ({ ord, personId, isOutside: false }))
      : line.kind === 'outside'
        ? [{ ord, personId: null, isOutside: true }]
        : [],
  )
  const payload: DeliverPayload = {
    dispatchId,
    documentId,
    senderId,
    grants: request.grants,
    obligations: [...request.obligations, ...confirmation(ctx, request, document)],
    units,
    ords,
  }
  const isJob = units.length > mostAtOnce
  const jobId = isJob ? await addJob(trx, ctx, 'dispatch.deliver', payload, { all: units.length }) : null
  const now = ctx.clock.now()
  await trx
    .insertInto('dispatches')
    .values({
      id: dispatchId,
      unit_id: senderId,
      document_id: documentId,
      recipients: units.length + single.length,
      at: now,
      by: ctx.actor.personId,
      job_id: jobId,
    })
    .execute()
  await trx
    .insertInto('recipients')
    .values(
      lines.map((line, ord) => ({
        dispatch_id: dispatchId,
        ord,
        kind: line.kind,
        words: line.words,
        purpose: line.purpose,
        unit_id: line.unitId ?? null,
        group_code: line.groupCode ?? null,
        address: line.address ?? null,
      })),
    )
    .execute()
  if (single.length > 0)
    await sql`
      insert into deliveries (id, unit_id, sender_id, dispatch_id, recipient_ord, document_id, person_id, is_outside, purpose, sent_at)
      select s.id, ${senderId}, ${senderId}, ${dispatchId}, r.ord, ${documentId}, s.person_id, s.is_outside, r.purpose, ${now}
      from unnest(${single.map(() => newId())}::uuid[], ${single.map((s) => s.ord)}::int[], ${single.map((s) => s.personId)}::uuid[], ${single.map((s) => s.isOutside)}::boolean[])
        as s(id, ord, person_id, is_outside) join recipients r on r.dispatch_id = ${dispatchId} and r.ord = s.ord
      on conflict on constraint deliveries_once do nothing`.execute(trx)
  if (single.some((s) => s.isOutside)) await mailOutside(trx, ctx, dispatchId)
  if (single.some((s) => s.personId !== null))
    await tell(trx, ctx, { about: 'delivery', dispatchId, unitIds: [] })
  if (!isJob) await deliverTo(trx, ctx, payload)
  await orderPackages(trx, ctx, payload)
  await recordPart(trx, ctx, 'document.dispatch', [
    { what: 'dispatch', id: dispatchId },
    { what: 'document', id: documentId },
    ...(isJob ? [] : units.map((id) => ({ what: 'unit', id }))),
  ])
  return { dispatchId, jobId, units: units.length }
}

/** Days that a unit has to confirm what was sent to it to carry out. */
const daysToConfirm = 5

/**
 * Whoever is sent a document to carry out confirms that it has it, unless the document asks more of it: a plan made from
 * it is the better receipt, and one duty for one document is enough (docs/decisions/0009).
 */
function confirmation(
  ctx: Ctx,
  { documentId, obligations }: DispatchRequest,
  document: { number_symbol: string | null; subject: string; issuer_name: string },
): ObligationTemplate[] {
  if (obligations.some((o) => o.purposes.includes('carry out'))) return []
  return [
    {
      what: 'confirm',
      sourceWhat: 'document',
      sourceId: documentId,
      sourceRevision: 0,
      dueOn: addDays(ctx.clock.today(), daysToConfirm),
      purposes: ['carry out'],
      facts: {
        numberSymbol: document.number_symbol ?? '',
        title: document.subject,
        issuer: document.issuer_name,
      },
    },
  ]
}

const weight: Record<PurposeCode, number> = { 'carry out': 3, report: 2, know: 1, archive: 0 }

/** Units of all lines as they stand today, each once, with the line that counts for it. */
async function receivingUnits(
  trx: Trx,
  ctx: Ctx,
  senderId: string,
  lines: readonly RecipientLine[],
): Promise<{ units: string[]; ords: number[] }> {
  const asked = lines.map((line, ord) => ({
    ord,
    unit_id: line.kind === 'unit' ? (line.unitId ?? null) : null,
    group_code: line.kind === 'group' ? (line.groupCode ?? null) : null,
    weight: line.purpose ? weight[line.purpose] : 0,
  }))
  const day = ctx.clock.today()
  const { rows } = await sql<{ unit_id: string; ord: number }>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(ord int, unit_id uuid, group_code text, weight int)
    ), below as (
      select distinct s.unit_id, u.kind from unit_superiors s join units u on u.id = s.unit_id
      where s.superior_id = ${senderId} and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
    ), reached as (
      select a.unit_id, a.ord, a.weight from asked a where a.unit_id is not null
      union all
      select b.unit_id, a.ord, a.weight from asked a join unit_groups g on g.code = a.group_code
        join below b on cardinality(g.kinds) = 0 or b.kind = any(g.kinds)
    )
    select distinct on (r.unit_id) r.unit_id, r.ord from reached r join units u on u.id = r.unit_id
    where r.unit_id <> ${senderId}
      and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
    order by r.unit_id, r.weight desc, r.ord`.execute(trx)
  return { units: rows.map((r) => r.unit_id), ords: rows.map((r) => r.ord) }
}

/** A part of a dispatch that goes to units of one home. */
export type DeliveryPart = DeliverPayload

/** By which message a part came from, or goes to, another home, and under which ids its deliveries stand in both. */
export interface Crossing {
  messageId: string
  home: string
  ids: readonly string[]
}

/** Delivers to the units of a payload: those of this home here, those of each other home through a message to it. */
async function deliverTo(trx: Trx, ctx: Ctx, payload: DeliverPayload): Promise<void> {
  if (payload.units.length === 0) return
  const homeOf = await findHomes(trx, payload.units)
  const places = payload.units.map((id, i) => ({
    id,
    ord: payload.ords[i] ?? 0,
    home: homeOf.get(id) ?? ctx.home,
  }))
  for (const [home, there] of Map.groupBy(places, (p) => p.home)) {
    const part = { ...payload, units: there.map((p) => p.id), ords: there.map((p) => p.ord) }
    if (home === ctx.home) await deliverHere(trx, ctx, part)
    else await deliverAcross(trx, ctx, home, part)
  }
}

/**
 * Delivers a part to units of this home, in a fixed number of statements however many they are. Document, dispatch and
 * lines are there already.
 * @param from where it came from another home; then the time is the sender's
 */
export async function deliverHere(
  trx: Trx,
  ctx: Ctx,
  part: DeliveryPart,
  from: (Crossing & { at: Date }) | null = null,
): Promise<void> {
  const now = from?.at ?? ctx.clock.now()
  await insertDeliveries(trx, part, now, from)
  await grantReading(trx, part.units, part.documentId, part.grants, ctx.clock.now())
  await tell(trx, ctx, { about: 'delivery', dispatchId: part.dispatchId, unitIds: part.units })
  await insertOwed(trx, part, ctx.clock.now(), from?.home ?? null)
}

/** What the sender's home keeps of receivers in another: the deliveries to follow, what they owe, and the message that goes. */
async function deliverAcross(trx: Trx, ctx: Ctx, home: string, part: DeliveryPart): Promise<void> {
  const ids = part.units.map(() => newId())
  const about: AboutDelivery = { ...part, ids, at: ctx.clock.now().toISOString() }
  const messageId = await postMessage(trx, ctx, home, 'delivery', about)
  await insertDeliveries(trx, part, ctx.clock.now(), { messageId, home, ids })
  await insertOwed(trx, part, ctx.clock.now(), home)
}

/** What a message of the kind `delivery` is about. */
export interface AboutDelivery extends DeliveryPart {
  ids: string[]
  /** when it was sent */
  at: string
}

async function insertDeliveries(
  trx: Trx,
  part: DeliveryPart,
  at: Date,
  crossing: Crossing | null,
): Promise<void> {
  const { dispatchId, documentId, senderId, units, ords } = part
  const ids = crossing?.ids ?? units.map(() => newId())
  await sql`
    insert into deliveries (id, unit_id, sender_id, dispatch_id, recipient_ord, document_id, purpose, sent_at, peer_home, message_id)
    select d.id, d.unit_id, ${senderId}, ${dispatchId}, d.ord, ${documentId}, r.purpose, ${at}, ${crossing?.home ?? null}, ${crossing?.messageId ?? null}
    from unnest(${[...ids]}::uuid[], ${units}::uuid[], ${ords}::int[]) as d(id, unit_id, ord)
    join recipients r on r.dispatch_id = ${dispatchId} and r.ord = d.ord
    on conflict on constraint deliveries_once do nothing`.execute(trx)
}

/** @param peer the other home, where the receivers or the sender are of one */
async function insertOwed(trx: Trx, part: DeliveryPart, at: Date, peer: string | null): Promise<void> {
  const { dispatchId, senderId, units, ords, obligations } = part
  if (obligations.length === 0) return
  const ids = Array.from({ length: units.length * obligations.length }, () => newId())
  const templates = obligations.map((o) => ({
    what: o.what,
    source_what: o.sourceWhat,
    source_id: o.sourceId,
    source_revision: o.sourceRevision,
    source_key: o.sourceKey ?? '',
    due_on: o.dueOn,
    role: o.role ?? null,
    facts: o.facts,
    purposes: o.purposes,
  }))
  await sql`
    insert into obligations (id, unit_id, what, source_what, source_id, source_revision, source_key, owed_to, due_on, role, facts, opened_at, peer_home, peer_at)
    select (${ids}::uuid[])[(u.n - 1) * ${templates.length} + t.n], u.unit_id, o.what, o.source_what, o.source_id, o.source_revision,
      o.source_key, ${senderId}, o.due_on, o.role, o.facts, ${at}, ${peer}, ${peer === null ? null : at}
    from unnest(${units}::uuid[], ${ords}::int[]) with ordinality as u(unit_id, ord, n)
    join recipients r on r.dispatch_id = ${dispatchId} and r.ord = u.ord
    cross join jsonb_array_elements(${JSON.stringify(templates)}::jsonb) with ordinality as t(template, n)
    cross join lateral jsonb_to_record(t.template) as o(what text, source_what text, source_id uuid, source_revision int,
      source_key text, due_on date, role text, facts jsonb, purposes text[])
    where r.purpose = any(o.purposes)
    on conflict on constraint obligations_once do nothing`.execute(trx)
}

/** One chunk of a cascade. Job and effects are one transaction, so a kill -9 in between leaves neither. */
async function deliverChunk(trx: Trx, ctx: Ctx, job: Job<DeliverPayload>): Promise<JobStep> {
  const { payload } = job
  const now: DeliverPayload = {
    ...payload,
    units: payload.units.slice(0, chunk),
    ords: payload.ords.slice(0, chunk),
  }
  await deliverTo(trx, ctx, now)
  await orderPackages(trx, ctx, payload)
  const sender: Ctx = { ...ctx, actor: { ...systemActor, unitId: payload.senderId } }
  await recordPart(trx, sender, 'document.deliver', [
    { what: 'dispatch', id: payload.dispatchId },
    ...now.units.map((id) => ({ what: 'unit', id })),
  ])
  const rest: DeliverPayload = {
    ...payload,
    units: payload.units.slice(chunk),
    ords: payload.ords.slice(chunk),
  }
  if (rest.units.length === 0) return { done: true }
  return { done: false, payload: rest, progress: job.done + now.units.length }
}

/** Registers the kinds of jobs of this module. */
export function registerDispatchJobs(): void {
  onJob<DeliverPayload>('dispatch.deliver', { step: deliverChunk })
}
