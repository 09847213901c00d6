import { createHash, randomBytes } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { documentContent } from '../../modules/library/index.ts'
import { canonicalJson } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { hex, type Row } from './bulk.ts'
import type { TaskKeys } from './plans.ts'
import type { Seat } from './seats.ts'

/** What issuing a plan leaves at a unit, in the order of foreign keys, and which of its rows belong to one plan. */
const tables: readonly [table: string, where: (plan: TaskKeys, unitId: string) => RawBuilder<unknown>][] = [
  ['register_entries', (p) => sql`t.subject_id = ${p.planId}`],
  ['documents', (p) => sql`t.id = ${p.documentId}`],
  ['plans', (p) => sql`t.id = ${p.planId}`],
  ['number_counters', (_, unit) => sql`t.unit_id = ${unit}`],
  ['clauses', (p) => sql`t.document_id = ${p.documentId}`],
  ['document_citations', (p) => sql`t.document_id = ${p.documentId}`],
  ['plan_draft_steps', (p) => sql`t.plan_id = ${p.planId}`],
  ['plan_revisions', (p) => sql`t.plan_id = ${p.planId}`],
  ['plan_bases', (p) => sql`t.plan_id = ${p.planId}`],
  ['tasks', (p) => sql`t.plan_id = ${p.planId}`],
  ['task_clauses', (p) => sql`t.plan_id = ${p.planId}`],
  ['task_origins', (p) => sql`t.plan_id = ${p.planId}`],
  ['obligations', (p) => sql`t.source_id = ${p.planId}`],
  ['dispatches', (p) => sql`t.document_id = ${p.documentId}`],
  [
    'recipients',
    (p) => sql`t.dispatch_id in (select id from dispatches where document_id = ${p.documentId})`,
  ],
  ['deliveries', (p) => sql`t.document_id = ${p.documentId}`],
  ['reader', (p) => sql`t.through = ${p.documentId}`],
  ['jobs', (p) => sql`t.payload->>'documentId' = ${p.documentId}`],
]

/** A row of its own has a new id in each copy; the `id` of `reader` names what may be read. */
const withOwnId = new Set(['plan_draft_steps', 'obligations', 'deliveries', 'jobs'])

/** Texts and ids of the one plan, each with the column of `copies` that stands in its place. */
type Own = Map<string, string>

/**
 * Copies a plan that went through every use case to other units that issue the same: same superior, same kind, names of
 * the same length (so that clauses keep their places in the paper), their own people, ids, numbers, salts and hashes.
 * What the plan fulfilled at its unit (the delivery acknowledged, the duty closed) is fulfilled at theirs.
 * @returns the copies, in the order of `others`
 */
export async function copyPlan(
  ctx: Ctx,
  plan: TaskKeys,
  seat: Seat,
  others: readonly Seat[],
  superior: TaskKeys,
): Promise<TaskKeys[]> {
  if (others.length === 0) return []
  return transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    const found = await contentsOf(trx, plan)
    const made = others.map((other) => copyOf(found, plan, seat, other))
    const [first] = made
    if (!first) return []
    const own: Own = new Map([...first.words.keys()].map((word, i) => [word, `w${i}`]))
    const rows = made.map(({ words }) =>
      Object.fromEntries([...words.values()].map((word, i) => [`w${i}`, word])),
    )
    const copies = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(${sql.raw([...own.values()].map((w) => `${w} text`).join(', '))})`
    for (const [table, where] of tables) await copyTable(trx, table, where(plan, seat.unitId), own, copies)
    await copyEvents(trx, seat.unitId, own, copies)
    await fulfil(trx, seat, plan, own, copies, superior)
    return made.map((m) => ({ ...m.made, keys: plan.keys }))
  })
}

interface Contents {
  entryId: string
  dispatchId: string | null
  document: { content: string; salt: Buffer; hash: string }
  revision: { content: string; salt: Buffer; hash: string }
}

async function contentsOf(trx: Trx, { planId, documentId }: TaskKeys): Promise<Contents> {
  const { rows: documents } = await sql<
    Parameters<typeof documentContent>[0] & { entryId: string; salt: Buffer; hash: string }
  >`
    select type, number, symbol, issuer_name as "issuerName", issued_on as "issuedOn", subject, text,
      register_entry_id as "entryId", salt, hash from documents where id = ${documentId}`.execute(trx)
  const { rows: revisions } = await sql<{ content: unknown; salt: Buffer; hash: string }>`
    select content, salt, hash from plan_revisions where plan_id = ${planId}`.execute(trx)
  const { rows: dispatches } = await sql<{ id: string }>`
    select id from dispatches where document_id = ${documentId}`.execute(trx)
  const [document, revision] = [documents[0], revisions[0]]
  if (!document || !revision || dispatches.length > 1) throw new Error(`plan ${planId} is not copied easily`)
  return {
    entryId: document.entryId,
    dispatchId: dispatches[0]?.id ?? null,
    document: { ...document, content: canonicalJson(documentContent(document)) },
    revision: { ...revision, content: canonicalJson(revision.content) },
  }
}

/** The words of one copy by the words of the original, and the ids that are asked for later. */
function copyOf(found: Contents, plan: TaskKeys, seat: Seat, other: Seat) {
  const made = { planId: newId(), documentId: newId() }
  const words = new Map([
    [plan.planId, made.planId],
    [plan.documentId, made.documentId],
    [found.entryId, newId()],
    [seat.unitId, other.unitId],
    [seat.head.personId, other.head.personId],
    [seat.head.accountId, other.head.accountId],
    [seat.clerk.personId, other.clerk.personId],
    [seat.clerk.accountId, other.clerk.accountId],
    [seat.name, other.name],
    [seat.name.toLocaleUpperCase('vi'), other.name.toLocaleUpperCase('vi')],
    [seat.shortName, other.shortName],
    [`KH-${seat.abbreviation}`, `KH-${other.abbreviation}`],
    [seat.head.name, other.head.name],
  ])
  if (found.dispatchId !== null) words.set(found.dispatchId, newId())
  // Of two words the longer first: "MN Hoa Ban" stands in no longer word that is still to be replaced.
  const longestFirst = new Map([...words].sort(([a], [b]) => b.length - a.length))
  for (const { content, salt, hash } of [found.document, found.revision]) {
    const own = randomBytes(16)
    let text = content
    for (const [from, to] of longestFirst) text = text.replaceAll(from, to)
    longestFirst.set(hex(salt), hex(own))
    longestFirst.set(hash, createHash('sha256').update(own).update(text).digest('hex'))
  }
  return { made, words: longestFirst }
}

const columnsOf = new Map<string, { name: string; type: string }[]>()

/** Columns that can be written. Homes have the same ones. */
async function findColumns(trx: Trx, ctxTable: string): Promise<{ name: string; type: string }[]> {
  const known = columnsOf.get(ctxTable)
  if (known) return known
  const { rows } = await sql<{ name: string; type: string }>`
    select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
    where a.attrelid = ${ctxTable}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`.execute(
    trx,
  )
  columnsOf.set(ctxTable, rows)
  return rows
}

/** UUIDv7 within PostgreSQL, which has it by itself only from 18. */
const freshId = sql.raw(
  `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`,
)

async function copyTable(
  trx: Trx,
  table: string,
  where: RawBuilder<unknown>,
  own: Own,
  copies: RawBuilder<unknown>,
): Promise<void> {
  const from = sql`from ${sql.table(table)} t where ${where}`
  const values = await valuesOf(trx, table, from, own, withOwnId.has(table) ? ['id'] : [])
  if (!values) return
  await sql`insert into ${sql.table(table)} (${sql.join(values.map((v) => sql.ref(v.name)))})
    select ${sql.join(values.map((v) => v.value))} from (select t.* ${from}) t cross join ${copies}`.execute(
    trx,
  )
}

/** For each column of the rows to copy what stands in it; null when there are no rows. */
async function valuesOf(
  trx: Trx,
  table: string,
  from: RawBuilder<unknown>,
  own: Own,
  anew: readonly string[],
): Promise<{ name: string; value: RawBuilder<unknown> }[] | null> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(t) as row ${from}`.execute(trx)
  if (rows.length === 0) return null
  return (await findColumns(trx, table)).map(({ name, type }) => {
    const column = sql.raw(`t.${name}`)
    if (anew.includes(name)) return { name, value: freshId }
    const text = JSON.stringify(rows.map(({ row }) => row[name]))
    const here = [...own].filter(([word]) => text.includes(word.startsWith('\\x') ? `\\${word}` : word))
    if (here.length === 0) return { name, value: column }
    if (type === 'uuid' || type === 'bytea')
      return {
        name,
        value: sql`case ${column}::text ${sql.join(
          here.map(([word, copy]) => sql`when ${word} then m.${sql.raw(copy)}::${sql.raw(type)}`),
          sql` `,
        )} else ${column} end`,
      }
    let value: RawBuilder<unknown> = sql`${column}::text`
    for (const [word, copy] of here) value = sql`replace(${value}, ${word}, m.${sql.raw(copy)})`
    return { name, value: sql`${value}::${sql.raw(type)}` }
  })
}

/** What the unit's people did up to the issue, each as an event of its copy. */
async function copyEvents(trx: Trx, unitId: string, own: Own, copies: RawBuilder<unknown>): Promise<void> {
  const from = sql`from events t where t.unit_id = ${unitId}`
  const values = await valuesOf(trx, 'events', from, own, ['id'])
  if (!values) return
  await sql`
    with made as (
      insert into events (${sql.join(values.map((v) => sql.ref(v.name)))})
      select ${sql.join(values.map((v) => v.value))} from (select t.* ${from}) t cross join ${copies} returning id
    )
    insert into unsealed_events (event_id) select id from made`.execute(trx)
}

/** The superior's plan: opened and acknowledged, and the duty to make a plan from it closed by the copy. */
async function fulfil(
  trx: Trx,
  seat: Seat,
  plan: TaskKeys,
  own: Own,
  copies: RawBuilder<unknown>,
  superior: TaskKeys,
): Promise<void> {
  const column = (word: string) => sql.raw(`m.${own.get(word) ?? ''}`)
  const person = (name: string) => sql`case ${sql.raw(`t.${name}`)}
    when ${seat.head.personId} then ${column(seat.head.personId)}::uuid when ${seat.clerk.personId} then ${column(seat.clerk.personId)}::uuid else ${sql.raw(`t.${name}`)} end`
  await sql`
    update deliveries d set opened_at = t.opened_at, opened_by = ${person('opened_by')},
      acknowledged_at = t.acknowledged_at, acknowledged_by = ${person('acknowledged_by')}
    from deliveries t, ${copies}
    where t.unit_id = ${seat.unitId} and t.document_id = ${superior.documentId}
      and d.document_id = t.document_id and d.unit_id = ${column(seat.unitId)}::uuid`.execute(trx)
  await sql`
    update obligations o set state = t.state, closed_on = t.closed_on, closed_by = ${column(plan.planId)}::uuid
    from obligations t, ${copies}
    where t.unit_id = ${seat.unitId} and t.what = 'make_plan' and t.source_id = ${superior.planId}
      and o.what = t.what and o.source_id = t.source_id and o.unit_id = ${column(seat.unitId)}::uuid`.execute(
    trx,
  )
}
