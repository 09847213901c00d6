import { sql } from 'kysely'
import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { openObligations, resolveRecipients } from '../dispatch/index.ts'
import { findClauses, findDocument, grantReading } from '../library/index.ts'
import { findDirectlyBelow, findUnits, isAbove } from '../units/index.ts'
import { sendAcross } from './directions.across.ts'
import { mayOf, requireRole, senders, writers } from './directions.policy.ts'
import {
  DirectionContent,
  type Direction,
  type DirectionDraft,
  type SaveDirection,
  type SendDirection,
} from './directions.schema.ts'
import { readOne } from './directions.view.ts'

declareErrors({
  'directions.incomplete': 422,
  'directions.due_past': 422,
  'directions.no_recipient': 422,
  'directions.no_clause': 422,
  'directions.sent_already': 409,
})

interface DraftRow {
  id: string
  unit_id: string
  version: number
  content: DirectionContent
  updated_at: Date
}

async function findDraft(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<DraftRow | null> {
  const { rows } = await sql<DraftRow>`
    select id, unit_id, version, content, updated_at from direction_drafts
    where id = ${id} and unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) ${lock ? sql`for update` : sql``}`.execute(
    trx,
  )
  const [row] = rows
  // One that was kept by an earlier release lacks what came since.
  return row ? { ...row, content: DirectionContent.parse(row.content) } : null
}

/**
 * Keeps a direction that is being written.
 * @throws common.changed_meanwhile when somebody else kept another version; directions.sent_already
 */
export async function saveDirection(
  ctx: Ctx,
  id: string,
  { version, content }: z.output<typeof SaveDirection>,
): Promise<z.input<typeof DirectionDraft>> {
  const { unitId } = ctx.actor
  if (unitId === null) throw new AppError('common.not_allowed')
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await findDraft(trx, ctx, id, true)
      if (!row && version > 0) throw new AppError('common.not_found')
      requireRole(ctx.actor, writers)
      if (row && row.version !== version) throw new AppError('common.changed_meanwhile')
      if (content.documentId !== null && !(await findDocument(trx, ctx, content.documentId)))
        throw new AppError('common.not_found')
      const kept = {
        content: JSON.stringify(content),
        updated_at: ctx.clock.now(),
        updated_by: ctx.actor.personId,
      }
      if (row) {
        await trx
          .updateTable('direction_drafts')
          .set({ ...kept, version: version + 1 })
          .where('id', '=', id)
          .execute()
      } else {
        const sent = await sql`select 1 from directions where id = ${id}`.execute(trx)
        if (sent.rows.length > 0) throw new AppError('common.request_reused')
        const made = await trx
          .insertInto('direction_drafts')
          .values({
            id,
            unit_id: unitId,
            version: 1,
            ...kept,
            created_at: ctx.clock.now(),
            created_by: ctx.actor.personId,
          })
          .onConflict((c) => c.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
        if (!made) throw new AppError('common.request_reused')
      }
      await recordEvent(trx, ctx, 'direction.save', [{ what: 'direction_draft', id, version: version + 1 }])
    },
    answer: (trx) => shownDraft(trx, ctx, id),
  })
}

/** A direction that is being written, with whom its lines reach today. @throws common.not_found */
export async function readDraft(ctx: Ctx, id: string): Promise<z.input<typeof DirectionDraft>> {
  return read(ctx, ownScope(ctx), (trx) => shownDraft(trx, ctx, id))
}

/** Throws a draft away. @throws common.not_found */
export async function dropDraft(ctx: Ctx, id: string): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await findDraft(trx, ctx, id, true)
      if (!row) throw new AppError('common.not_found')
      requireRole(ctx.actor, writers)
      await trx.deleteFrom('direction_drafts').where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'direction.drop', [{ what: 'direction_draft', id, version: row.version }])
    },
    answer: async () => ({ ok: true as const }),
  })
}

async function shownDraft(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof DirectionDraft>> {
  const row = await findDraft(trx, ctx, id)
  if (!row) throw new AppError('common.not_found')
  const { units, lines } = await unitsOf(trx, ctx, row.unit_id, row.content.lines)
  const document =
    row.content.documentId === null ? null : await findDocument(trx, ctx, row.content.documentId)
  return {
    id,
    version: row.version,
    content: row.content,
    document: document && { id: document.id, title: document.subject },
    clauses: document
      ? (await findClauses(trx, document.id)).map(({ key, path, words }) => ({ key, path, words }))
      : [],
    recipients: lines,
    units: units.length,
    updatedAt: row.updated_at.toISOString(),
    may: [
      ...(mayOf(ctx.actor, writers) ? (['save'] as const) : []),
      ...(mayOf(ctx.actor, senders) ? (['send'] as const) : []),
    ],
  }
}

/** Units below that the lines stand for, each once. A direction goes down: whoever else is named is not reached. */
async function unitsOf(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  words: readonly string[],
): Promise<{ units: string[]; lines: { words: string; reaches: number }[] }> {
  const today = ctx.clock.today()
  const resolved = await resolveRecipients(
    trx,
    ctx,
    unitId,
    words.map((line) => ({ words: line, purpose: 'carry out' as const })),
  )
  const units = new Set<string>()
  const lines: { words: string; reaches: number }[] = []
  for (const line of resolved) {
    let reached: string[] = []
    if (line.kind === 'unit' && line.unitId && (await isAbove(trx, [unitId], line.unitId, today)))
      reached = [line.unitId]
    if (line.kind === 'group' && line.groupCode) {
      const group = await trx
        .selectFrom('unit_groups')
        .select('kinds')
        .where('code', '=', line.groupCode)
        .executeTakeFirst()
      reached = await findDirectlyBelow(trx, unitId, null, today, group?.kinds ?? [])
    }
    for (const id of reached) units.add(id)
    lines.push({ words: line.words, reaches: reached.length })
  }
  units.delete(unitId)
  return { units: [...units].sort(), lines }
}

/**
 * Sends a direction to the units that its lines stand for today: each gets to read it, for good, and owes it by the day.
 * Units of another home get it there.
 * @throws directions.incomplete, directions.due_past, directions.no_recipient (a line that reaches no unit below),
 *   directions.no_clause (a clause that the document does not have)
 */
export async function sendDirection(
  ctx: Ctx,
  id: string,
  { version }: z.output<typeof SendDirection>,
): Promise<z.input<typeof Direction>> {
  ownScope(ctx)
  return write(ctx, '*', {
    act: async (trx) => {
      const row = await findDraft(trx, ctx, id, true)
      if (!row) throw new AppError('common.not_found')
      requireRole(ctx.actor, senders)
      if (row.version !== version) throw new AppError('common.changed_meanwhile')
      const { content, unit_id: unitId } = row
      const { title, words, expects, dueOn, documentId } = content
      if (title === '' || words === '' || dueOn === null) throw new AppError('directions.incomplete')
      if (dueOn < ctx.clock.today()) throw new AppError('directions.due_past')
      const { units, lines } = await unitsOf(trx, ctx, unitId, content.lines)
      const lost = lines.find((line) => line.reaches === 0)
      if (lost || units.length === 0)
        throw new AppError('directions.no_recipient', { words: lost?.words ?? '' })
      const document = documentId === null ? null : await findDocument(trx, ctx, documentId)
      if (documentId !== null && !document) throw new AppError('common.not_found')
      const { clauses, ...bare } = content
      const known = document && clauses.length > 0 ? await findClauses(trx, document.id) : []
      if (clauses.some((key) => !known.some((c) => c.key === key))) throw new AppError('directions.no_clause')
      const now = ctx.clock.now()
      // Of one that rests on no clause the hash is what it was before there were any.
      const { salt, hash } = sealContent(clauses.length > 0 ? content : bare)
      await trx
        .insertInto('directions')
        .values({
          id,
          unit_id: unitId,
          title,
          words,
          expects,
          due_on: dueOn,
          document_id: documentId,
          clauses,
          lines: JSON.stringify(content.lines),
          person_id: ctx.actor.personId,
          at: now,
          salt,
          hash,
          redacted_at: null,
        })
        .execute()
      await sql`insert into direction_recipients (direction_id, unit_id, sender_id, at)
        select ${id}, u, ${unitId}, ${now} from unnest(${units}::uuid[]) u`.execute(trx)
      const here = await sendAcross(trx, ctx, id, units)
      if (documentId !== null)
        await grantReading(
          trx,
          here,
          documentId,
          [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
          now,
        )
      const sender = (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId)
      await openObligations(
        trx,
        ctx,
        units.map((one) => ({
          unitId: one,
          what: 'follow_direction' as const,
          sourceWhat: 'direction',
          sourceId: id,
          owedTo: unitId,
          dueOn,
          facts: { title, issuer: sender?.shortName ?? '' },
        })),
      )
      await trx.deleteFrom('direction_drafts').where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'direction.send', [
        { what: 'direction', id, hash },
        ...units.map((unit) => ({ what: 'unit', id: unit })),
        ...behalfOf(ctx.actor, senders),
      ])
    },
    answer: (trx) => readOne(trx, ctx, id),
  })
}
