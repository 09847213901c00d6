import { newId } from '../../src/platform/ids.ts'
import type { Client } from './client.ts'
import type { Errand } from './errands.ts'

const day = '2024-06-10'

/**
 * The office makes a key, another platform hands in with it and is answered; a webhook is told of that, tried, sent to
 * again, and both are ended.
 */
export async function keepMachines(errand: Errand): Promise<void> {
  const hook = await makeWebhook(errand)
  const { keyId, machine } = await makeKey(errand)
  const decided = await handInAndDecide(errand, machine)
  await untilTold(errand.keeper, hook, decided)
  await endBoth(errand, hook, keyId)
  const { ledger } = errand
  const told = `select id from @webhook_messages where webhook_id = '${hook}' and state = 'delivered'`
  ledger.facts.push(
    [`select id from @webhooks where id = '${hook}' and ended_why = 'by_hand'`, 1],
    [`${told} and topic = 'ping' and round = 2`, 1],
    [`select id from @webhook_messages where webhook_id = '${hook}' and topic = 'ping'`, 1],
    ...decided.map((id): [string, number] => [`${told} and payload->'data'->>'submissionId' = '${id}'`, 1]),
  )
}

/** A key or secret is given once: whoever was not answered then makes another in its place. */
async function once<T extends { [name in K]: string | null }, K extends string>(
  name: K,
  make: () => Promise<T>,
  again: () => Promise<T>,
): Promise<string> {
  let given = (await make())[name]
  // Anew in any case: that is a kind of write too.
  do given = (await again())[name]
  while (given === null)
  return given
}

interface KeyMade {
  key: { id: string }
  token: string | null
}

async function makeKey({ keeper, as, ledger }: Errand): Promise<{ keyId: string; machine: Client }> {
  const id = newId()
  const scopes = ['submissions:write', 'submissions:read']
  const body = { id, name: `Ứng dụng ${id.slice(-6)}`, mode: 'live', scopes, expiresOn: null }
  const key = await once(
    'token',
    () => keeper.must<KeyMade>('POST', 'machines/keys', body),
    () => keeper.must<KeyMade>('POST', `machines/keys/${id}/renew`, {}),
  )
  ledger.facts.push([`select id from @api_keys where id = '${id}' and revoked_at is not null`, 1])
  return { keyId: id, machine: as({ key }) }
}

async function makeWebhook({ keeper, outside }: Errand): Promise<string> {
  const id = newId()
  const path = `machines/webhooks/${id}`
  const url = outside.hookUrl
  type Made = { secret: string | null }
  await once(
    'secret',
    () => keeper.must<Made>('POST', 'machines/webhooks', { id, url, topics: ['plan.issued'] }),
    () => keeper.must<Made>('POST', `${path}/secret`, {}),
  )
  await keeper.must('PUT', path, { url, topics: ['submission.changed'] })
  await keeper.must('POST', `${path}/try`, {})
  const [ping] = await untilTold(keeper, id)
  await keeper.must('POST', `${path}/messages/${ping?.id ?? ''}/resend`, {})
  await untilTold(keeper, id)
  return id
}

interface Message {
  id: string
  topic: string
  state: string
  payload: { data?: { submissionId?: string } }
}

/**
 * Waits until a webhook was told that it is tried, and of these submissions; what it hears of other people's may go on
 * waiting. Who was killed twice while telling tries again after a minute, and after five more.
 */
async function untilTold(keeper: Client, hook: string, submissions: string[] = []): Promise<Message[]> {
  const until = Date.now() + 600_000
  while (Date.now() < until) {
    const items = await messagesOf(keeper, hook)
    const told = (wanted: (m: Message) => boolean) =>
      items.some(wanted) && items.filter(wanted).every((m) => m.state === 'delivered')
    const isAll =
      told((m) => m.topic === 'ping') &&
      submissions.every((id) => told((m) => m.payload.data?.submissionId === id))
    if (isAll) return items.filter((m) => m.topic === 'ping')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('a webhook was not told')
}

/** All that a webhook hears, page by page. */
async function messagesOf(keeper: Client, hook: string): Promise<Message[]> {
  const all: Message[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`
    const page: { items: Message[]; nextCursor: string | null } = await keeper.must(
      'GET',
      `machines/webhooks/${hook}/messages${query}`,
    )
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}

interface Outcome {
  id: string
  version: number
}

/**
 * Three things are handed in; one of them again in other words; one becomes an activity, one is set aside.
 * @returns ids of what was decided
 */
async function handInAndDecide({ keeper, ledger }: Errand, machine: Client): Promise<string[]> {
  const mark = newId().slice(-10)
  const handIn = (n: number, title: string) =>
    machine.must<Outcome>('POST', 'submissions', {
      reference: `PA-${mark}-${n}`,
      kind: 'figures',
      day,
      title,
      figures: [{ indicator: 'leaflets', n: 12 }],
    })
  const title = 'Màn hình ở công viên chiếu thông điệp'
  const taken = await handIn(1, title)
  const aside = await handIn(2, title)
  await handIn(3, title)
  const changed = await handIn(3, `${title} (đã sửa)`)
  const activity = newId()
  await keeper.must('POST', `submissions/${taken.id}/take-over`, {
    ...{ id: activity, version: taken.version, day, form: 'leaflet', title },
  })
  ledger.activities.push({ id: activity, photos: [] })
  const reason = 'Đã có trong sổ.'
  await keeper.must('POST', `submissions/${aside.id}/set-aside`, { version: aside.version, reason })
  const kept = 'select id from @submissions where'
  ledger.facts.push(
    [`${kept} reference like 'PA-${mark}-%'`, 3],
    [
      `${kept} id = '${taken.id}' and state = 'taken_over' and activity_id = '${activity}' and version = 1`,
      1,
    ],
    [`${kept} id = '${aside.id}' and state = 'set_aside' and version = 1`, 1],
    [`${kept} id = '${changed.id}' and state = 'received' and version = 2`, 1],
    [`select version from @submission_versions where submission_id = '${changed.id}'`, 2],
  )
  return [taken.id, aside.id]
}

async function endBoth({ keeper }: Errand, hook: string, keyId: string): Promise<void> {
  for (const step of ['end', 'begin', 'end'])
    await keeper.must('POST', `machines/webhooks/${hook}/${step}`, {})
  await keeper.must('POST', `machines/keys/${keyId}/revoke`, {})
}
