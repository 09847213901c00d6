import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import { formatDate, formatInstant } from '../../messages/format.ts'
import { translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tables, Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { refusalOfUrl } from '../../platform/http/outward.ts'
import { newId } from '../../platform/ids.ts'
import { pageOf, readCursor } from '../../platform/paging.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { requireAdmin, unitOf } from './keys.service.ts'
import type {} from './machines.tables.ts'
import { outwardSettings } from './webhooks.settings.ts'
import { daysOfFailing, makeSecret, overlapHours, topics } from './webhooks.rules.ts'
import type {
  ChangeWebhook,
  MakeWebhook,
  MessagesQuery,
  Webhook,
  WebhookMade,
  WebhookMessage,
  WebhookMessages,
  Webhooks,
} from './webhooks.schema.ts'
import { addMessage, beginRound } from './webhooks.store.ts'

declareErrors({
  'machines.url_url': 422,
  'machines.url_port': 422,
  'machines.url_refused_address': 422,
  'machines.too_many_webhooks': 422,
  'machines.webhook_ended': 409,
})

/** Webhooks of one unit that are not ended. */
export const mostWebhooks = 10

type Row = Selectable<Tables['webhooks']>

/** The webhooks of the acting unit and how each stands. */
export async function listWebhooks(ctx: Ctx): Promise<z.input<typeof Webhooks>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await trx
      .selectFrom('webhooks')
      .selectAll()
      .where('unit_id', '=', unitOf(ctx))
      .orderBy('created_at', 'desc')
      .limit(100)
      .execute()
    return { items: await present(trx, ctx, rows) }
  })
}

/** Registers an address that is told of some things of the unit. @returns the secret that signs, once */
export async function makeWebhook(
  ctx: Ctx,
  input: z.output<typeof MakeWebhook>,
): Promise<z.input<typeof WebhookMade>> {
  const secret = makeSecret()
  return giveOnce(ctx, input.id, secret, async (trx) => {
    requireAdmin(ctx)
    requireUrl(input.url)
    const unitId = unitOf(ctx)
    const { n } = await trx
      .selectFrom('webhooks')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('unit_id', '=', unitId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (n >= mostWebhooks) throw new AppError('machines.too_many_webhooks', { most: mostWebhooks })
    await trx
      .insertInto('webhooks')
      .values({
        id: input.id,
        unit_id: unitId,
        url: input.url,
        topics: topics.filter((topic) => input.topics.includes(topic)),
        secret,
        created_at: ctx.clock.now(),
      })
      .execute()
    await trx
      .insertInto('webhook_units')
      .values({ unit_id: unitId })
      .onConflict((c) => c.column('unit_id').doNothing())
      .execute()
    await recordEvent(trx, ctx, 'webhook.make', [{ what: 'webhook', id: input.id }])
  }).catch((error: unknown) => {
    throw violates(error, 'webhooks_pkey') ? new AppError('common.request_reused') : error
  })
}

/** Another address or other topics; what waits goes to the new address. */
export async function changeWebhook(
  ctx: Ctx,
  id: string,
  input: z.output<typeof ChangeWebhook>,
): Promise<z.input<typeof Webhook>> {
  return change(ctx, id, 'webhook.change', async (trx) => {
    requireUrl(input.url)
    await trx
      .updateTable('webhooks')
      .set({ url: input.url, topics: topics.filter((topic) => input.topics.includes(topic)) })
      .where('id', '=', id)
      .execute()
  })
}

/** A new secret; the one before signs beside it for a day, so that the receiver can change over. */
export async function renewSecret(ctx: Ctx, id: string): Promise<z.input<typeof WebhookMade>> {
  const secret = makeSecret()
  return giveOnce(ctx, id, secret, async (trx) => {
    const row = await load(trx, ctx, id, true)
    requireAdmin(ctx)
    await trx
      .updateTable('webhooks')
      .set({
        secret,
        secret_before: row.secret,
        secret_before_until: new Date(ctx.clock.now().getTime() + overlapHours * 3_600_000),
      })
      .where('id', '=', id)
      .execute()
    await recordEvent(trx, ctx, 'webhook.renew_secret', [{ what: 'webhook', id }])
  })
}

/** Ends a webhook: nothing is sent any more. */
export async function endWebhook(ctx: Ctx, id: string): Promise<z.input<typeof Webhook>> {
  return change(ctx, id, 'webhook.end', async (trx) => {
    await trx
      .updateTable('webhooks')
      .set({ ended_at: ctx.clock.now(), ended_why: 'by_hand' })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
  })
}

/** Begins again with a webhook that was ended; what it missed meanwhile is not sent by itself. */
export async function beginWebhook(ctx: Ctx, id: string): Promise<z.input<typeof Webhook>> {
  return change(ctx, id, 'webhook.begin', async (trx) => {
    await trx
      .updateTable('webhooks')
      .set({ ended_at: null, ended_why: null, failing_since: null })
      .where('id', '=', id)
      .execute()
  })
}

/** Sends a message that says nothing but that it is a trial. */
export async function tryWebhook(ctx: Ctx, id: string): Promise<z.input<typeof Webhook>> {
  return change(ctx, id, 'webhook.try', async (trx, row) => {
    if (row.ended_at) throw new AppError('machines.webhook_ended')
    await addMessage(trx, ctx, { id: newId(), webhookId: id, unitId: row.unit_id, topic: 'ping', data: {} })
  })
}

/** Sends a message once more, from the first try on. */
export async function resendMessage(
  ctx: Ctx,
  id: string,
  messageId: string,
): Promise<z.input<typeof Webhook>> {
  return change(ctx, id, 'webhook.resend', async (trx, row) => {
    const message = await trx
      .selectFrom('webhook_messages')
      .select(['id', 'round'])
      .where('id', '=', messageId)
      .where('webhook_id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!message) throw new AppError('common.not_found')
    if (row.ended_at) throw new AppError('machines.webhook_ended')
    await beginRound(trx, ctx, message.id, message.round + 1)
  })
}

const pageSize = 30
const byTime = z.tuple([z.iso.datetime(), z.uuid()])

/** What a webhook was told, the latest first, with each try. */
export async function listMessages(
  ctx: Ctx,
  id: string,
  query: z.output<typeof MessagesQuery>,
): Promise<z.input<typeof WebhookMessages>> {
  const after = readCursor(query.cursor, byTime)
  return read(ctx, ownScope(ctx), async (trx) => {
    const row = await load(trx, ctx, id)
    const [webhook] = await present(trx, ctx, [row])
    if (!webhook) throw new AppError('common.not_found')
    let messages = trx.selectFrom('webhook_messages').selectAll().where('webhook_id', '=', id)
    if (after)
      messages = messages.where(
        sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      )
    const found = await messages
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(pageSize + 1)
      .execute()
    const page = pageOf(found, pageSize, (m) => [m.created_at.toISOString(), m.id])
    const tries = await trx
      .selectFrom('webhook_tries')
      .selectAll()
      .where('message_id', 'in', page.rows.length > 0 ? page.rows.map((m) => m.id) : [id])
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const may: z.input<typeof WebhookMessage>['may'] =
      ctx.actor.roles.includes('admin') && !row.ended_at ? ['message.resend'] : []
    return {
      webhook,
      items: page.rows.map((m) => ({
        id: m.id,
        topic: m.topic,
        topicName: translate(ctx.locale, `machines.topic.${m.topic}`),
        createdAt: m.created_at.toISOString(),
        state: m.state,
        nextAt: m.next_at?.toISOString() ?? null,
        payload: m.payload,
        tries: tries
          .filter((t) => t.message_id === m.id)
          .slice(0, 20)
          .map((t) => ({
            id: t.id,
            at: t.at.toISOString(),
            status: t.status,
            ms: t.ms,
            reason: reasonOf(ctx, t),
            answer: t.answer,
          })),
        may,
      })),
      nextCursor: page.nextCursor,
    }
  })
}

/** Why a try brought nothing, in words that say what can be done. */
function reasonOf(
  ctx: Ctx,
  { status, error }: { status: number | null; error: string | null },
): string | null {
  if (status !== null && status >= 200 && status < 300) return null
  if (status !== null)
    return translate(ctx.locale, `machines.try.${status >= 300 && status < 400 ? 'redirect' : 'status'}`, {
      status: String(status),
    })
  const known = ['refused_address', 'timeout', 'ENOTFOUND', 'ECONNREFUSED', 'ended']
  if (error !== null && known.includes(error)) return translate(ctx.locale, `machines.try.${error}`)
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|SSL|TLS/.test(error ?? '')
  return translate(ctx.locale, isCertificate ? 'machines.try.certificate' : 'machines.try.other', {
    code: error ?? '',
  })
}

function requireUrl(url: string): void {
  const refusal = refusalOfUrl(url, outwardSettings())
  if (refusal) throw new AppError(`machines.url_${refusal}`)
}

async function giveOnce(
  ctx: Ctx,
  id: string,
  secret: string,
  act: (trx: Trx) => Promise<void>,
): Promise<z.input<typeof WebhookMade>> {
  let made = false
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      await act(trx)
      made = true
    },
    answer: async (trx) => {
      const [webhook] = await present(trx, ctx, [await load(trx, ctx, id)])
      if (!webhook) throw new AppError('common.not_found')
      return { webhook, secret: made ? secret : null }
    },
  })
}

async function change(
  ctx: Ctx,
  id: string,
  verb: string,
  act: (trx: Trx, row: Row) => Promise<void>,
): Promise<z.input<typeof Webhook>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await load(trx, ctx, id, true)
      requireAdmin(ctx)
      await act(trx, row)
      await recordEvent(trx, ctx, verb, [{ what: 'webhook', id }])
    },
    answer: async (trx) => {
      const [webhook] = await present(trx, ctx, [await load(trx, ctx, id)])
      if (!webhook) throw new AppError('common.not_found')
      return webhook
    },
  })
}

async function load(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<Row> {
  let query = trx
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new AppError('common.not_found')
  return row
}

async function present(trx: Trx, ctx: Ctx, rows: readonly Row[]): Promise<z.input<typeof Webhook>[]> {
  if (rows.length === 0) return []
  const counts = await trx
    .selectFrom('webhook_messages')
    .select((e) => ['webhook_id', 'state', e.fn.countAll<number>().as('n')])
    .where(
      'webhook_id',
      'in',
      rows.map((r) => r.id),
    )
    .where('state', '!=', 'delivered')
    .groupBy(['webhook_id', 'state'])
    .execute()
  const now = ctx.clock.now()
  return rows.map((row) => {
    const count = (state: string) => counts.find((c) => c.webhook_id === row.id && c.state === state)?.n ?? 0
    const known = new Set(row.topics)
    const state = row.ended_at ? 'ended' : row.failing_since ? 'failing' : 'good'
    const until = row.secret_before_until
    return {
      id: row.id,
      url: row.url,
      topics: topics.filter((topic) => known.has(topic)),
      createdAt: row.created_at.toISOString(),
      state,
      sentence: translate(
        ctx.locale,
        `machines.webhook.${row.ended_why === 'failing' ? 'failing_ended' : (row.ended_why ?? state)}`,
        {
          at: row.failing_since ? formatInstant(row.failing_since) : '',
          day: row.ended_at ? formatDate(row.ended_at.toISOString().slice(0, 10)) : '',
          days: daysOfFailing,
        },
      ),
      secretBeforeUntil: until !== null && until > now ? until.toISOString() : null,
      waiting: count('waiting'),
      failed: count('failed'),
      may: !ctx.actor.roles.includes('admin')
        ? []
        : row.ended_at
          ? ['webhook.change', 'webhook.begin']
          : ['webhook.change', 'webhook.end', 'webhook.try'],
    }
  })
}
