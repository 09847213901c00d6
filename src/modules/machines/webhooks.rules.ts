import { createHmac, randomBytes } from 'node:crypto'

/** What a webhook can be told of. */
export const topics = [
  'document.delivered',
  'plan.issued',
  'report.received',
  'report.accepted',
  'report.returned',
  'amendment.answered',
  'submission.changed',
] as const
export type Topic = (typeof topics)[number]

/** Waits (seconds) before each further try; after the last the message has failed. */
export const waits = [60, 300, 1_800, 7_200, 21_600, 86_400] as const
/** A webhook that took nothing for so long is ended (days). */
export const daysOfFailing = 5
/** A secret that was changed still signs for so long beside the new one (hours). */
export const overlapHours = 24
/** Messages and their tries are kept so long (days), and calls too. */
export const daysKept = 90

/** A new secret in the form of Standard Webhooks: `whsec_` and 32 bytes as base64. */
export function makeSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/**
 * The headers of a message after Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, one signature a secret.
 * @param at of this try, so that a receiver can refuse what was sent long ago
 */
export function signedHeaders(
  secrets: readonly string[],
  message: { id: string; at: Date; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1_000))
  const signature = secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      const hmac = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`)
      return `v1,${hmac.digest('base64')}`
    })
    .join(' ')
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'LanToa-Webhook/1',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  }
}

export interface Try {
  status: number | null
}

export const isTaken = (result: Try) => result.status !== null && result.status >= 200 && result.status < 300
/** The receiver says that it will never take anything again. */
export const isGone = (result: Try) => result.status === 410
