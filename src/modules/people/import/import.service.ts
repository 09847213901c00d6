import { sql } from 'kysely'
import type { z } from 'zod'
import { translator, type Translate } from '../../../messages/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Trx } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { read, write } from '../../../platform/write.ts'
import { foldWords, mostRows, readSheet, type ImportResult } from '../../units/index.ts'
import { requireKeeping } from '../people.policy.ts'
import { lockUnit } from '../people.store.ts'
import { withoutBody } from '../quiet-request.ts'
import { readRows, type FileRow } from './columns.ts'
import { planImport, type ImportWorld, type KnownPerson, type PlannedPerson } from './import.rules.ts'

declareErrors({ 'people.file_no_heads': 400 })

type Result = z.input<typeof ImportResult>
/** More rows than a person reads; the counts are of all. */
const mostShown = 200

/**
 * Reads people from an .xlsx or .csv (name, position, unit, groups, contact) and says for each row what it would do;
 * without `dryRun`, and when no row is wrong, does it all in one transaction. Who is new becomes an official of the unit,
 * without an account; who is known by name gets the position and groups of the file. The same file again changes nothing.
 * @param unitId of rows that name no unit; others are this unit's own or below, where the importer keeps people
 * @throws common.not_found, people.not_yours, units.file_… when the file can't be read, people.file_no_heads
 */
export async function importPeople(
  ctx: Ctx,
  unitId: string,
  bytes: Buffer,
  options: { dryRun: boolean },
): Promise<Result> {
  await read(ctx, '*', (trx) => requireKeeping(trx, ctx, unitId))
  const rows = readRows(await readSheet(bytes))
  if (!rows) throw new AppError('people.file_no_heads')
  if (rows.length === 0) throw new AppError('units.file_empty')
  if (rows.length > mostRows) throw new AppError('units.file_too_many', { most: mostRows })
  if (options.dryRun)
    return read(ctx, '*', async (trx) => resultOf(ctx, await plan(trx, ctx, unitId, rows), false))
  let planned: PlannedPerson[] = []
  const quiet = withoutBody(ctx, 'people.import', unitId)
  return write(quiet, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      // Two files at once go one after the other: the second finds the people of the first.
      await lockUnit(trx, unitId)
      planned = await plan(trx, ctx, unitId, rows)
      if (planned.some((person) => person.what === 'error')) return
      const touched = planned.filter((person) => person.what !== 'same')
      await carryOut(trx, ctx, touched)
      await recordEvent(trx, quiet, 'person.import', [
        { what: 'unit', id: unitId },
        ...touched.map(({ id }) => ({ what: 'person', id })),
      ])
    },
    answer: async (trx) => {
      const shown = planned.length > 0 ? planned : await plan(trx, ctx, unitId, rows)
      return resultOf(ctx, shown, !shown.some((person) => person.what === 'error'))
    },
  })
}

async function plan(trx: Trx, ctx: Ctx, unitId: string, rows: readonly FileRow[]): Promise<PlannedPerson[]> {
  const today = ctx.clock.today()
  // The unit itself and what stands below it today: the importer keeps the people of all of them.
  const { rows: units } = await sql<{ id: string; code: string; name: string; shortName: string }>`
    select u.id, u.code, n.name, n.short_name as "shortName" from units u
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    where u.id = ${unitId} or u.id in (select c.descendant_id from unit_closure c where c.ancestor_id = ${unitId}
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))`.execute(trx)
  const byWord = new Map<string, { id: string; name: string } | null>()
  for (const unit of units)
    for (const word of new Set([foldWords(unit.name), foldWords(unit.shortName)]))
      byWord.set(word, byWord.has(word) ? null : { id: unit.id, name: unit.shortName })
  for (const unit of units) byWord.set(unit.code, { id: unit.id, name: unit.shortName })
  const named = new Set(
    rows.flatMap(({ cells }) => {
      const unit = byWord.get(cells.unit.toLowerCase()) ?? byWord.get(foldWords(cells.unit))
      return unit ? [unit.id] : []
    }),
  )
  const { rows: people } = await sql<KnownPerson>`
    select p.id, m.unit_id as "unitId", p.name, max(m.title) as title, p.audience_tags as tags, p.email, p.phone
    from memberships m join persons p on p.id = m.person_id and p.erased_at is null
    where m.unit_id = any(${[unitId, ...named]}::uuid[]) and (m.valid_until is null or m.valid_until > ${today})
    group by p.id, m.unit_id`.execute(trx)
  const world: ImportWorld = { people, unitId, units: byWord, newId }
  return planImport(rows, world)
}

async function carryOut(trx: Trx, ctx: Ctx, touched: readonly PlannedPerson[]): Promise<void> {
  const added = touched.filter((person) => person.what === 'add')
  const now = ctx.clock.now()
  // PostgreSQL takes 65,535 values in one statement.
  for (let i = 0; i < added.length; i += 1000) {
    const some = added.slice(i, i + 1000)
    await trx
      .insertInto('persons')
      .values(
        some.map((p) => ({
          id: p.id,
          unit_id: p.unitId,
          name: p.name,
          email: p.email,
          phone: p.phone,
          audience_tags: p.tags,
          erased_at: null,
          created_at: now,
        })),
      )
      .execute()
    await trx
      .insertInto('memberships')
      .values(
        some.map((p) => ({
          id: newId(),
          person_id: p.id,
          unit_id: p.unitId,
          desk_id: null,
          role: 'official' as const,
          title: p.title,
          is_head: false,
          valid_from: ctx.clock.today(),
          valid_until: null,
        })),
      )
      .execute()
  }
  for (const p of touched) {
    if (p.what !== 'change') continue
    await trx
      .updateTable('persons')
      .set({ audience_tags: p.tags, email: p.email, phone: p.phone })
      .where('id', '=', p.id)
      .execute()
    await sql`update memberships set title = ${p.title} where person_id = ${p.id} and unit_id = ${p.unitId}
      and (valid_until is null or valid_until > ${ctx.clock.today()}) and title is distinct from ${p.title}`.execute(
      trx,
    )
  }
}

function resultOf(ctx: Ctx, planned: readonly PlannedPerson[], done: boolean): Result {
  const t = translator(ctx.locale)
  const count = (what: PlannedPerson['what']) => planned.filter((p) => p.what === what).length
  const order = { error: 0, change: 1, add: 2, same: 3 }
  const shown = [...planned]
    .sort((a, b) => order[a.what] - order[b.what] || a.row - b.row)
    .slice(0, mostShown)
  return {
    rows: shown.map((p) => ({
      row: p.row,
      code: [p.title, p.unitName].filter(Boolean).join(', '),
      name: p.name,
      what: p.what,
      words: wordsOf(t, p),
      issues: p.issues.map((issue) => ({
        column: issue.column && t(`people.importColumn.${issue.column}`),
        message: t(`people.issue.${issue.code}`, issue.params),
      })),
    })),
    counts: {
      all: planned.length,
      add: count('add'),
      change: count('change'),
      same: count('same'),
      error: count('error'),
    },
    done,
  }
}

function wordsOf(t: Translate, p: PlannedPerson): string {
  if (p.what === 'error') return ''
  return p.tags.length === 0 ? '' : t('people.import.tags', { tags: p.tags.join(', ') })
}
