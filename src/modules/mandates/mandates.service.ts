import type { z } from 'zod'
import { FORMS, formFor, officialTypes, spellSigner } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { blockOf, overlaps, refusalOf, type NewMandate } from './mandates.rules.ts'
import {
  MandateCursor,
  type EndMandate,
  type MakeMandate,
  type Mandate,
  type MandateQuery,
  type Mandates,
  type SignerQuery,
  type Signers,
} from './mandates.schema.ts'
import {
  findOfPerson,
  findPeople,
  isOfUnit,
  listMandates,
  withEnd,
  type MandateRow,
} from './mandates.store.ts'
import { offeredSigners } from './signers.ts'

declareErrors({
  'mandates.person': 409,
  'mandates.days': 422,
  'mandates.for_whom': 422,
  'mandates.tuq_limits': 422,
  'mandates.tuq_passed_on': 422,
  'mandates.before_basis': 422,
  'mandates.tl_limits': 422,
  'mandates.there': 409,
  'mandates.over': 409,
  'mandates.end_day': 422,
})

type View = z.input<typeof Mandate>

/** The clerk keeps the register, an administrator too; a leader writes down what he gives. */
const keepers = ['clerk', 'leader', 'admin'] as const

/** Whoever decides in another's place gives no rights on (Article 13(3) of Decree 30/2020/NĐ-CP). */
function mayKeep({ actor }: Ctx): boolean {
  if (actor.unitId === null) return false
  return keepers.some((r) => actor.roles.includes(r) && !(r === 'leader' && actor.delegated))
}

function requireKeep(ctx: Ctx): string {
  if (!mayKeep(ctx) || ctx.actor.unitId === null) throw onlyFor(keepers)
  return ctx.actor.unitId
}

/** Who may sign for the acting unit, those that began last first. */
export async function readMandates(
  ctx: Ctx,
  { cursor, ...filter }: z.output<typeof MandateQuery>,
): Promise<z.input<typeof Mandates>> {
  const after = readCursor(cursor, MandateCursor)
  const { unitId, ownUnits } = ctx.actor
  const today = ctx.clock.today()
  return read(ctx, ownScope(ctx), async (trx) => {
    const found = await listMandates(trx, ownUnits, { ...filter, after, limit: pageSize + 1, today })
    const { rows, nextCursor } = pageOf(found, pageSize, (r) => [r.from, r.id])
    const keeps = mayKeep(ctx) && unitId !== null
    return {
      rows: rows.map((row) => present(ctx, row)),
      nextCursor,
      people: keeps ? await findPeople(trx, unitId, today) : [],
      kinds: officialTypes.map(({ name }) => name),
      may: keeps ? ['mandate.make'] : [],
    }
  })
}

export function present(ctx: Ctx, row: MandateRow): View {
  const { id, personId, name, authority, position, forWhom, deputyOf, kinds, limits, basis, basisDate } = row
  const open = row.state !== 'over' && row.unitId === ctx.actor.unitId
  return {
    id,
    personId,
    name,
    authority,
    position,
    forWhom,
    deputyOf,
    kinds,
    limits,
    basis,
    basisDate,
    since: row.from,
    until: withEnd(row).until,
    endedFrom: row.endedFrom,
    lines: linesOf(row),
    state: row.state,
    may: open && mayKeep(ctx) ? ['mandate.end'] : [],
  }
}

/** What is printed above the name. */
export function linesOf(mandate: Parameters<typeof blockOf>[0]): string[] {
  return spellSigner(FORMS.nd30, { ...blockOf(mandate), name: null })
}

/**
 * Writes a right to sign down.
 * @throws mandates.person for somebody who is not of the unit on its first day
 * @throws mandates.days, mandates.for_whom, mandates.tuq_limits, mandates.tuq_passed_on, mandates.before_basis,
 *   mandates.tl_limits for what Article 13 of Decree 30/2020/NĐ-CP does not allow
 * @throws mandates.there where the same right is written down for some of the days
 */
export async function makeMandate(ctx: Ctx, input: z.output<typeof MakeMandate>): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const unitId = requireKeep(ctx)
      const { id, personId, since, ...facts } = input
      const mandate: NewMandate = { ...facts, from: since }
      const refusal = refusalOf(mandate)
      if (refusal !== null) throw new AppError(`mandates.${refusal}`)
      if (!(await isOfUnit(trx, unitId, personId, since))) throw new AppError('mandates.person')
      // One after the other: what overlaps is asked of all of the person's.
      await trx.selectFrom('persons').select('id').where('id', '=', personId).forNoKeyUpdate().execute()
      const others = await findOfPerson(trx, unitId, personId)
      if (others.some((other) => overlaps(mandate, withEnd(other)))) throw new AppError('mandates.there')
      await insert(trx, ctx, unitId, input)
      await recordEvent(trx, ctx, 'mandate.make', [
        { what: 'mandate', id },
        { what: 'person', id: personId },
      ])
    },
    answer: (trx) => viewOf(trx, ctx, input.id),
  })
}

async function insert(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof MakeMandate>,
): Promise<void> {
  try {
    await trx
      .insertInto('mandates')
      .values({
        id: input.id,
        unit_id: unitId,
        person_id: input.personId,
        authority: input.authority,
        position: input.position,
        for_whom: input.forWhom,
        deputy_of: input.deputyOf,
        kinds: input.kinds,
        limits: input.limits,
        basis: input.basis,
        basis_date: input.basisDate,
        valid_from: input.since,
        valid_until: input.until,
        ended_from: null,
        made_at: ctx.clock.now(),
        made_by: ctx.actor.personId,
        ended_at: null,
        ended_by: null,
      })
      .execute()
  } catch (error) {
    if (violates(error, 'mandates_pkey')) throw new AppError('common.request_reused')
    throw error
  }
}

/**
 * Ends a mandate from a day on: today or later, or from its first day where it was written down by mistake. What was signed
 * before stays as it is.
 * @throws mandates.over, mandates.end_day
 */
export async function endMandate(ctx: Ctx, id: string, { from }: z.output<typeof EndMandate>): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const row = await trx
        .selectFrom('mandates')
        .select(['unit_id', 'valid_from', 'valid_until', 'ended_from'])
        .where('id', '=', id)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw new AppError('common.not_found')
      requireKeep(ctx)
      const today = ctx.clock.today()
      const { valid_from: first, valid_until: until, ended_from: ended } = row
      if (ended !== null || (until !== null && until <= today)) throw new AppError('mandates.over')
      const byMistake = from === first
      if (!byMistake && (from < today || from < first || (until !== null && from >= until)))
        throw new AppError('mandates.end_day')
      await trx
        .updateTable('mandates')
        .set({ ended_from: from, ended_at: ctx.clock.now(), ended_by: ctx.actor.personId })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'mandate.end', [{ what: 'mandate', id }])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

async function viewOf(trx: Trx, ctx: Ctx, id: string): Promise<View> {
  const [row] = await listMandates(trx, ctx.actor.ownUnits, {
    id,
    after: null,
    limit: 1,
    today: ctx.clock.today(),
  })
  if (!row) throw new AppError('common.not_found')
  return present(ctx, row)
}

/** Who may sign a document of a type on a day, as blocks that a draft can take over; the usual signer first. */
export async function readSigners(
  ctx: Ctx,
  { type, on }: z.output<typeof SignerQuery>,
): Promise<z.input<typeof Signers>> {
  const { unitId } = ctx.actor
  const day = on ?? ctx.clock.today()
  return read(ctx, ownScope(ctx), async (trx) => {
    const offered = unitId === null ? [] : await offeredSigners(trx, unitId, type, day)
    const form = FORMS[formFor(day, false)]
    return {
      signers: offered.map(({ isHead: _, ...signer }) => ({ ...signer, lines: spellSigner(form, signer) })),
      may: mayKeep(ctx) ? ['mandate.make'] : [],
    }
  })
}
