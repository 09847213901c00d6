import { newId } from '../../src/platform/ids.ts'
import { addressOf } from './cast.ts'
import type { Client } from './client.ts'
import { sendDirection } from './errands.directions.ts'
import type { Errand } from './errands.ts'
import { unknownDomain } from './outside.ts'

/** Due so soon that its mail does not wait for the morning. */
const urgent = { dueOn: '2024-06-18' }

/**
 * A school hears of something urgent at once, by a notice and a mail, and looks at its notices; then of something else when
 * its address is wrong, which is put right and the mail sent again.
 */
export async function hearOf(errand: Errand): Promise<void> {
  const { school, hand, ledger, random } = errand
  const { handId } = school
  const phone = null
  await hand.must('PUT', 'account/contact', { email: addressOf(handId), phone })
  const directions = [await sendDirection(errand, school.unit.name, urgent)]
  await untilMailed(hand)
  const { items } = await hand.must<{ items: { id: string }[] }>('GET', 'notices?state=unseen')
  const ids = items.map((n) => n.id)
  await hand.must('POST', 'notices/seen', { ids })
  const hasReminders = random.below(2) === 0
  const quiet = { quietFrom: 1_320, quietUntil: 360 }
  await hand.must('PUT', 'notices/choices', { hasDigest: true, hasUrgent: true, hasReminders, ...quiet })

  await hand.must('PUT', 'account/contact', { email: `${newId()}@${unknownDomain}`, phone })
  directions.push(await sendDirection(errand, school.unit.name, urgent))
  const failed = await failedMail(hand)
  await hand.must('PUT', 'account/contact', { email: addressOf(handId), phone })
  if (failed !== null) await hand.must('POST', `mails/${failed}/resend`, {})
  for (const id of directions) {
    const told = `select n.id from @notices n join @obligations o on o.id = n.subject_id
      where o.source_id = '${id}' and n.kind = 'owed' and n.person_id = '${handId}'`
    ledger.facts.push([told, 1], [`${told} and n.mail_id is not null`, 1])
  }
  ledger.facts.push([
    `select id from @notices where id = any('{${ids.join(',')}}'::uuid[]) and seen_at is not null`,
    ids.length,
  ])
  ledger.latest.set(`choices ${handId}`, [
    `select 1 from @notice_choices where person_id = '${handId}' and has_reminders = ${hasReminders}`,
    1,
  ])
}

interface Mail {
  id: string
  state: string
  may: string[]
}

/** Waits a while until no mail waits: one that a kill met on its way is left to the end of the proof. */
async function untilMailed(hand: Client): Promise<void> {
  for (let tries = 0; tries < 25; tries += 1) {
    const { items } = await hand.must<{ items: Mail[] }>('GET', 'mails')
    if (items.length > 0 && items.every((m) => m.state !== 'queued')) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** A mail that may be sent again, once there is one; null when the kill that met it makes it wait for longer. */
async function failedMail(hand: Client): Promise<string | null> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { items } = await hand.must<{ items: Mail[] }>('GET', 'mails')
    const found = items.find((m) => m.may.includes('mail.resend'))
    if (found) return found.id
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return null
}
