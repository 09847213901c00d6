import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translate } from '../../messages/index.ts'
import { canonicalJson, sealContent } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tables, Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { addActivity, findCodes, recorders } from '../activities/index.ts'
import { unitOf } from './keys.service.ts'
import type {} from './machines.tables.ts'
import {
  SubmissionContent,
  type HandIn,
  type Outcome,
  type SetAside,
  type Submission,
  type Submissions,
  type SubmissionsQuery,
  type TakeOver,
} from './submissions.schema.ts'
import { findSubmissions } from './submissions.store.ts'

declareErrors({
  'machines.taken_over': 409,
  'machines.decided': 409,
  'machines.unknown_code': 422,
})

type Row = Selectable<Tables['submissions']>

/**
 * Takes in what another platform hands in. The same reference again is the same thing; with other content it is a new
 * version, which is looked at anew.
 * @throws machines.taken_over when the unit has made an activity of it: what it counts is corrected there
 */
export async function handIn(ctx: Ctx, input: z.output<typeof HandIn>): Promise<z.input<typeof Outcome>> {
  const keyId = keyOf(ctx)
  const { reference, ...rest } = input
  const content = SubmissionContent.parse(rest)
  // The reference is what makes it one; a request id is not needed and may differ from try to try.
  const own: Ctx = { ...ctx, request: null }
  const run = () =>
    write(own, ownScope(own), {
      act: async (trx) => {
        await requireKnownCodes(trx, content)
        const known = await trx
          .selectFrom('submissions')
          .selectAll()
          .where('key_id', '=', keyId)
          .where('reference', '=', reference)
          .forUpdate()
          .executeTakeFirst()
        if (!known) return receive(trx, own, { keyId, reference, content })
        const before = await contentOf(trx, known)
        if (before !== null && canonicalJson(before) === canonicalJson(content)) return
        // Its words went when their months were over: whether it says anything new can't be known, and it stays as decided.
        if (before === null && known.state === 'taken_over') return
        if (known.state === 'taken_over') throw new AppError('machines.taken_over')
        await renew(trx, own, known, content)
      },
      answer: async (trx) => (await loadByReference(trx, keyId, reference)).id,
    })
  // Two at once: the second of them finds the first.
  const id = await run().catch((error: unknown) => {
    if (violates(error, 'submissions_reference_key')) return run()
    throw error
  })
  return outcomeOf(own, await read(own, '*', (trx) => presentOne(trx, own, id)))
}

async function receive(
  trx: Trx,
  ctx: Ctx,
  of: { keyId: string; reference: string; content: SubmissionContent },
): Promise<void> {
  const id = newId()
  await trx
    .insertInto('submissions')
    .values({
      id,
      unit_id: unitOf(ctx),
      key_id: of.keyId,
      reference: of.reference,
      version: 1,
      kind: of.content.kind,
      state: 'received',
      received_at: ctx.clock.now(),
    })
    .execute()
  const hash = await addVersion(trx, ctx, { id, version: 1, unitId: unitOf(ctx) }, of.content)
  await recordEvent(trx, ctx, 'submission.receive', [{ what: 'submission', id, version: 1, hash }])
}

async function renew(trx: Trx, ctx: Ctx, known: Row, content: SubmissionContent): Promise<void> {
  const version = known.version + 1
  await trx
    .updateTable('submissions')
    .set({
      version,
      kind: content.kind,
      state: 'received',
      received_at: ctx.clock.now(),
      reason: null,
      decided_at: null,
      decided_by: null,
    })
    .where('id', '=', known.id)
    .execute()
  const hash = await addVersion(trx, ctx, { id: known.id, version, unitId: known.unit_id }, content)
  await recordEvent(trx, ctx, 'submission.receive', [{ what: 'submission', id: known.id, version, hash }])
}

async function addVersion(
  trx: Trx,
  ctx: Ctx,
  of: { id: string; version: number; unitId: string },
  content: SubmissionContent,
): Promise<string> {
  const { salt, hash } = sealContent(content)
  await trx
    .insertInto('submission_versions')
    .values({
      submission_id: of.id,
      version: of.version,
      unit_id: of.unitId,
      content: JSON.stringify(content),
      received_at: ctx.clock.now(),
      salt,
      hash,
      redacted_at: null,
    })
    .execute()
  return hash
}

async function requireKnownCodes(trx: Trx, content: SubmissionContent): Promise<void> {
  const codes = await findCodes(trx, ['forms', 'indicators'], null)
  const isKnown = (list: string, code: string) => codes.some((c) => c.list === list && c.code === code)
  if (content.form !== null && !isKnown('forms', content.form))
    throw new AppError('machines.unknown_code', { code: content.form })
  for (const { indicator } of content.figures)
    if (!isKnown('indicators', indicator)) throw new AppError('machines.unknown_code', { code: indicator })
}

/** What became of what the key handed in. @throws common.not_found for a reference that it did not hand in */
export async function getOutcome(ctx: Ctx, reference: string): Promise<z.input<typeof Outcome>> {
  const keyId = keyOf(ctx)
  return read(ctx, '*', async (trx) => {
    const { id } = await loadByReference(trx, keyId, reference)
    return outcomeOf(ctx, await presentOne(trx, ctx, id))
  })
}

const byTime = z.tuple([z.iso.datetime(), z.uuid()])

/** What machines handed in to the unit, the latest first. */
export async function listSubmissions(
  ctx: Ctx,
  query: z.output<typeof SubmissionsQuery>,
): Promise<z.input<typeof Submissions>> {
  const after = readCursor(query.cursor, byTime)
  const units = [...ctx.actor.ownUnits]
  const size = query.limit ?? pageSize
  return read(ctx, ownScope(ctx), async (trx) => {
    let rows = trx.selectFrom('submissions').select(['id', 'received_at']).where('unit_id', 'in', units)
    if (query.state) rows = rows.where('state', '=', query.state)
    if (after)
      rows = rows.where(sql<boolean>`(received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
    const found = await rows
      .orderBy('received_at', 'desc')
      .orderBy('id', 'desc')
      .limit(size + 1)
      .execute()
    const page = pageOf(found, size, (r) => [r.received_at.toISOString(), r.id])
    const ids = page.rows.map((r) => r.id)
    const items = await present(trx, ctx, ids)
    const counted = await trx
      .selectFrom('submissions')
      .select((e) => ['state', e.fn.countAll<number>().as('n')])
      .where('unit_id', 'in', units)
      .groupBy('state')
      .execute()
    const count = (state: Row['state']) => counted.find((c) => c.state === state)?.n ?? 0
    return {
      items,
      nextCursor: page.nextCursor,
      counts: {
        received: count('received'),
        taken_over: count('taken_over'),
        set_aside: count('set_aside'),
      },
    }
  })
}

export async function getSubmission(ctx: Ctx, id: string): Promise<z.input<typeof Submission>> {
  return read(ctx, ownScope(ctx), (trx) => presentOne(trx, ctx, id))
}

/**
 * Takes a submission over as an activity of the unit: the person says what it was, the submission knows which it became.
 * @throws machines.decided when somebody took it over or set it aside meanwhile · common.changed_meanwhile when the
 *   other platform sent another version · activities.* as for any activity
 */
export async function takeOver(
  ctx: Ctx,
  id: string,
  input: z.output<typeof TakeOver>,
): Promise<z.input<typeof Submission>> {
  const { version, id: activityId, ...content } = input
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await lockOpen(trx, ctx, id, version)
      // One event holds the request's id: that of the taking over.
      await addActivity(trx, { ...ctx, request: null }, unitOf(ctx), activityId, content)
      await decide(trx, ctx, id, { state: 'taken_over', activity_id: activityId })
      await recordEvent(trx, ctx, 'submission.take_over', [
        { what: 'submission', id, version: row.version },
        { what: 'activity', id: activityId },
      ])
    },
    answer: (trx) => presentOne(trx, ctx, id),
  })
}

/** Sets a submission aside with a reason, which the other platform reads. */
export async function setAside(
  ctx: Ctx,
  id: string,
  input: z.output<typeof SetAside>,
): Promise<z.input<typeof Submission>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await lockOpen(trx, ctx, id, input.version)
      await decide(trx, ctx, id, { state: 'set_aside', reason: input.reason })
      await recordEvent(trx, ctx, 'submission.set_aside', [{ what: 'submission', id, version: row.version }])
    },
    answer: (trx) => presentOne(trx, ctx, id),
  })
}

async function lockOpen(trx: Trx, ctx: Ctx, id: string, version: number): Promise<Row> {
  const row = await trx
    .selectFrom('submissions')
    .selectAll()
    .where('id', '=', id)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AppError('common.not_found')
  if (!mayDecide(ctx)) throw onlyFor(recorders)
  if (row.state !== 'received') throw new AppError('machines.decided')
  if (row.version !== version) throw new AppError('common.changed_meanwhile')
  return row
}

async function decide(
  trx: Trx,
  ctx: Ctx,
  id: string,
  as: { state: 'taken_over'; activity_id: string } | { state: 'set_aside'; reason: string },
): Promise<void> {
  await trx
    .updateTable('submissions')
    .set({ ...as, decided_at: ctx.clock.now(), decided_by: ctx.actor.personId })
    .where('id', '=', id)
    .execute()
}

/** Whoever logs activities decides what becomes of what was handed in; never a machine. */
function mayDecide(ctx: Ctx): boolean {
  return ctx.actor.kind === 'person' && recorders.some((role) => ctx.actor.roles.includes(role))
}

function keyOf(ctx: Ctx): string {
  // A person has handed in nothing by reference: as if there were none.
  if (!ctx.actor.key) throw new AppError('common.not_found')
  return ctx.actor.key.id
}

async function loadByReference(trx: Trx, keyId: string, reference: string): Promise<{ id: string }> {
  const row = await trx
    .selectFrom('submissions')
    .select('id')
    .where('key_id', '=', keyId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  if (!row) throw new AppError('common.not_found')
  return row
}

/** What a version says; null when its words were taken away. */
async function contentOf(trx: Trx, of: { id: string; version: number }): Promise<SubmissionContent | null> {
  const { content, redacted_at } = await trx
    .selectFrom('submission_versions')
    .select(['content', 'redacted_at'])
    .where('submission_id', '=', of.id)
    .where('version', '=', of.version)
    .executeTakeFirstOrThrow()
  return redacted_at === null ? content : null
}

async function presentOne(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof Submission>> {
  const [one] = await present(trx, ctx, [id])
  if (!one) throw new AppError('common.not_found')
  return one
}

async function present(trx: Trx, ctx: Ctx, ids: readonly string[]): Promise<z.input<typeof Submission>[]> {
  const rows = await findSubmissions(trx, ctx, ids)
  const codes = await findCodes(trx, ['forms', 'indicators'], null)
  const nameOf = (list: string, code: string) => {
    const found = codes.find((c) => c.list === list && c.code === code)
    return (ctx.locale === 'vi' ? found?.nameVi : found?.nameEn) ?? code
  }
  const may = mayDecide(ctx)
  return rows.map(({ content, ...row }) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    content,
    kindName: translate(ctx.locale, `machines.kind.${content.kind}`),
    formName: content.form === null ? null : nameOf('forms', content.form),
    figures: content.figures.map((f) => ({ ...f, name: nameOf('indicators', f.indicator) })),
    may: row.state === 'received' && may ? ['submission.take_over', 'submission.set_aside'] : [],
  }))
}

function outcomeOf(ctx: Ctx, s: z.input<typeof Submission>): z.input<typeof Outcome> {
  const key = s.state === 'taken_over' && (s.countedIn ?? []).length > 0 ? 'counted' : s.state
  const sentence = translate(ctx.locale, `machines.outcome.${key}`, {
    day: s.activity ? formatDate(s.activity.day) : '',
    title: s.activity?.title ?? '',
    reason: s.reason ?? '',
    n: s.countedIn.length,
  })
  const { id, reference, version, state, receivedAt, decidedAt, reason, activity, countedIn } = s
  return { id, reference, version, state, sentence, receivedAt, decidedAt, reason, activity, countedIn }
}
