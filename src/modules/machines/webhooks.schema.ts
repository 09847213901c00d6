import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { topics } from './webhooks.rules.ts'

const Topic = z.enum(topics)
const url = z.string().trim().min(1).max(500)

export const Webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    topics: z.array(Topic),
    createdAt: z.iso.datetime(),
    state: z.enum(['good', 'failing', 'ended']),
    sentence: z.string().describe('how it stands, in words'),
    secretBeforeUntil: z.iso.datetime().nullable().describe('until when the secret before signs too'),
    waiting: z.int(),
    failed: z.int(),
    may: z.array(z.enum(['webhook.change', 'webhook.end', 'webhook.begin', 'webhook.try'])),
  })
  .meta({ id: 'Webhook' })

export const Webhooks = z.object({ items: z.array(Webhook) }).meta({ id: 'Webhooks' })

const what = { url, topics: z.array(Topic).min(1).max(topics.length) }
export const MakeWebhook = z.object({ id: z.uuid(), ...what }).meta({ id: 'MakeWebhook' })
export const ChangeWebhook = z.object(what).meta({ id: 'ChangeWebhook' })

export const WebhookMade = z
  .object({
    webhook: Webhook,
    secret: z
      .string()
      .nullable()
      .describe('signs what is sent: given once, null when the request is repeated'),
  })
  .meta({ id: 'WebhookMade' })

export const MessagesQuery = Paging
export const WebhookMessage = z
  .object({
    id: z.uuid(),
    topic: z.string(),
    topicName: z.string(),
    createdAt: z.iso.datetime(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    nextAt: z.iso.datetime().nullable(),
    payload: z.record(z.string(), z.unknown()),
    tries: z.array(
      z.object({
        id: z.uuid(),
        at: z.iso.datetime(),
        status: z.int().nullable(),
        ms: z.int(),
        reason: z.string().nullable().describe('why there was no good answer, in words'),
        answer: z.string().describe('its first bytes'),
      }),
    ),
    may: z.array(z.enum(['message.resend'])),
  })
  .meta({ id: 'WebhookMessage' })
export const WebhookMessages = z
  .object({ webhook: Webhook, items: z.array(WebhookMessage), nextCursor: z.string().nullable() })
  .meta({ id: 'WebhookMessages' })
