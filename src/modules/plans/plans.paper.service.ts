import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { ownScope, read } from '../../platform/write.ts'
import { officialPage } from '../library/index.ts'
import { byGivenName, nameOnPaper } from '../people/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type { DraftPaper, PlanPeople } from './plans.api.schema.ts'
import { paperOf, type PaperFacts } from './plans.paper.ts'
import type { PlanContent } from './plans.schema.ts'
import { findDraft, findOwnPlan, type DraftRow, type PlanHead } from './plans.store.ts'

/**
 * The facts of a unit's paper that hold with or without a number.
 * @param inForce the document of the revision in force, which this one replaces; null for a first one
 */
async function paperFacts(
  trx: Trx,
  unit: UnitFacts,
  content: PlanContent,
  inForce: string | null,
): Promise<Omit<PaperFacts, 'number' | 'date'>> {
  return {
    parentAgency: unit.parentLine,
    agency: unit.name,
    place: unit.place,
    symbol: `KH-${unit.abbreviation}`,
    signerName: await nameOnPaper(trx, content.signer.personId),
    replaces: await replacedBy(trx, inForce),
    name: await vocabulary(trx),
  }
}

/** A draft's paper as it stands now: with its number and date where they are reserved. */
export async function paperOfDraft(trx: Trx, ctx: Ctx, plan: PlanHead, draft: DraftRow) {
  const { content, registerEntryId } = draft
  const unit = (await findUnits(trx, [plan.unitId], ctx.clock.today())).get(plan.unitId)
  if (!unit) throw new AppError('common.not_found')
  const facts = await paperFacts(trx, unit, content, plan.documentId)
  if (registerEntryId === null) return paperOf(content, { ...facts, number: null, date: null })
  const { symbol, number, dated } = await findEntry(trx, registerEntryId)
  return paperOf(content, { ...facts, symbol, number: String(number), date: dated })
}

export interface Entry {
  id: string
  number: number
  symbol: string
  numberSymbol: string
  /** `YYYY-MM-DD` */
  dated: string
}

/** A number as the register has it. */
export async function findEntry(trx: Trx, id: string): Promise<Entry> {
  const { number_symbol: numberSymbol, ...row } = await trx
    .selectFrom('register_entries')
    .select(['id', 'number', 'symbol', 'number_symbol', 'dated'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, numberSymbol }
}

/** The draft in the official form, with its number where it has one. @throws common.not_found, plans.no_draft */
export async function readDraftPaper(ctx: Ctx, planId: string): Promise<z.input<typeof DraftPaper>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const plan = await findOwnPlan(trx, ctx, planId)
    const draft = await findDraft(trx, planId)
    if (!draft) throw new AppError('plans.no_draft')
    const { html, text } = officialPage((await paperOfDraft(trx, ctx, plan, draft)).source, true)
    return { html, text }
  })
}

/** People who are members of the acting unit today, heads first. */
export async function listPeople(ctx: Ctx): Promise<z.input<typeof PlanPeople>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const today = ctx.clock.today()
    const { rows } = await sql<{ id: string; name: string; title: string | null; isHead: boolean }>`
      select p.id, p.name, max(m.title) as title, bool_or(m.is_head) as "isHead"
      from memberships m join colleagues p on p.id = m.person_id
      where m.unit_id = ${ctx.actor.unitId} and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
      group by p.id, p.name
      order by 4 desc, ${byGivenName} limit 500`.execute(trx)
    return { people: rows }
  })
}

async function replacedBy(trx: Trx, documentId: string | null): Promise<PaperFacts['replaces']> {
  if (documentId === null) return null
  const row = await trx
    .selectFrom('documents')
    .select(['number_symbol', 'issued_on'])
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row?.number_symbol && row.issued_on
    ? { numberSymbol: row.number_symbol, issuedOn: row.issued_on }
    : null
}

/** Words of indicators and funds as a paper prints them: in Vietnamese, whoever issues it. */
async function vocabulary(trx: Trx): Promise<(list: string, code: string) => string> {
  const rows = await trx
    .selectFrom('vocabularies')
    .select(['list', 'code', 'name_vi', 'facts'])
    .where('list', 'in', ['indicators', 'funds'])
    .execute()
  const names = new Map(rows.map((r) => [`${r.list} ${r.code}`, r.name_vi]))
  return (list, code) => {
    const name = names.get(`${list} ${code}`) ?? code
    return name.charAt(0).toLocaleLowerCase('vi') + name.slice(1)
  }
}
