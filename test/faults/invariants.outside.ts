import { expect } from 'vitest'
import type { Ask } from './invariants.ts'
import type { Outside } from './outside.ts'

interface MailRow {
  id: string
  state: string
  kind: string
  lost: number
  cause: string | null
  isLater: boolean
}

/**
 * Mails as the mail server has them. What is said to be sent came once; what failed or was withdrawn never came; what came
 * twice came with the same Message-ID and is shown as uncertain; nothing came of which there is no row, and nothing is left
 * half. A person's urgent notices are in a mail of that person, each in one.
 * @returns how many came more than once, and how many are uncertain
 */
export async function checkMails(
  ask: Ask,
  { mailbox }: Outside,
): Promise<{ twice: number; uncertain: number }> {
  const rows = (await ask(
    `select id::text, state, kind, lost, cause, coalesce(due_at > expires_at - interval '1 hour', false) as "isLater" from @mails`,
  )) as unknown as MailRow[]
  const came = new Map<string, number>()
  for (const { messageId } of mailbox.mails) {
    const id = /^<([0-9a-f-]{36})@/.exec(messageId ?? '')?.[1] ?? `${messageId}`
    came.set(id, (came.get(id) ?? 0) + 1)
  }
  const known = new Set(rows.map((m) => m.id))
  expect([...came.keys()].filter((id) => !known.has(id))).toEqual([])
  const wrong = rows.filter(({ id, state }) => {
    const n = came.get(id) ?? 0
    if (state === 'sent') return n !== 1
    return state !== 'uncertain' && n > 0
  })
  expect(wrong.map((m) => ({ ...m, came: came.get(m.id) ?? 0 }))).toEqual([])
  const waiting = rows.filter((m) => m.state === 'sending' || (m.state === 'queued' && !m.isLater))
  expect(waiting).toEqual([])
  expect(
    await ask(`
    select n.id from @notices n join @mails m on m.id = n.mail_id where m.person_id <> n.person_id`),
  ).toEqual([])
  const once = await ask('select once from @mails group by once having count(*) > 1')
  expect(once).toEqual([])
  return {
    twice: [...came.values()].filter((n) => n > 1).length,
    uncertain: rows.filter((m) => m.state === 'uncertain').length,
  }
}

/**
 * Messages as their receiver has them. Each that is said to be delivered came, the same id always with the same words, each
 * try that is kept came, and nothing came of which there is no row.
 * @returns how many came more often than they were sent on purpose
 */
export async function checkMessages(ask: Ask, { messages }: Outside): Promise<{ again: number }> {
  const rows = await ask(`
    select m.id::text, m.state, m.payload::text as body,
      (select count(*)::int from @webhook_tries t where t.message_id = m.id and t.status between 200 and 299) as taken
    from @webhook_messages m`)
  const known = new Set(rows.map((m) => m['id']))
  expect([...messages.keys()].filter((id) => !known.has(id))).toEqual([])
  let again = 0
  for (const { id, state, body, taken } of rows) {
    const bodies = messages.get(String(id))?.bodies ?? []
    expect({ id, state, bodies: new Set(bodies) }).toEqual({
      id,
      state,
      bodies: new Set(bodies.length > 0 ? [body] : []),
    })
    expect(bodies.length).toBeGreaterThanOrEqual(Number(taken))
    if (state === 'delivered') expect(Number(taken)).toBeGreaterThan(0)
    if (bodies.length > Number(taken)) again += 1
  }
  expect(rows.filter((m) => m['state'] === 'waiting')).toEqual([])
  return { again }
}

/** Each unit's books are with exactly one unit that is open. */
export async function checkBooks(ask: Ask): Promise<void> {
  const wrong = await ask(`
    with recursive books as (
      select u.id as holder, u.id from shared.units u where u.valid_until is null
      union all select b.holder, s.from_id from books b join shared.unit_succession s
        on s.to_id = b.id and s.goes_on and s.kind in ('merge', 'split')
    ) select u.id from shared.units u left join books b on b.id = u.id group by u.id having count(b.holder) <> 1`)
  expect(wrong).toEqual([])
}
