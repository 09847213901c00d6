import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import { addDays, dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { isId, newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { read, write } from '../../platform/write.ts'
import { drawQr } from '../../print/index.ts'
import { homeOfToken, tokenHash } from '../people/index.ts'
import { findUnits } from '../units/index.ts'
import { may, requireMay } from './dispatch.policy.ts'
import type {
  AskToRead,
  MakeReadingLinks,
  MyReadings,
  ReadingFilter,
  ReadingLinks,
  ReadingQuery,
  Readings,
} from './readings.schema.ts'
import {
  countReadings,
  findLinked,
  findPeople,
  findReadable,
  findReadings,
  type DocumentHead,
  type LinkedReading,
  type ReadingWish,
} from './readings.store.ts'

declareErrors({
  'dispatch.no_readers': 409,
  'dispatch.reading_due': 422,
  'dispatch.reading_link': 404,
  'dispatch.not_asked': 409,
})

/** A link opens until so many days after the day by which one was to read. */
const daysAfterDue = 30
/** Links of one sheet: 200 QR codes are some fifty printed pages. */
const mostLinks = 200

type List = z.input<typeof Readings>

/** Who of the acting unit was asked to read a document, and who has confirmed. @throws common.not_found */
export async function readReadings(
  ctx: Ctx,
  documentId: string,
  query: z.output<typeof ReadingQuery>,
): Promise<List> {
  return read(ctx, '*', (trx) => listOf(trx, ctx, documentId, query))
}

async function listOf(
  trx: Trx,
  ctx: Ctx,
  documentId: string,
  query: z.output<typeof ReadingQuery>,
): Promise<List> {
  const document = await requireDocument(trx, ctx, documentId)
  const found = await findReadings(
    trx,
    wishOf(ctx, documentId, query),
    readCursor(query.cursor),
    query.limit + 1,
  )
  const rows = found.slice(0, query.limit)
  const last = rows.at(-1)
  const people = await findPeople(trx, unitOf(ctx), ctx.clock.today())
  const tags = new Map<string, number>()
  for (const person of people) for (const tag of person.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  const [mine] = await trx
    .selectFrom('readings')
    .select(['due_on', 'read_at'])
    .where('document_id', '=', documentId)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
    .where('person_id', '=', ctx.actor.personId)
    .execute()
  return {
    document,
    counts: await countReadings(trx, ctx.actor.ownUnits, documentId),
    people: people.length,
    tags: [...tags].map(([tag, n]) => ({ tag, n })).sort((a, b) => a.tag.localeCompare(b.tag, 'vi')),
    readings: rows.map((r) => ({
      id: r.id,
      person: { id: r.personId, name: r.name, title: r.title, tags: r.tags },
      hasAccount: r.hasAccount,
      hasLink: r.hasLink,
      dueOn: r.dueOn,
      readOn: r.readAt && dayOf(r.readAt),
      readBy: r.readBy,
    })),
    next:
      found.length > rows.length && last
        ? Buffer.from(JSON.stringify([last.sort, last.id])).toString('base64url')
        : null,
    mine: mine ? { dueOn: mine.due_on, readOn: mine.read_at && dayOf(mine.read_at) } : null,
    may: [
      ...(may(ctx.actor, 'reading.ask') ? ['reading.ask', 'reading.link'] : []),
      ...(mine && mine.read_at === null ? ['reading.confirm'] : []),
    ],
  }
}

/**
 * Asks people of the acting unit to read a document: all of them, or those of some groups. Who was asked before is left
 * as it is.
 * @throws common.not_found for a document that the unit may not read, dispatch.no_readers, dispatch.reading_due
 */
export async function askToRead(
  ctx: Ctx,
  documentId: string,
  input: z.output<typeof AskToRead>,
): Promise<List> {
  return write(ctx, '*', {
    act: async (trx) => {
      await requireDocument(trx, ctx, documentId)
      requireMay(ctx.actor, 'reading.ask')
      if (input.dueOn < ctx.clock.today()) throw new AppError('dispatch.reading_due')
      const unitId = unitOf(ctx)
      const people = (await findPeople(trx, unitId, ctx.clock.today())).filter(
        (p) => input.tags.length === 0 || p.tags.some((tag) => input.tags.includes(tag)),
      )
      if (people.length === 0) throw new AppError('dispatch.no_readers')
      const rows = people.map((p) => ({ id: newId(), person_id: p.id }))
      const { rows: asked } = await sql<{ id: string }>`
        insert into readings (id, unit_id, document_id, person_id, asked_at, asked_by, due_on)
        select r.id, ${unitId}, ${documentId}, r.person_id, ${ctx.clock.now()}, ${ctx.actor.personId}, ${input.dueOn}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid)
        on conflict on constraint readings_once do nothing returning id`.execute(trx)
      await recordEvent(trx, ctx, 'reading.ask', [
        { what: 'document', id: documentId },
        ...asked.map(({ id }) => ({ what: 'reading', id })),
      ])
    },
    answer: (trx) => listOf(trx, ctx, documentId, { limit: 50 }),
  })
}

/**
 * Makes personal links for those who have not confirmed: new ones, which end those made before.
 * @returns each with its QR code, once
 */
export async function makeReadingLinks(
  ctx: Ctx,
  documentId: string,
  input: z.output<typeof MakeReadingLinks>,
): Promise<z.input<typeof ReadingLinks>> {
  const made: { id: string; name: string; title: string | null; token: string }[] = []
  let isNew = false
  let left = 0
  const unit = await write(ctx, '*', {
    act: async (trx) => {
      await requireDocument(trx, ctx, documentId)
      requireMay(ctx.actor, 'reading.ask')
      isNew = true
      const wish = { ...wishOf(ctx, documentId, {}), state: 'left' as const }
      const open = (await findReadings(trx, wish, null, 5000)).filter(
        (r) => input.readings.length === 0 || input.readings.includes(r.id),
      )
      left = Math.max(0, open.length - mostLinks)
      const code = ctx.home.replace(/^home_/, '')
      for (const r of open.slice(0, mostLinks)) {
        const token = `${code}.${randomBytes(32).toString('base64url')}`
        made.push({ id: r.id, name: r.name, title: r.title, token })
        await trx
          .updateTable('readings')
          .set({
            token_hash: tokenHash(token).toString('hex'),
            expires_at: new Date(`${addDays(laterOf(r.dueOn, ctx.clock.today()), daysAfterDue)}T17:00:00Z`),
          })
          .where('id', '=', r.id)
          .execute()
      }
      await recordEvent(trx, ctx, 'reading.link', [
        { what: 'document', id: documentId },
        ...made.map(({ id }) => ({ what: 'reading', id })),
      ])
    },
    answer: async (trx) => {
      await requireDocument(trx, ctx, documentId)
      return (await findUnits(trx, [unitOf(ctx)], ctx.clock.today())).get(unitOf(ctx))
    },
  })
  const links = []
  for (const { token, ...person } of made) {
    const url = `${ctx.origin ?? ''}/read/${token}`
    links.push({ ...person, url, qr: await drawQr(url) })
  }
  return { unit: unit?.name ?? '', links: isNew ? links : null, left }
}

/** Confirms, signed in, that one has read a document that one was asked to read. Confirmed before: nothing changes. */
export async function confirmReading(ctx: Ctx, documentId: string): Promise<List> {
  return write(ctx, '*', {
    act: async (trx) => {
      await requireDocument(trx, ctx, documentId)
      const { rows } = await sql<{ id: string; done: boolean }>`
        select id, read_at is not null as done from readings
        where document_id = ${documentId} and person_id = ${ctx.actor.personId} and unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
        for update`.execute(trx)
      if (rows.length === 0) throw new AppError('dispatch.not_asked')
      await markRead(
        trx,
        ctx,
        rows.filter((r) => !r.done).map((r) => r.id),
        'account',
      )
    },
    answer: (trx) => listOf(trx, ctx, documentId, { limit: 50 }),
  })
}

async function markRead(trx: Trx, ctx: Ctx, ids: readonly string[], by: 'link' | 'account'): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('readings')
    .set({ read_at: ctx.clock.now(), read_by: by })
    .where('id', 'in', ids)
    .where('read_at', 'is', null)
    .execute()
  await recordEvent(
    trx,
    ctx,
    'reading.confirm',
    ids.map((id) => ({ what: 'reading', id })),
  )
}

/** What one is asked to read and has not confirmed. */
export async function readMyReadings(ctx: Ctx): Promise<z.input<typeof MyReadings>> {
  return read(ctx, '*', async (trx) => {
    const { rows } = await sql<z.input<typeof MyReadings>['readings'][number]>`
      select d.id as "documentId", d.number_symbol as "numberSymbol", d.subject, r.due_on as "dueOn"
      from readings r join documents d on d.id = r.document_id
      where r.person_id = ${ctx.actor.personId} and r.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and r.read_at is null
      order by r.due_on, r.id limit 100`.execute(trx)
    return { readings: rows }
  })
}

/** Who was reached with a document, as an Excel file. @throws common.not_found, common.export_too_many */
export async function exportReadings(
  ctx: Ctx,
  documentId: string,
  query: z.output<typeof ReadingFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const { document, rows } = await read(ctx, '*', async (trx) => ({
    document: await requireDocument(trx, ctx, documentId),
    rows: await rowsToExport((limit) => findReadings(trx, wishOf(ctx, documentId, query), null, limit)),
  }))
  const done = rows.filter((r) => r.readAt !== null).length
  const title = t('dispatch.readings.export', { document: document.numberSymbol ?? document.subject })
  const body = await writeWorkbook({
    name: t('dispatch.readings'),
    title,
    note: t('dispatch.readings.export.note', { n: rows.length, read: done, date: formatDate(today) }),
    columns: [
      { header: t('dispatch.readings.name'), width: 28 },
      { header: t('dispatch.readings.title'), width: 28 },
      { header: t('dispatch.readings.tags'), width: 32 },
      { header: t('dispatch.readings.due'), width: 14 },
      { header: t('dispatch.readings.readOn'), width: 16 },
      { header: t('dispatch.readings.by'), width: 20 },
    ],
    rows: rows.map((r) => [
      r.name,
      r.title,
      r.tags.join('; '),
      { day: r.dueOn },
      r.readAt ? { day: dayOf(r.readAt) } : null,
      r.readBy ? t(`dispatch.readings.by.${r.readBy}`) : null,
    ]),
  })
  return { body, mime: xlsxMime, name: `${title} ${today}.xlsx` }
}

/**
 * What stands behind a personal link; opening it changes nothing.
 * @throws dispatch.reading_link for one that is wrong, has run out, or was made anew
 */
export async function readByLink(ctx: Ctx, token: string): Promise<LinkedReading> {
  const home = await homeOfToken(ctx.db, token)
  if (home === null) throw new AppError('dispatch.reading_link')
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, (trx) =>
    requireLinked(trx, { ...ctx, home }, token),
  )
}

/** Confirms by the personal link; again, or twice at once, it is one confirmation of the first day. */
export async function confirmByLink(ctx: Ctx, token: string): Promise<void> {
  const home = await homeOfToken(ctx.db, token)
  if (home === null) throw new AppError('dispatch.reading_link')
  await transaction(ctx.db, { home, scope: '*' }, async (trx) => {
    const inHome = { ...ctx, home, request: null }
    const found = await requireLinked(trx, inHome, token)
    await trx.selectFrom('readings').select('id').where('id', '=', found.id).forUpdate().execute()
    const now = await requireLinked(trx, inHome, token)
    if (now.readAt !== null) return
    const actor = { ...ctx.actor, accountId: null, personId: found.personId, unitId: found.unitId }
    await markRead(trx, { ...inHome, actor }, [found.id], 'link')
  })
}

async function requireLinked(trx: Trx, ctx: Ctx, token: string): Promise<LinkedReading> {
  const found = await findLinked(trx, ctx, tokenHash(token).toString('hex'))
  if (!found) throw new AppError('dispatch.reading_link')
  return found
}

async function requireDocument(trx: Trx, ctx: Ctx, id: string): Promise<DocumentHead> {
  const document = await findReadable(trx, ctx, id)
  if (!document) throw new AppError('common.not_found')
  return document
}

function unitOf(ctx: Ctx): string {
  if (ctx.actor.unitId === null) throw new AppError('common.not_allowed')
  return ctx.actor.unitId
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b
}

function wishOf(ctx: Ctx, documentId: string, query: z.output<typeof ReadingFilter>): ReadingWish {
  return {
    home: ctx.home,
    unitIds: ctx.actor.ownUnits,
    documentId,
    now: ctx.clock.now(),
    q: query.q ?? '',
    state: query.state ?? null,
  }
}

/** @throws common.invalid for a cursor that no page gave */
function readCursor(cursor: string | undefined): { sort: string; id: string } | null {
  if (cursor === undefined) return null
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new AppError('common.invalid')
  }
  const [sort, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  if (typeof sort !== 'string' || typeof id !== 'string' || !isId(id)) throw new AppError('common.invalid')
  return { sort, id }
}
