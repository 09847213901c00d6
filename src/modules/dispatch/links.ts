import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { addDays } from '../../platform/clock.ts'
import { behalfOf, systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { newId } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import { transaction } from '../../platform/tx.ts'
import { ownScope, write } from '../../platform/write.ts'
import { readPaper } from '../library/index.ts'
import { homeOfToken, tokenHash } from '../people/index.ts'
import { requireMay } from './dispatch.policy.ts'
import type { MailDelivery } from './dispatch.schema.ts'
import type { LinkMailState } from './dispatch.tables.ts'

declareErrors({
  'dispatch.link_unknown': 404,
  'dispatch.link_used': 410,
  'dispatch.link_expired': 410,
  'dispatch.link_replaced': 410,
  'dispatch.no_address': 422,
})

/** The kind of job that mails links; carried out by the module of notices, which stands above and has the queue. */
export const linkJob = 'delivery.mail'
/** A link that nobody opened ends after so many days; what it opened stays open for so long (minutes). */
const linkDays = 14
const openMinutes = 60

/** True for what a mail can be sent to: an address of a recipient's line may as well be a street. */
export function isMailAddress(address: string): boolean {
  return address.length <= 200 && /^[^\s@<>",;:()\\]+@[^\s@<>",;:()\\]+\.[^\s@<>",;:()\\]{2,}$/.test(address)
}

/** Mails a dispatch to those of its receivers outside whose line has an address for mail. */
export async function mailOutside(trx: Trx, ctx: Ctx, dispatchId: string): Promise<void> {
  const { rows } = await sql<{ id: string; unitId: string; address: string }>`
    select d.id, d.sender_id as "unitId", r.address from deliveries d join recipients r on r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord
    where d.dispatch_id = ${dispatchId} and d.is_outside and r.address is not null order by r.ord`.execute(
    trx,
  )
  for (const { id, unitId, address } of rows)
    if (isMailAddress(address.trim()))
      await makeLink(trx, ctx, { deliveryId: id, unitId, address: address.trim(), withDocx: false })
}

/** A link to a delivery; its words and token are made when its mail is sent. */
async function makeLink(
  trx: Trx,
  ctx: Ctx,
  link: { deliveryId: string; unitId: string; address: string; withDocx: boolean },
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('delivery_links')
    .values({
      id,
      unit_id: link.unitId,
      delivery_id: link.deliveryId,
      address: link.address,
      with_docx: link.withDocx,
      created_at: ctx.clock.now(),
      created_by: ctx.actor.personId,
      expires_at: new Date(`${addDays(ctx.clock.today(), linkDays)}T17:00:00Z`),
      mail_state: 'queued',
      mail_cause: null,
      used_at: null,
      opened_hash: null,
      opened_until: null,
      revoked_at: null,
    })
    .execute()
  await addJob(trx, { ...ctx, actor: { ...ctx.actor, unitId: link.unitId } }, linkJob, { linkId: id })
  return id
}

/**
 * Mails a document to a receiver outside, for the first time or again: links sent before end.
 * @throws common.not_found for a delivery that the acting unit did not send outside, dispatch.no_address
 */
export async function mailDelivery(
  ctx: Ctx,
  id: string,
  { address, withDocx }: z.output<typeof MailDelivery>,
): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { rows } = await sql<{
        unitId: string
        documentId: string
        said: string | null
        last: string | null
      }>`
        select d.sender_id as "unitId", d.document_id as "documentId", r.address as said,
          (select l.address from delivery_links l where l.delivery_id = d.id order by l.created_at desc limit 1) as last
        from deliveries d join recipients r on r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord
        where d.id = ${id} and d.is_outside and d.sender_id = any(${[...ctx.actor.ownUnits]}::uuid[]) for update of d`.execute(
        trx,
      )
      const [delivery] = rows
      if (!delivery) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'delivery.mail')
      const to = (address ?? delivery.last ?? delivery.said ?? '').trim()
      if (!isMailAddress(to)) throw new AppError('dispatch.no_address')
      await trx
        .updateTable('delivery_links')
        .set({ revoked_at: ctx.clock.now() })
        .where('delivery_id', '=', id)
        .where('revoked_at', 'is', null)
        .where('used_at', 'is', null)
        .execute()
      const linkId = await makeLink(trx, ctx, {
        deliveryId: id,
        unitId: delivery.unitId,
        address: to,
        withDocx,
      })
      await recordEvent(trx, ctx, 'delivery.mail', [
        { what: 'delivery', id },
        { what: 'document', id: delivery.documentId },
        { what: 'delivery_link', id: linkId },
        ...behalfOf(ctx.actor, ['clerk', 'leader']),
      ])
    },
    answer: async () => ({ ok: true as const }),
  })
}

/** What a link leads to, for its mail and its pages. */
export interface Linked {
  id: string
  unitId: string
  unitName: string
  deliveryId: string
  documentId: string
  type: string
  numberSymbol: string | null
  issuerName: string
  issuedOn: string | null
  subject: string
  receiver: string
  address: string
  withDocx: boolean
  expiresAt: Date
  usedAt: Date | null
  openedUntil: Date | null
  revokedAt: Date | null
}

async function findLinked(
  trx: Trx,
  today: string,
  by: { id?: string; token?: string; opened?: string },
  lock = false,
): Promise<Linked | null> {
  const one =
    by.id !== undefined
      ? sql`l.id = ${by.id}`
      : by.token !== undefined
        ? sql`l.id = (select link_id from delivery_link_tokens where token_hash = ${by.token})`
        : sql`l.opened_hash = ${by.opened}`
  const { rows } = await sql<Linked>`
    select l.id, l.unit_id as "unitId", n.name as "unitName", d.id as "deliveryId", c.id as "documentId", c.type, c.number_symbol as "numberSymbol",
      c.issuer_name as "issuerName", c.issued_on as "issuedOn", c.subject, r.words as receiver, l.address, l.with_docx as "withDocx",
      l.expires_at as "expiresAt", l.used_at as "usedAt", l.opened_until as "openedUntil", l.revoked_at as "revokedAt"
    from delivery_links l join deliveries d on d.id = l.delivery_id join documents c on c.id = d.document_id
    join recipients r on r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord
    cross join lateral (select name from unit_names where unit_id = l.unit_id
      order by (valid_from <= ${today} and (valid_until is null or valid_until > ${today})) desc, valid_from desc limit 1) n
    where ${one} ${lock ? sql`for update of l` : sql``}`.execute(trx)
  return rows[0] ?? null
}

/**
 * A link for one sending of its mail, with a token of its own of which only the hash is kept.
 * @returns null where the link ended meanwhile: then nothing is sent
 */
export async function tokenForMail(
  trx: Trx,
  ctx: Ctx,
  linkId: string,
): Promise<(Linked & { path: string }) | null> {
  const linked = await findLinked(trx, ctx.clock.today(), { id: linkId })
  if (!linked || linked.revokedAt !== null || linked.usedAt !== null) return null
  const token = `${ctx.home.replace(/^home_/, '')}.${randomBytes(32).toString('base64url')}`
  await trx
    .insertInto('delivery_link_tokens')
    .values({ token_hash: tokenHash(token).toString('hex'), link_id: linkId, unit_id: linked.unitId })
    .execute()
  return { ...linked, path: `/document/${token}` }
}

/** Notes how the mail of a link stands. */
export async function noteLinkMail(
  trx: Trx,
  linkId: string,
  state: LinkMailState,
  cause: string | null,
): Promise<void> {
  await trx
    .updateTable('delivery_links')
    .set({ mail_state: state, mail_cause: cause })
    .where('id', '=', linkId)
    .execute()
}

/** Why a link opens nothing, with whom to ask. */
function requireOpen(linked: Linked | null, now: Date): Linked {
  if (!linked) throw new AppError('dispatch.link_unknown')
  const params = { unit: linked.unitName }
  if (linked.usedAt !== null) throw new AppError('dispatch.link_used', params)
  if (linked.revokedAt !== null) throw new AppError('dispatch.link_replaced', params)
  if (linked.expiresAt <= now) throw new AppError('dispatch.link_expired', params)
  return linked
}

/**
 * What stands behind a link. Looking changes nothing: mailboxes follow links by themselves.
 * @throws dispatch.link_unknown, dispatch.link_used, dispatch.link_expired, dispatch.link_replaced
 */
export async function readDeliveryLink(ctx: Ctx, token: string): Promise<Linked> {
  const home = await homeOfToken(ctx.db, token)
  if (home === null) throw new AppError('dispatch.link_unknown')
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) =>
    requireOpen(
      await findLinked(trx, ctx.clock.today(), { token: tokenHash(token).toString('hex') }),
      ctx.clock.now(),
    ),
  )
}

/**
 * Opens a link, once: the delivery is opened, and whoever pressed gets a way to the files for an hour.
 * @returns token of that way, which is not the link's
 * @throws as readDeliveryLink
 */
export async function openDeliveryLink(ctx: Ctx, token: string): Promise<string> {
  const home = await homeOfToken(ctx.db, token)
  if (home === null) throw new AppError('dispatch.link_unknown')
  const opened = `${home.replace(/^home_/, '')}.${randomBytes(32).toString('base64url')}`
  await transaction(ctx.db, { home, scope: '*' }, async (trx) => {
    const now = ctx.clock.now()
    const hash = tokenHash(token).toString('hex')
    const linked = requireOpen(await findLinked(trx, ctx.clock.today(), { token: hash }, true), now)
    await trx
      .updateTable('delivery_links')
      .set({
        used_at: now,
        opened_hash: tokenHash(opened).toString('hex'),
        opened_until: new Date(now.getTime() + openMinutes * 60_000),
      })
      .where('id', '=', linked.id)
      .execute()
    await trx
      .updateTable('deliveries')
      .set({ opened_at: now })
      .where('id', '=', linked.deliveryId)
      .where('opened_at', 'is', null)
      .execute()
    const sender: Ctx = { ...ctx, home, request: null, actor: { ...systemActor, unitId: linked.unitId } }
    await recordEvent(trx, sender, 'delivery.open_link', [
      { what: 'delivery', id: linked.deliveryId },
      { what: 'document', id: linked.documentId },
      { what: 'delivery_link', id: linked.id },
    ])
  })
  return opened
}

/**
 * What was opened by a link, within its hour.
 * @throws dispatch.link_unknown, dispatch.link_used when the hour is over
 */
export async function readOpenedLink(ctx: Ctx, opened: string): Promise<Linked & { home: string }> {
  const home = await homeOfToken(ctx.db, opened)
  if (home === null) throw new AppError('dispatch.link_unknown')
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => {
    const linked = await findLinked(trx, ctx.clock.today(), { opened: tokenHash(opened).toString('hex') })
    if (!linked) throw new AppError('dispatch.link_unknown')
    if (linked.openedUntil === null || linked.openedUntil <= ctx.clock.now())
      throw new AppError('dispatch.link_used', { unit: linked.unitName })
    return { ...linked, home }
  })
}

/**
 * The document's PDF, or its .docx where the sender lets it go along.
 * @throws as readOpenedLink; library.no_paper while it is being made
 */
export async function readOpenedPaper(ctx: Ctx, opened: string, kind: 'pdf' | 'docx'): Promise<FileAnswer> {
  const linked = await readOpenedLink(ctx, opened)
  if (kind === 'docx' && !linked.withDocx) throw new AppError('common.not_found')
  // Read as its sender: a document that it may not read any more is not read by its link either.
  const actor = { ...systemActor, unitId: linked.unitId, ownUnits: [linked.unitId] }
  return readPaper({ ...ctx, home: linked.home, actor }, linked.documentId, kind)
}
