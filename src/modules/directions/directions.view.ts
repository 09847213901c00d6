import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { mayDo } from '../dispatch/index.ts'
import { findClauses, findDocument } from '../library/index.ts'
import { findUnits, isAbove } from '../units/index.ts'
import { mayOf, redactors, senders, writers } from './directions.policy.ts'
import { recipientMay, senderMay, standingOf } from './directions.rules.ts'
import type { ActKind, Direction, DirectionRecipient } from './directions.schema.ts'
import {
  findActs,
  findDirection,
  findRecipients,
  findRedactions,
  titlesOf,
  type ActRow,
  type DirectionFacts,
  type RecipientRow,
} from './directions.store.ts'

/** Who looks at a direction: its sender (or a unit above it) sees all of it, a recipient its own part. */
export interface Seen {
  direction: DirectionFacts
  isSender: boolean
  seesAll: boolean
  acts: ActRow[]
  recipients: RecipientRow[]
}

/** @throws common.not_found outside the read grounds */
export async function seen(trx: Trx, ctx: Ctx, id: string): Promise<Seen> {
  const direction = await findDirection(trx, ctx, id)
  if (!direction) throw new AppError('common.not_found')
  const { ownUnits } = ctx.actor
  const isSender = ownUnits.includes(direction.unitId)
  const seesAll = isSender || (await isAbove(trx, ownUnits, direction.unitId, ctx.clock.today()))
  return {
    direction,
    isSender,
    seesAll,
    acts: await findActs(trx, id),
    recipients: await findRecipients(trx, id, seesAll ? null : ownUnits),
  }
}

export const standingWith = ({ direction, acts }: Seen, row: RecipientRow) =>
  standingOf(
    direction.expects,
    // By their place, not their time: those of another home have that home's clock.
    acts.filter((a) => a.unitId === row.unitId).toSorted((a, b) => a.ord - b.ord),
    row.duty === 'void' ? 'withdrawn' : row.duty === 'excused' ? 'excused' : null,
  )

/** A direction as the person may see it. */
export async function readOne(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof Direction>> {
  const all = await seen(trx, ctx, id)
  const { direction, isSender, seesAll, acts, recipients } = all
  const { ownUnits } = ctx.actor
  const today = ctx.clock.today()
  const own = recipients.find((r) => ownUnits.includes(r.unitId))
  // A recipient reads what concerns it, what concerns all, and what was said to all.
  const answered = new Set(acts.filter((a) => a.isPublic && a.toAct !== null).map((a) => a.toAct))
  const visible = acts.filter(
    (a) =>
      seesAll ||
      a.unitId === null ||
      ownUnits.includes(a.unitId) ||
      a.isPublic ||
      (a.kind === 'ask' && answered.has(a.id)),
  )
  const names = await findUnits(
    trx,
    [direction.unitId, ...recipients.map((r) => r.unitId), ...visible.flatMap((a) => a.unitId ?? [])],
    today,
  )
  const unitOf = (unitId: string) => {
    const unit = names.get(unitId)
    return { id: unitId, name: unit?.name ?? '', shortName: unit?.shortName ?? '' }
  }
  const titles = await titlesOf(
    trx,
    visible.flatMap((a) => a.evidence),
  )
  const document = direction.documentId === null ? null : await findDocument(trx, ctx, direction.documentId)
  const redactions = await findRedactions(trx, [direction.id, ...visible.map((a) => a.id)])
  const redacted = (of: string) => {
    const row = redactions.get(of)
    return row ? { ground: row.ground, at: row.at.toISOString() } : null
  }
  const mayRedact = (unitId: string) => ownUnits.includes(unitId) && mayOf(ctx.actor, redactors)
  const withdrawal = acts.find((a) => a.kind === 'withdraw')
  const shown = (row: RecipientRow): z.input<typeof DirectionRecipient> => ({
    unit: unitOf(row.unitId),
    state: standingWith(all, row).state,
    dueOn: row.dueOn,
    isLate: row.duty === 'open' ? row.dueOn < today : row.closedOn !== null && row.closedOn > row.dueOn,
    closedOn: row.closedOn,
    questions: acts.filter(
      (a) => a.kind === 'ask' && a.unitId === row.unitId && !acts.some((r) => r.toAct === a.id),
    ).length,
    obligationId: row.duty === 'open' && isSender ? row.obligationId : null,
    remindedOn: row.remindedOn,
  })
  return {
    id,
    unit: unitOf(direction.unitId),
    title: direction.title,
    words: direction.words,
    expects: direction.expects,
    dueOn: direction.dueOn,
    document: document && { id: document.id, title: document.subject },
    clauses: document ? await clausesOf(trx, direction) : [],
    at: direction.at.toISOString(),
    withdrawn: withdrawal ? { reason: withdrawal.words, at: withdrawal.at.toISOString() } : null,
    own: own ? shown(own) : null,
    recipients: seesAll ? recipients.map(shown) : [],
    acts: visible.map((a) => ({
      id: a.id,
      kind: a.kind,
      // Who asked is not told to the others.
      unit: a.unitId !== null && (seesAll || ownUnits.includes(a.unitId)) ? unitOf(a.unitId) : null,
      isMine: ownUnits.includes(a.byUnitId),
      words: a.words,
      toAct: a.toAct,
      isPublic: a.isPublic,
      dueOn: a.dueOn,
      evidence: a.evidence.map((e) => ({
        what: e.what,
        id: e.id,
        title: titles.get(e.id) ?? '',
        to: e.what === 'activity' ? `/activities/${e.id}` : `/documents/${e.id}`,
      })),
      at: a.at.toISOString(),
      redacted: redacted(a.id),
      mayRedact: a.words !== '' && a.words !== redactedWords && mayRedact(a.byUnitId),
    })),
    may: actsOf(ctx, all, own),
    redacted: redacted(direction.id),
    mayRedact: direction.words !== redactedWords && mayRedact(direction.unitId),
    mayRemind: isSender && mayDo(ctx.actor, ['obligation.remind']).length > 0,
  }
}

async function clausesOf(
  trx: Trx,
  { documentId, clauses }: DirectionFacts,
): Promise<z.input<typeof Direction>['clauses']> {
  if (documentId === null || clauses.length === 0) return []
  const all = await findClauses(trx, documentId)
  return all.filter((c) => clauses.includes(c.key)).map(({ key, path, words }) => ({ key, path, words }))
}

function actsOf(ctx: Ctx, all: Seen, own: RecipientRow | undefined): ActKind[] {
  const { direction, isSender, acts, recipients } = all
  const may = new Set<ActKind>()
  if (own && mayOf(ctx.actor, writers))
    for (const kind of recipientMay(direction.expects, standingWith(all, own))) may.add(kind)
  if (isSender && mayOf(ctx.actor, writers)) {
    if (acts.some((a) => a.kind === 'ask' && !acts.some((r) => r.toAct === a.id))) may.add('reply')
  }
  if (isSender && mayOf(ctx.actor, senders) && !acts.some((a) => a.kind === 'withdraw')) {
    for (const row of recipients) for (const kind of senderMay(standingWith(all, row))) may.add(kind)
    if (recipients.some((r) => r.duty === 'open')) may.add('withdraw')
  }
  return [...may]
}
