import { sql } from 'kysely'
import { onBehalf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { OutgoingContent } from './outgoing.schema.ts'
import type {} from './outgoing.tables.ts'

export interface OutgoingDraft {
  id: string
  unitId: string
  state: 'draft' | 'in_review' | 'approved'
  version: number
  content: OutgoingContent
  /** null also where the clerk made it void in the register */
  registerEntryId: string | null
  updatedAt: Date
  updatedBy: string | null
}

/**
 * A draft of the acting unit (or one it succeeds).
 * @throws outgoing.issued_already once it is a document of the unit, common.not_found
 */
export async function findOutgoing(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<OutgoingDraft> {
  const own = [...ctx.actor.ownUnits]
  if (own.length === 0) throw new AppError('common.not_found')
  let query = trx.selectFrom('outgoing_drafts').selectAll().where('id', '=', id).where('unit_id', 'in', own)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) {
    const issued = await trx
      .selectFrom('documents')
      .select('id')
      .where('id', '=', id)
      .where('unit_id', 'in', own)
      .where('origin', '=', 'issued')
      .executeTakeFirst()
    throw new AppError(issued ? 'outgoing.issued_already' : 'common.not_found')
  }
  const isVoid =
    row.register_entry_id !== null &&
    (await trx
      .selectFrom('register_voids')
      .select('entry_id')
      .where('entry_id', '=', row.register_entry_id)
      .executeTakeFirst()) !== undefined
  return {
    id: row.id,
    unitId: row.unit_id,
    state: row.state,
    version: row.version,
    content: OutgoingContent.parse(row.content),
    registerEntryId: isVoid ? null : row.register_entry_id,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }
}

/** @returns false when the id is taken; nothing tells whose it is */
export async function insertOutgoing(
  trx: Trx,
  ctx: Ctx,
  draft: { id: string; unitId: string; content: OutgoingContent },
): Promise<boolean> {
  const now = ctx.clock.now()
  const made = await trx
    .insertInto('outgoing_drafts')
    .values({
      id: draft.id,
      unit_id: draft.unitId,
      state: 'draft',
      version: 1,
      content: JSON.stringify(draft.content),
      register_entry_id: null,
      created_at: now,
      created_by: ctx.actor.personId,
      updated_at: now,
      updated_by: ctx.actor.personId,
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

/** Whoever goes on after this long writes a new page of the draft's history. */
const pauseMinutes = 15

/**
 * Writes a draft's content as its next version; the caller holds its lock. How it stood is kept where another person goes on
 * with it, or the same one after a pause.
 */
export async function saveContent(
  trx: Trx,
  ctx: Ctx,
  draft: OutgoingDraft,
  content: OutgoingContent,
): Promise<void> {
  const paused = ctx.clock.now().getTime() - draft.updatedAt.getTime() > pauseMinutes * 60_000
  if (draft.updatedBy !== ctx.actor.personId || paused) await keepVersion(trx, draft)
  await trx
    .updateTable('outgoing_drafts')
    .set({
      content: JSON.stringify(content),
      version: draft.version + 1,
      updated_at: ctx.clock.now(),
      updated_by: ctx.actor.personId,
    })
    .where('id', '=', draft.id)
    .execute()
}

/** Keeps how a draft stands: to compare with, and to go back to. */
export async function keepVersion(trx: Trx, draft: OutgoingDraft): Promise<void> {
  await trx
    .insertInto('outgoing_versions')
    .values({
      document_id: draft.id,
      version: draft.version,
      unit_id: draft.unitId,
      at: draft.updatedAt,
      person_id: draft.updatedBy,
      content: JSON.stringify(draft.content),
    })
    .onConflict((c) => c.columns(['document_id', 'version']).doNothing())
    .execute()
}

export async function setState(
  trx: Trx,
  draft: OutgoingDraft,
  state: OutgoingDraft['state'],
  registerEntryId: string | null = draft.registerEntryId,
): Promise<void> {
  await trx
    .updateTable('outgoing_drafts')
    .set({ state, register_entry_id: registerEntryId })
    .where('id', '=', draft.id)
    .execute()
}

export type StepCode = 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue'

export async function addStep(
  trx: Trx,
  ctx: Ctx,
  draft: OutgoingDraft,
  step: StepCode,
  words: string,
): Promise<void> {
  const isLeaders = step === 'return' || step === 'approve'
  await trx
    .insertInto('outgoing_steps')
    .values({
      id: newId(),
      unit_id: draft.unitId,
      document_id: draft.id,
      version: draft.version,
      at: ctx.clock.now(),
      person_id: ctx.actor.personId,
      on_behalf: isLeaders ? onBehalf(ctx.actor, ['leader']) : null,
      step,
      words: words.trim() === '' ? null : words.trim(),
    })
    .execute()
}

/** Beside the draft: its review, remarks and earlier states, oldest first; and who wrote last. */
export async function findBeside(trx: Trx, draft: OutgoingDraft) {
  const { rows: steps } = await sql<{
    step: StepCode
    at: Date
    by: string | null
    behalf: string | null
    words: string | null
  }>`
    select s.step, s.at, p.name as by, b.name as behalf, s.words
    from outgoing_steps s left join persons p on p.id = s.person_id left join persons b on b.id = s.on_behalf
    where s.document_id = ${draft.id} order by s.at, s.id`.execute(trx)
  const { rows: comments } = await sql<{
    id: string
    blockKey: string | null
    words: string
    at: Date
    by: string | null
    settledAt: Date | null
  }>`
    select c.id, c.block_key as "blockKey", c.words, c.at, p.name as by, c.settled_at as "settledAt"
    from outgoing_comments c left join persons p on p.id = c.person_id
    where c.document_id = ${draft.id} order by c.at, c.id limit 500`.execute(trx)
  const { rows: versions } = await sql<{ version: number; at: Date; by: string | null }>`
    select v.version, v.at, p.name as by from outgoing_versions v left join persons p on p.id = v.person_id
    where v.document_id = ${draft.id} order by v.version desc limit 200`.execute(trx)
  const { rows } = await sql<{ by: string | null; number: string | null; dated: string | null }>`
    select (select p.name from persons p where p.id = ${draft.updatedBy}) as by, e.number_symbol as number, e.dated
    from (values (1)) x left join register_entries e on e.id = ${draft.registerEntryId}`.execute(trx)
  return { steps, comments, versions, last: rows[0] ?? { by: null, number: null, dated: null } }
}

export interface ListedOutgoing {
  id: string
  type: string
  subject: string
  state: OutgoingDraft['state']
  numberSymbol: string | null
  updatedAt: Date
  updatedBy: string | null
}

/** Drafts of the acting unit, those touched last first. */
export async function listOutgoing(
  trx: Trx,
  ctx: Ctx,
  filter: {
    state?: string | undefined
    type?: string | undefined
    q?: string | undefined
    after: [string, string] | null
    limit: number
  },
): Promise<ListedOutgoing[]> {
  const pattern = `%${(filter.q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
  const [at, id] = filter.after ?? [null, null]
  const { rows } = await sql<ListedOutgoing>`
    select d.id, d.content->>'type' as type, d.content->>'subject' as subject, d.state, e.number_symbol as "numberSymbol",
      d.updated_at as "updatedAt", p.name as "updatedBy"
    from outgoing_drafts d
    left join register_entries e on e.id = d.register_entry_id and not exists (select 1 from register_voids v where v.entry_id = e.id)
    left join persons p on p.id = d.updated_by
    where d.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
      and (${filter.state ?? null}::text is null or d.state = ${filter.state ?? null})
      and (${filter.type ?? null}::text is null or d.content->>'type' = ${filter.type ?? null})
      and (${filter.q ?? null}::text is null or shared.vn_norm(coalesce(d.content->>'subject', '') || ' ' || coalesce(e.number_symbol, '')) like shared.vn_norm(${pattern}))
      and (${at}::timestamptz is null or (d.updated_at, d.id) < (${at}::timestamptz, ${id}::uuid))
    order by d.updated_at desc, d.id desc limit ${filter.limit}`.execute(trx)
  return rows
}
