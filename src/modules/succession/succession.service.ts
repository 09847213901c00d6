import type { z } from 'zod'
import { startOfDay } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import type { Scope } from '../../platform/tx.ts'
import { violates, write } from '../../platform/write.ts'
import { lockUnits } from '../units/index.ts'
import { carryOut, reachOf } from './succession.carry.ts'
import type { Before } from './succession.before.ts'
import { problemWords } from './succession.present.ts'
import { load, present, requireAdmin, type Answer } from './succession.reading.ts'
import { resolve, undoHours } from './succession.rules.ts'
import type { CreateSuccession, SaveSuccession } from './succession.schema.ts'
import { findRecord, loadFacts, type SuccessionRecord } from './succession.store.ts'
import { undo } from './succession.undo.ts'

declareErrors({
  'succession.not_draft': 409,
  'succession.not_ready': 409,
  'succession.not_done': 409,
  'succession.too_late': 409,
  'succession.worked_since': 409,
  'succession.changed_since': 409,
})

/** A plan moves people, duties and reports of many units: its SQL keeps to the units it names. */
const wholeHome: Scope = '*'

/** A plan names only units that the person may reorganise; another is as if it were not there. */
async function requireReach(
  trx: Trx,
  ctx: Ctx,
  plan: Pick<SuccessionRecord, 'kind' | 'day' | 'content'>,
): Promise<void> {
  const { content } = plan
  const facts = await loadFacts(trx, ctx, plan)
  const named = [...content.from, ...content.to.filter((t) => t.unit === null).map((t) => t.id)]
  if (named.some((id) => !facts.units.has(id) || facts.notYours.includes(id)))
    throw new AppError('common.not_found')
  const made = content.to.filter((t) => t.unit !== null)
  if (made.some((t) => facts.units.has(t.id))) throw new AppError('common.request_reused')
}

/** Begins a plan. @throws common.not_found when it names a unit that the person may not reorganise */
export async function createSuccession(ctx: Ctx, input: z.output<typeof CreateSuccession>): Promise<Answer> {
  return write(ctx, wholeHome, {
    act: async (trx) => {
      requireAdmin(ctx)
      const unitId = ctx.actor.unitId
      if (unitId === null) throw new AppError('common.not_allowed')
      await requireReach(trx, ctx, input)
      const now = ctx.clock.now()
      try {
        await trx
          .insertInto('successions')
          .values({
            id: input.id,
            unit_id: unitId,
            kind: input.kind,
            state: 'draft',
            version: 1,
            day: input.day,
            content: JSON.stringify(input.content),
            problem: null,
            created_at: now,
            created_by: ctx.actor.personId,
            updated_at: now,
            updated_by: ctx.actor.personId,
            done_at: null,
            done_by: null,
            undone_at: null,
            undone_by: null,
            event_id: null,
            before: null,
          })
          .execute()
      } catch (error) {
        if (violates(error, 'successions_pkey')) throw new AppError('common.request_reused')
        throw error
      }
      await recordEvent(trx, ctx, 'succession.create', [{ what: 'succession', id: input.id, version: 1 }])
    },
    answer: (trx) => present(trx, ctx, input.id),
  })
}

async function change(
  ctx: Ctx,
  id: string,
  version: number,
  verb: string,
  set: (trx: Trx, record: SuccessionRecord) => Promise<Record<string, unknown>>,
  expected: SuccessionRecord['state'] = 'draft',
): Promise<Answer> {
  return write(ctx, wholeHome, {
    act: async (trx) => {
      const record = await load(trx, ctx, id, true)
      requireAdmin(ctx)
      if (record.state !== expected) throw new AppError('succession.not_draft')
      if (record.version !== version) throw new AppError('common.changed_meanwhile')
      const values = await set(trx, record)
      await trx
        .updateTable('successions')
        .set({
          ...values,
          version: version + 1,
          updated_at: ctx.clock.now(),
          updated_by: ctx.actor.personId,
        })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, verb, [{ what: 'succession', id, version: version + 1 }])
    },
    answer: (trx) => present(trx, ctx, id),
  })
}

/** Saves a plan as its next version. @throws common.changed_meanwhile, succession.not_draft, common.not_found */
export async function saveSuccession(
  ctx: Ctx,
  id: string,
  { version, day, content }: z.output<typeof SaveSuccession>,
): Promise<Answer> {
  return change(ctx, id, version, 'succession.save', async (trx, record) => {
    await requireReach(trx, ctx, { kind: record.kind, day, content })
    return { day, content: JSON.stringify(content), problem: null }
  })
}

/** Drops a plan that was not carried out. */
export async function dropSuccession(ctx: Ctx, id: string, version: number): Promise<Answer> {
  return change(ctx, id, version, 'succession.drop', async () => ({ state: 'dropped' }))
}

/** A plan that waits for its day is a draft again. */
export async function reopenSuccession(ctx: Ctx, id: string, version: number): Promise<Answer> {
  return change(ctx, id, version, 'succession.reopen', async () => ({ state: 'draft' }), 'due')
}

/**
 * Carries a plan out: at once when its day has come, else on its day by a job. One transaction; of two plans for one unit
 * at once the second finds it closed.
 * @throws succession.not_ready with the first thing that is still to be chosen
 */
export async function carryOutSuccession(ctx: Ctx, id: string, version: number): Promise<Answer> {
  return write(ctx, wholeHome, {
    act: async (trx) => {
      const record = await load(trx, ctx, id, true)
      requireAdmin(ctx)
      if (record.state !== 'draft') throw new AppError('succession.not_draft')
      if (record.version !== version) throw new AppError('common.changed_meanwhile')
      if (record.day <= ctx.clock.today()) return perform(trx, ctx, record)
      await ready(trx, ctx, record)
      await trx
        .updateTable('successions')
        .set({ state: 'due', problem: null, updated_at: ctx.clock.now(), updated_by: ctx.actor.personId })
        .where('id', '=', id)
        .execute()
      await addJob(trx, ctx, 'succession.carry_out', { id, version }, { runAt: startOfDay(record.day) })
      await recordEvent(trx, ctx, 'succession.schedule', [{ what: 'succession', id, version }])
    },
    answer: (trx) => present(trx, ctx, id),
  })
}

/** Locks every unit that exists and is concerned, and looks at the plan as things stand then. */
async function ready(trx: Trx, ctx: Ctx, record: SuccessionRecord) {
  const first = await loadFacts(trx, ctx, record)
  await lockUnits(trx, reachOf(ctx, record.content, first).all)
  const facts = await loadFacts(trx, ctx, record)
  const resolved = resolve(record.content, facts)
  const [problem] = resolved.problems
  if (problem)
    throw new AppError('succession.not_ready', {
      words: problemWords(ctx, problem),
      n: resolved.problems.length,
    })
  return { facts, resolved }
}

async function perform(trx: Trx, ctx: Ctx, record: SuccessionRecord): Promise<void> {
  const { facts, resolved } = await ready(trx, ctx, record)
  const { before, eventId } = await carryOut(trx, ctx, record, facts, resolved)
  const now = ctx.clock.now()
  await trx
    .updateTable('successions')
    .set({
      state: 'done',
      problem: null,
      done_at: now,
      done_by: ctx.actor.personId,
      event_id: eventId,
      before: JSON.stringify(before),
    })
    .where('id', '=', record.id)
    .execute()
  await addJob(
    trx,
    ctx,
    'succession.settle',
    { id: record.id },
    { runAt: new Date(now.getTime() + undoHours * 3_600_000) },
  )
}

/**
 * Takes a reorganisation back within a day: everything is as it was.
 * @throws succession.worked_since with the sentence who has worked since
 * @throws succession.too_late after a day
 */
export async function undoSuccession(ctx: Ctx, id: string, version: number): Promise<Answer> {
  return write(ctx, wholeHome, {
    act: async (trx) => {
      const record = await load(trx, ctx, id, true)
      requireAdmin(ctx)
      if (record.version !== version) throw new AppError('common.changed_meanwhile')
      if (record.state !== 'done' || record.doneAt === null || record.eventId === null)
        throw new AppError('succession.not_done')
      if (ctx.clock.now().getTime() >= record.doneAt.getTime() + undoHours * 3_600_000)
        throw new AppError('succession.too_late', { n: undoHours })
      const row = await trx.selectFrom('successions').select('before').where('id', '=', id).executeTakeFirst()
      // The column is written by this module only.
      const before = (row?.before ?? {}) as Before
      const below = (before['unit_superiors']?.changed ?? []).map((c) => ({
        unitId: String(c.after['unit_id']),
      }))
      const moved = (before['unit_superiors']?.added ?? []).map((r) => ({ unitId: String(r['unit_id']) }))
      const reach = reachOf(ctx, record.content, {
        below: [...below, ...moved].map((b) => ({ ...b, line: 'administration' as const, superiorId: '' })),
      })
      await lockUnits(trx, reach.all)
      try {
        await undo(trx, ctx, reach, record.eventId, before)
      } catch (error) {
        // Something refers to a unit that was made: work that left no event of ours.
        if (isForeignKey(error)) throw new AppError('succession.changed_since', {}, { cause: error })
        throw error
      }
      await trx
        .updateTable('successions')
        .set({ state: 'undone', undone_at: ctx.clock.now(), undone_by: ctx.actor.personId, before: null })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'succession.undo', [
        { what: 'succession', id, version },
        ...reach.concerned.map((unitId) => ({ what: 'unit', id: unitId })),
      ])
    },
    answer: (trx) => present(trx, ctx, id),
  })
}

function isForeignKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503'
}

/** Registers the jobs: carrying out on the day, and forgetting how it was when it can't be undone any more. */
export function registerSuccessionJobs(): void {
  onJob<{ id: string; version: number }>('succession.carry_out', {
    step: async (trx, ctx, { payload, unitId }) => {
      const record = await findRecord(trx, '*', payload.id, true)
      if (!record || record.state !== 'due' || record.version !== payload.version) return { done: true }
      const acting: Ctx = { ...ctx, request: null, actor: { ...ctx.actor, unitId } }
      let refusal: AppError | null = null
      try {
        await ready(trx, acting, record)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refusal = error
      }
      if (refusal === null) await perform(trx, acting, record)
      else
        // Something has changed since it was ordered: a person decides anew.
        await trx
          .updateTable('successions')
          .set({
            state: 'draft',
            problem: JSON.stringify({
              code: refusal.code,
              params: refusal.params as Record<string, string | number>,
            }),
          })
          .where('id', '=', record.id)
          .execute()
      return { done: true }
    },
  })
  onJob<{ id: string }>('succession.settle', {
    step: async (trx, _ctx, { payload }) => {
      await trx.updateTable('successions').set({ before: null }).where('id', '=', payload.id).execute()
      return { done: true }
    },
  })
}
