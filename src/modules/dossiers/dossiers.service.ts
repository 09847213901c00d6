import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { findDocuments } from '../library/index.ts'
import { mayDo, requireMay, type DossierAction } from './dossiers.policy.ts'
import { actionsIn, codeOf } from './dossiers.rules.ts'
import type {
  CopiedDossiers,
  CopyDossiers,
  Dossier,
  DossierLine,
  DossierQuery,
  Dossiers,
  NewDossier,
  PutIn,
  SaveDossier,
} from './dossiers.schema.ts'
import { findContents, findDossiers, findHeadings, lockDossier, type DossierRow } from './dossiers.store.ts'
import type {} from './dossiers.tables.ts'

declareErrors({
  'dossiers.not_open': 409,
  'dossiers.not_closed': 409,
  'dossiers.handed_over': 409,
  'dossiers.same_year': 400,
  'dossiers.nothing_to_copy': 409,
  'dossiers.number_taken': 409,
})

type View = z.input<typeof Dossier>
const inOrder = z.tuple([z.int(), z.string(), z.int(), z.uuid()])

/** The acting unit's files, the latest year first, by heading and number. */
export async function readDossiers(
  ctx: Ctx,
  query: z.output<typeof DossierQuery>,
): Promise<z.input<typeof Dossiers>> {
  const after = readCursor(query.cursor, inOrder)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findDossiers(trx, ctx.actor.ownUnits, query, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.year, r.headingCode, r.number, r.id])
    return {
      items: page.rows.map((row) => lineOf(ctx, row)),
      nextCursor: page.nextCursor,
      ...(await findHeadings(trx, ctx.actor.ownUnits)),
      may: mayDo(ctx.actor, ['dossier.create']),
    }
  })
}

/** One file with what is in it. @throws common.not_found */
export async function readDossier(ctx: Ctx, id: string): Promise<View> {
  return read(ctx, ownScope(ctx), (trx) => viewOf(trx, ctx, id))
}

/**
 * Opens a file in the list of a year: the next number under its heading.
 * @throws dossiers.number_taken when a colleague takes each number first, common.request_reused for an id that is used
 */
export async function createDossier(ctx: Ctx, input: z.output<typeof NewDossier>): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      requireMay(ctx.actor, 'dossier.create')
      await insertDossier(trx, ctx, input)
      await recordEvent(trx, ctx, 'dossier.create', [{ what: 'dossier', id: input.id, version: 1 }])
    },
    answer: (trx) => viewOf(trx, ctx, input.id),
  })
}

type Facts = Omit<z.output<typeof NewDossier>, 'id'> & { id: string }

/** Numbers run on under each heading; two at once meet at the key, and the second takes the next. */
async function insertDossier(trx: Trx, ctx: Ctx, input: Facts): Promise<void> {
  const unitId = ctx.actor.unitId ?? ''
  for (let tries = 0; tries < 5; tries += 1) {
    const { rows } = await sql<{ id: string }>`
      insert into dossiers (id, unit_id, version, year, heading, heading_code, number, title, keep_years, keeper, sheets, note, state, opened_on, created_at, created_by)
      select ${input.id}, ${unitId}, 1, ${input.year}, ${input.heading}, ${input.headingCode}, coalesce(max(number), 0) + 1, ${input.title}, ${input.keepYears},
        ${input.keeper}, ${input.sheets}, ${input.note}, 'open', ${ctx.clock.today()}, ${ctx.clock.now()}, ${ctx.actor.personId}
      from dossiers where unit_id = ${unitId} and year = ${input.year} and heading_code = ${input.headingCode}
      on conflict do nothing returning id`.execute(trx)
    if (rows.length > 0) return
  }
  const there = await trx.selectFrom('dossiers').select('id').where('id', '=', input.id).executeTakeFirst()
  throw new AppError(there ? 'common.request_reused' : 'dossiers.number_taken')
}

/**
 * Changes what is said of an open file. Another heading or year is another number: make another file.
 * @throws common.changed_meanwhile, dossiers.not_open
 */
export async function saveDossier(ctx: Ctx, id: string, input: z.output<typeof SaveDossier>): Promise<View> {
  return change(ctx, id, 'dossier.save', async (trx, dossier) => {
    if (dossier.version !== input.version) throw new AppError('common.changed_meanwhile')
    const { title, keepYears, keeper, sheets, note, heading } = input
    await trx
      .updateTable('dossiers')
      .set({ title, heading, keep_years: keepYears, keeper, sheets, note })
      .where('id', '=', id)
      .execute()
  })
}

/**
 * Puts documents that the unit may read into an open file; what is in it already stays as it is.
 * @throws common.not_found when one is none of these, and then none is put in
 */
export async function putIn(ctx: Ctx, id: string, input: z.output<typeof PutIn>): Promise<View> {
  return change(ctx, id, 'dossier.put_in', async (trx, { unitId }) => {
    const ids = [...new Set(input.documents)]
    const found = await findDocuments(trx, ctx, ids)
    if (found.size < ids.length) throw new AppError('common.not_found')
    await trx
      .insertInto('dossier_documents')
      .values(
        ids.map((documentId) => ({
          dossier_id: id,
          document_id: documentId,
          unit_id: unitId,
          added_at: ctx.clock.now(),
          added_by: ctx.actor.personId,
        })),
      )
      .onConflict((c) => c.columns(['dossier_id', 'document_id']).doNothing())
      .execute()
    return ids.map((documentId) => ({ what: 'document', id: documentId }))
  })
}

/** Takes a document out of an open file; the document itself stays. @throws dossiers.not_open */
export async function takeOut(ctx: Ctx, id: string, documentId: string): Promise<View> {
  return change(ctx, id, 'dossier.put_in', async (trx) => {
    await trx
      .deleteFrom('dossier_documents')
      .where('dossier_id', '=', id)
      .where('document_id', '=', documentId)
      .execute()
    return [{ what: 'document', id: documentId }]
  })
}

/** The matter is done: nothing goes into the file any more (Art. 29.4). @throws dossiers.not_open */
export async function closeDossier(ctx: Ctx, id: string): Promise<View> {
  return change(ctx, id, 'dossier.close', async (trx) => {
    await trx
      .updateTable('dossiers')
      .set({ state: 'closed', closed_on: ctx.clock.today() })
      .where('id', '=', id)
      .execute()
  })
}

/** @throws dossiers.handed_over for one that the archive has */
export async function reopenDossier(ctx: Ctx, id: string): Promise<View> {
  return change(ctx, id, 'dossier.reopen', async (trx) => {
    await trx.updateTable('dossiers').set({ state: 'open', closed_on: null }).where('id', '=', id).execute()
  })
}

/**
 * Begins the list of a year with the files of another: same headings, titles, years and keepers, nothing in them. A heading
 * that the new year has already is left alone.
 * @throws dossiers.same_year, dossiers.nothing_to_copy
 */
export async function copyDossiers(
  ctx: Ctx,
  { from, to }: z.output<typeof CopyDossiers>,
): Promise<z.input<typeof CopiedDossiers>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      requireMay(ctx.actor, 'dossier.create')
      if (from === to) throw new AppError('dossiers.same_year')
      const unitId = ctx.actor.unitId ?? ''
      const before = await findDossiers(trx, [unitId], { year: from }, null, mostInYear)
      const there = new Set(
        (await findDossiers(trx, [unitId], { year: to }, null, mostInYear)).map((d) => d.headingCode),
      )
      const wanted = before.filter((d) => !there.has(d.headingCode))
      if (wanted.length === 0) throw new AppError('dossiers.nothing_to_copy', { year: from })
      const made = wanted.map((d) => ({ ...d, id: newId(), year: to, sheets: null }))
      for (const dossier of made) await insertDossier(trx, ctx, dossier)
      await recordEvent(
        trx,
        ctx,
        'dossier.copy',
        made.map((d) => ({ what: 'dossier', id: d.id, version: 1 })),
      )
    },
    answer: async (trx) => ({
      made: (await findDossiers(trx, ctx.actor.ownUnits, { year: to }, null, mostInYear)).length,
    }),
  })
}

/** Files of one year of one unit at most; a large office has a few hundred. */
const mostInYear = 2_000

type Subjects = Parameters<typeof recordEvent>[3]

async function change(
  ctx: Ctx,
  id: string,
  action: DossierAction,
  run: (trx: Trx, dossier: { unitId: string; version: number }) => Promise<Subjects | void>,
): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const dossier = await lockDossier(trx, ctx.actor.ownUnits, id)
      if (!dossier) throw new AppError('common.not_found')
      requireMay(ctx.actor, action)
      if (!actionsIn(dossier.state).includes(action))
        throw new AppError(
          dossier.state === 'handed_over'
            ? 'dossiers.handed_over'
            : dossier.state === 'open'
              ? 'dossiers.not_closed'
              : 'dossiers.not_open',
        )
      const subjects = (await run(trx, dossier)) ?? []
      await trx
        .updateTable('dossiers')
        .set({ version: dossier.version + 1 })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, action, [
        { what: 'dossier', id, version: dossier.version + 1 },
        ...subjects,
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

async function viewOf(trx: Trx, ctx: Ctx, id: string): Promise<View> {
  const [row] = await findDossiers(trx, ctx.actor.ownUnits, { id }, null, 1)
  if (!row) throw new AppError('common.not_found')
  return { ...lineOf(ctx, row), version: row.version, contents: await findContents(trx, id) }
}

function lineOf(ctx: Ctx, row: DossierRow): z.input<typeof DossierLine> {
  const { id, year, heading, headingCode, title, keepYears, keeper, sheets, note, state } = row
  const { openedOn, closedOn, handOverId, documents, from, to } = row
  return {
    id,
    year,
    code: codeOf(row),
    heading,
    headingCode,
    title,
    keepYears,
    keeper,
    sheets,
    note,
    state,
    openedOn,
    closedOn,
    handOverId,
    documents,
    from,
    to,
    may: mayDo(ctx.actor, actionsIn(state)),
  }
}
