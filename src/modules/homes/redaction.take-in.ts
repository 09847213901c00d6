import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { coverSpans, personMask, type PersonMask } from '../../document/index.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob } from '../../platform/jobs.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { changeTexts, findHolding, redactRows, selectRows, type FoundRow } from '../../platform/redaction.ts'
import { postMessage } from '../dispatch/index.ts'
import { carryRedactionJob, redactFiles, redactPapers, type CarryRedaction } from '../people/index.ts'
import type { Row } from './copied.ts'
import { withCopies } from './homes.schema.ts'
import type {} from './homes.tables.ts'
import type { CoveredTable, RedactedAcross, RedactionAcross } from './redaction.schema.ts'
import { coverable, type Coverable } from './redaction.send.ts'
import { ownedBy, type Origin, type TakenIn } from './sealed.ts'

declareErrors({ 'homes.not_told': 403 })

type Redaction = z.output<typeof RedactionAcross>
type Told = Redaction['rows'][number]

/** Places by table that are looked for at most; more are many. */
const mostLeft = 500

/** Where the rows of each table hang: the copy that they are of. */
const copyOf: Record<CoveredTable, { what: TakenIn['what']; id: string; revision: string | null }> = {
  documents: { what: 'document', id: 'id', revision: null },
  clauses: { what: 'document', id: 'document_id', revision: null },
  document_citations: { what: 'document', id: 'document_id', revision: null },
  plans: { what: 'plan', id: 'id', revision: null },
  plan_revisions: { what: 'plan', id: 'plan_id', revision: 'revision' },
  plan_bases: { what: 'plan', id: 'plan_id', revision: 'revision' },
  tasks: { what: 'plan', id: 'plan_id', revision: 'revision' },
  clause_declines: { what: 'plan', id: 'plan_id', revision: 'revision' },
  activity_versions: { what: 'activity', id: 'activity_id', revision: 'version' },
  report_versions: { what: 'report', id: 'report_id', revision: 'version' },
  report_figures: { what: 'report', id: 'report_id', revision: 'version' },
  report_answers: { what: 'report_answer', id: 'id', revision: null },
  directions: { what: 'direction', id: 'id', revision: null },
  direction_acts: { what: 'direction_act', id: 'id', revision: null },
}

/** SQL over `t`: the row is of a copy that the home's message brought, or whose unit is of that home. */
function isCopyFrom(table: CoveredTable, home: string): RawBuilder<boolean> {
  const { what, id, revision } = copyOf[table]
  const isVersion = revision === null ? sql`true` : sql`c.revision = ${sql.ref(`t.${revision}`)}`
  return sql<boolean>`exists (select 1 from copies c where c.what = ${what} and c.id = ${sql.ref(`t.${id}`)} and ${isVersion}
    and (c.origin = ${home} or ${ownedBy(what, home)}))`
}

/**
 * Covers in the copies of this home what was covered in the home that they came from, with events and a register of its own,
 * and answers what went and what is left. Only copies change: a home's own words are its own people's affair.
 * @returns files whose bytes may go once this is committed
 */
export async function takeInRedaction(
  trx: Trx,
  ctx: Ctx,
  from: Origin,
  said: Redaction,
  homeName: string,
): Promise<string[]> {
  const subject = { what: 'inbox_message', id: from.messageId }
  await coverWaiting(trx, ctx, from, said)
  const left = new Map<string, number>()
  const masks: PersonMask[] = []
  let covered = 0
  const here: {
    table: Coverable
    told: Map<string, Told>
    rows: FoundRow[]
  }[] = []
  for (const table of await coverable(trx, ctx)) {
    const told = new Map(said.rows.filter((r) => r.table === table.name).map((r) => [r.key.join(' '), r]))
    if (told.size === 0) continue
    const which = { keys: [...told.values()].map((r) => r.key), only: isCopyFrom(table.name, from.home) }
    here.push({ table, told, rows: await selectRows(trx, table, which, true) })
  }
  // The words that go are known from the copies alone: no message ever held them.
  for (const names of new Set(
    here.flatMap(({ told, rows }) => rows.flatMap((row) => wordsThatGo(row, told))),
  ))
    masks.push(maskOf(names))
  for (const { table, told, rows } of here) {
    const change = (words: string, { key, path }: { key: readonly string[]; path: string }) => {
      const text = told.get(key.join(' '))?.texts.find((t) => t.path === path)
      const isSame = text?.length === words.length
      const after = masks.reduce((w, mask) => mask.apply(w), isSame ? coverSpans(words, text.spans) : words)
      // Another text than there: what was covered there may stand here at another place.
      if (text && !isSame && after === words) left.set(table.name, (left.get(table.name) ?? 0) + 1)
      return after
    }
    const which = { keys: rows.map((r) => r.key), only: sql`true` }
    const { changed } = await redactRows(trx, ctx, table, which, change, { ground: said.ground, subject })
    covered += changed.length
  }
  const files = await forgetFiles(trx, ctx, said.files, subject, left)
  for (const table of await findPersonalTables(trx, ctx.home)) {
    // Other people's rows hold other people, of the same name too.
    if (table.name === 'persons' || masks.length === 0) continue
    const hints = masks.flatMap((m) => m.hints)
    const places = await findHolding(trx, table, hints, (w) => masks.some((m) => m.count(w) > 0), mostLeft)
    if (places.length > 0) left.set(table.name, (left.get(table.name) ?? 0) + places.length)
  }
  await answer(trx, ctx, from.home, {
    messageId: from.messageId,
    home: ctx.home,
    name: homeName,
    covered,
    files: files.length,
    left: [...left].map(([what, n]) => ({ what, n })),
    at: ctx.clock.now().toISOString(),
  })
  if (covered + files.length > 0) {
    const carry: CarryRedaction = { subject, ground: said.ground, except: from.home }
    await addJob(trx, ctx, carryRedactionJob, carry)
  }
  return files
}

function wordsThatGo({ key, words }: FoundRow, told: Map<string, Told>): string[] {
  const found: string[] = []
  const texts = told.get(key.join(' '))?.texts ?? []
  for (const [column, value] of Object.entries(words))
    changeTexts(value, column, (text, path) => {
      const spans = texts.find((t) => t.path === path && t.length === text.length)?.spans ?? []
      for (const [start, length] of spans) {
        const part = text.slice(start, start + length)
        // What is covered already tells nothing.
        if (coverSpans(part, [[0, length]]) !== part) found.push(part)
      }
      return text
    })
  return found
}

/** A name, an e-mail address or a telephone number: what stood at one place, looked for at all. */
function maskOf(words: string): PersonMask {
  const isContact = words.includes('@') || /\d{3}/.test(words)
  return personMask(isContact ? { name: '', contacts: [words] } : { name: words })
}

/** Messages of that home that lie here and are not taken in yet bring the same rows: they are covered where they lie. */
async function coverWaiting(trx: Trx, ctx: Ctx, from: Origin, said: Redaction): Promise<void> {
  const waiting = await trx
    .selectFrom('inbox_messages')
    .select(['id', 'body'])
    .where('from_home', '=', from.home)
    .where('handled_at', 'is', null)
    // Those of this kind bring no rows, and would wait for each other.
    .where('kind', 'in', withCopies)
    .orderBy('id')
    .forUpdate()
    .execute()
  const tables = await coverable(trx, ctx)
  for (const { id, body } of waiting) {
    // The shape is looked at when it is taken in; of what is no list nothing is covered, and nothing would be taken in.
    const copies = (body as { copies?: Record<string, Row[]> }).copies ?? {}
    const covered = tables.flatMap((table) => coverRows(ctx, table, listOf(copies, table.name), said.rows))
    const now = { redacted_at: ctx.clock.now().toISOString(), redaction_reason: 'erased' }
    for (const file of listOf(copies, 'files'))
      if (said.files.includes(String(file['hash']))) Object.assign(file, now)
    if (covered.length === 0) continue
    // Papers that show the words are made anew here once the document is.
    const documents = covered.filter((c) => c.table === 'documents').map((c) => c.key[0])
    copies['document_papers'] = listOf(copies, 'document_papers').filter(
      (p) => !documents.includes(String(p['document_id'])),
    )
    const text = canonicalJson(body)
    await trx
      .updateTable('inbox_messages')
      .set({ body: text, hash: sha256(text) })
      .where('id', '=', id)
      .execute()
    await recordEvent(trx, { ...ctx, request: null }, 'words.redact', [
      { what: 'inbox_message', id: from.messageId },
      { what: 'inbox_message', id, hash: sha256(text) },
    ])
  }
}

function listOf(copies: Record<string, Row[]>, table: string): Row[] {
  const list = copies[table]
  return Array.isArray(list) ? list : []
}

/** @returns those of the rows that were told of, covered now */
function coverRows(ctx: Ctx, table: Coverable, list: readonly Row[], told: readonly Told[]): Told[] {
  const mine = told.filter((t) => t.table === table.name)
  return list.flatMap((row) => {
    const key = table.key.map((k) => String(row[k.name])).join(' ')
    const text = mine.find((t) => t.key.join(' ') === key)
    if (!text) return []
    for (const { name } of table.columns)
      row[name] = changeTexts(row[name], name, (words, path) => {
        const there = text.texts.find((t) => t.path === path && t.length === words.length)
        return there ? coverSpans(words, there.spans) : words
      })
    if (table.isSealed) Object.assign(row, { salt: null, redacted_at: ctx.clock.now().toISOString() })
    return [text]
  })
}

/** Files that came with copies, and papers of documents that lost words now; those of our own units stay and are named. */
async function forgetFiles(
  trx: Trx,
  ctx: Ctx,
  told: readonly string[],
  subject: { what: string; id: string },
  left: Map<string, number>,
): Promise<string[]> {
  const hashes: string[] = []
  // Papers first: what is marked already would not be made anew.
  for (;;) {
    const papers = await redactPapers(trx, ctx.clock.now(), 50)
    if (papers.documentIds.length === 0) break
    hashes.push(...papers.hashes)
    // From the words as they stand now.
    for (const documentId of papers.documentIds) await addJob(trx, ctx, 'document.render', { documentId })
  }
  const { rows } = await sql<{ hash: string; isOwn: boolean }>`
    select f.hash, exists (select 1 from file_holders h join units u on u.id = h.unit_id where h.hash = f.hash and u.home = ${ctx.home}) as "isOwn"
    from files f where f.hash = any(${[...told]}::text[]) and f.redacted_at is null order by 1 for update of f`.execute(
    trx,
  )
  const own = rows.filter((r) => r.isOwn).length
  if (own > 0) left.set('file', own)
  const theirs = rows.filter((r) => !r.isOwn).map((r) => r.hash)
  await redactFiles(trx, ctx.clock.now(), theirs)
  hashes.push(...theirs)
  if (hashes.length > 0)
    await recordEvent(trx, { ...ctx, request: null }, 'words.redact', [
      subject,
      ...hashes.map((id) => ({ what: 'file', id })),
    ])
  return hashes
}

async function answer(
  trx: Trx,
  ctx: Ctx,
  home: string,
  said: z.output<typeof RedactedAcross>,
): Promise<void> {
  await postMessage(trx, ctx, home, 'redacted', said)
}

/**
 * Notes what another home covered, for whoever redacted here; what this home was told itself is told on to where it came from.
 * @throws homes.not_told for a message that did not go there
 */
export async function takeInRedacted(
  trx: Trx,
  ctx: Ctx,
  from: Origin,
  said: z.output<typeof RedactedAcross>,
): Promise<void> {
  const told = await trx
    .selectFrom('carried_redactions')
    .select(['subject_what', 'subject_id'])
    .where('message_id', '=', said.messageId)
    .where('to_home', '=', from.home)
    .executeTakeFirst()
  if (!told) throw new AppError('homes.not_told')
  await trx
    .insertInto('carried_answers')
    .values({
      message_id: said.messageId,
      home: said.home,
      home_name: said.name,
      covered: said.covered,
      files: said.files,
      left_over: JSON.stringify(said.left),
      at: new Date(said.at),
    })
    .onConflict((c) => c.doNothing())
    .execute()
  if (said.home === from.home)
    await trx
      .updateTable('outbox_messages')
      .set({ arrived_at: new Date(said.at) })
      .where('id', '=', said.messageId)
      .where('arrived_at', 'is', null)
      .execute()
  if (told.subject_what !== 'inbox_message') return
  const back = await trx
    .selectFrom('inbox_messages')
    .select('from_home')
    .where('id', '=', told.subject_id)
    .executeTakeFirstOrThrow()
  await answer(trx, ctx, back.from_home, { ...said, messageId: told.subject_id })
}
