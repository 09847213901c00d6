import { sql } from 'kysely'
import type { z } from 'zod'
import { formatDate } from '../../../messages/format.ts'
import { translator, type Translate } from '../../../messages/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Trx } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { read, violates, write } from '../../../platform/write.ts'
import { rebuildClosure } from '../closure.ts'
import { orderReaddressing } from '../units.changes.ts'
import { isAdmin, mayAddUnder } from '../units.policy.ts'
import type { ImportResult } from '../units.schema.ts'
import { scopeOf } from '../units.service.ts'
import { insertSuperiors, insertUnits, setName, setSuperiors } from '../units.store.ts'
import { codeOfRow, foldWords, readRows, type FileRow } from './columns.ts'
import { planImport, type ImportWorld, type KnownUnit, type PlannedUnit } from './import.rules.ts'
import { mostRows, readSheet } from './read-sheet.ts'

declareErrors({ 'units.file_no_heads': 400, 'units.import_admin_only': 403 })

type Result = z.input<typeof ImportResult>
/** More rows than a person reads; the counts are of all. */
const mostShown = 200

/**
 * Reads units from an .xlsx or .csv and says for each row what it would do; without `dryRun`, and when no row is wrong,
 * does it all in one transaction. A row whose code is known changes that unit; the same file again changes nothing.
 * @throws units.file_… when the file can't be read, units.import_admin_only
 */
export async function importUnits(ctx: Ctx, bytes: Buffer, options: { dryRun: boolean }): Promise<Result> {
  if (!isAdmin(ctx)) throw new AppError('units.import_admin_only')
  const table = readRows(await readSheet(bytes))
  if (!table) throw new AppError('units.file_no_heads')
  if (table.rows.length === 0) throw new AppError('units.file_empty')
  if (table.rows.length > mostRows) throw new AppError('units.file_too_many', { most: mostRows })
  if (options.dryRun) {
    return read(ctx, scopeOf(ctx), async (trx) => resultOf(ctx, await plan(trx, ctx, table.rows), false))
  }
  let planned: PlannedUnit[] = []
  return write(ctx, scopeOf(ctx), {
    act: async (trx) => {
      planned = await plan(trx, ctx, table.rows)
      if (planned.some((unit) => unit.issues.length > 0)) return
      const touched = planned.filter((unit) => unit.what !== 'same')
      await carryOut(trx, ctx, touched)
      await recordEvent(
        trx,
        ctx,
        'unit.import',
        touched.map((unit) => ({ what: 'unit', id: unit.id })),
      )
    },
    answer: async (trx) => {
      // A repeat finds everything already there: that is the present state, and it is done.
      const shown = planned.length > 0 ? planned : await plan(trx, ctx, table.rows)
      return resultOf(ctx, shown, !shown.some((unit) => unit.issues.length > 0))
    },
  })
}

async function carryOut(trx: Trx, ctx: Ctx, touched: readonly PlannedUnit[]): Promise<void> {
  const added = touched.filter((unit) => unit.what === 'add')
  const superiorsOf = (unit: PlannedUnit) =>
    unit.superiors.map((s) => ({ unitId: unit.id, line: s.line, superiorId: s.id, from: s.from }))
  try {
    // PostgreSQL takes 65,535 values in one statement; a unit has 15.
    for (let i = 0; i < added.length; i += 1000)
      await insertUnits(
        trx,
        added.slice(i, i + 1000).map((unit) => ({ ...unit, home: ctx.home })),
        ctx.clock.now(),
      )
  } catch (error) {
    // Another import had the code between our look and our write.
    if (violates(error, 'units_code_key')) throw new AppError('common.changed_meanwhile')
    throw error
  }
  for (let i = 0; i < added.length; i += 1000)
    await insertSuperiors(trx, added.slice(i, i + 1000).flatMap(superiorsOf))
  for (const unit of touched) {
    if (unit.what !== 'change') continue
    if (unit.renamed) await setName(trx, { ...unit, unitId: unit.id })
    await setSuperiors(trx, superiorsOf(unit))
  }
  for (const line of ['administration', 'profession'] as const) {
    const moved = touched.filter((unit) => unit.superiors.some((s) => s.line === line)).map((unit) => unit.id)
    await rebuildClosure(trx, line, moved)
  }
  const changed = touched.filter((unit) => unit.what === 'change' && unit.superiors.length > 0)
  await orderReaddressing(
    trx,
    ctx,
    changed.map((unit) => unit.id),
  )
}

async function plan(trx: Trx, ctx: Ctx, rows: readonly FileRow[]): Promise<PlannedUnit[]> {
  const superiors = rows.flatMap(({ cells }) => [cells.administration, cells.profession])
  return planImport(rows, await loadWorld(trx, ctx, rows.map(codeOfRow), superiors))
}

async function loadWorld(
  trx: Trx,
  ctx: Ctx,
  codes: readonly string[],
  superiors: readonly string[],
): Promise<ImportWorld> {
  const today = ctx.clock.today()
  // Before the units: a code that the same file brought meanwhile (sent twice at once) is then found among them, and is
  // not called another's.
  const { rows: others } = await sql<{ id: string; code: string }>`
    select id, code from units where code = any(${[...codes]}::text[])`.execute(trx)
  // A home, in practice a province, has some 4,000 units; a row is about 300 bytes.
  const { rows: units } = await sql<KnownUnit>`
    select u.id, u.code, u.kind, u.valid_from as "from", n.name, n.short_name as "shortName", n.abbreviation, n.place,
      n.parent_line as "parentLine", a.superior_id as administration, p.superior_id as profession
    from units u
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    left join unit_superiors a on a.unit_id = u.id and a.line = 'administration' and a.valid_from <= ${today} and (a.valid_until is null or a.valid_until > ${today})
    left join unit_superiors p on p.unit_id = u.id and p.line = 'profession' and p.valid_from <= ${today} and (p.valid_until is null or p.valid_until > ${today})
    where u.home = ${ctx.home} and (u.valid_until is null or u.valid_until > ${today})`.execute(trx)
  const known = new Set(units.map((u) => u.id))
  const { rows: elsewhere } = await sql<ImportWorld['elsewhere'][number]>`
    select u.id, u.code, u.valid_from as "from", n.short_name as "shortName"
    from units u join unit_names n on n.unit_id = u.id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    where u.home <> ${ctx.home} and u.code = any(${[...new Set(superiors.map((s) => s.toLowerCase()))]}::text[])
      and (u.valid_until is null or u.valid_until > ${today})`.execute(trx)
  return {
    today,
    units,
    takenCodes: new Set(others.filter((u) => !known.has(u.id)).map((u) => u.code)),
    elsewhere,
    kinds: await loadKindWords(trx),
    reach: ctx.actor.kind === 'system' ? null : await loadReach(trx, ctx, today),
    mayTop: await mayAddUnder(trx, ctx, []),
    newId,
  }
}

/** Own unit and all below it today that are registered in this home. */
async function loadReach(trx: Trx, ctx: Ctx, today: string): Promise<Set<string>> {
  const own = [...ctx.actor.ownUnits]
  const { rows } = await sql<{ id: string }>`
    select distinct c.descendant_id as id from unit_closure c join units u on u.id = c.descendant_id and u.home = ${ctx.home}
    where c.ancestor_id = any(${own}::uuid[])
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})`.execute(trx)
  return new Set([...own, ...rows.map((r) => r.id)])
}

/** Words by which people name a kind: code, names, and the aliases of a group of one kind ("MN", "THCS"). */
async function loadKindWords(trx: Trx): Promise<Map<string, string>> {
  const kinds = await trx.selectFrom('unit_kinds').selectAll().execute()
  const groups = await trx.selectFrom('unit_groups').select(['aliases', 'kinds']).execute()
  const words = new Map<string, string>()
  for (const group of groups) {
    const [only, ...more] = group.kinds
    if (only && more.length === 0) for (const alias of group.aliases) words.set(foldWords(alias), only)
  }
  for (const kind of kinds)
    for (const word of [kind.code, kind.name_vi, kind.name_en]) words.set(foldWords(word), kind.code)
  return words
}

function resultOf(ctx: Ctx, planned: readonly PlannedUnit[], done: boolean): Result {
  const t = translator(ctx.locale)
  const count = (what: PlannedUnit['what']) => planned.filter((unit) => unit.what === what).length
  const order = { error: 0, change: 1, add: 2, same: 3 }
  const shown = [...planned]
    .sort((a, b) => order[a.what] - order[b.what] || a.row - b.row)
    .slice(0, mostShown)
  return {
    rows: shown.map((unit) => ({
      row: unit.row,
      code: unit.code,
      name: unit.name,
      what: unit.what,
      words: wordsOf(t, unit),
      issues: unit.issues.map((issue) => ({
        column: issue.column && t(`units.column.${issue.column}`),
        message: t(`units.issue.${issue.code}`, {
          ...issue.params,
          ...(typeof issue.params['day'] === 'string' ? { day: formatDate(issue.params['day']) } : {}),
        }),
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

/** "Thêm từ 17/06/2024, dưới UBND huyện Vân Sơn (hành chính)". */
function wordsOf(t: Translate, unit: PlannedUnit): string {
  const day = formatDate(unit.from)
  if (unit.what === 'error') return t('units.would.error', { n: unit.issues.length })
  if (unit.what === 'same') return t('units.would.same')
  const under = unit.superiors.map((s) => t(`units.would.under.${s.line}`, { name: s.name }))
  const deed = unit.what === 'add' ? t('units.would.add') : unit.renamed ? t('units.would.rename') : ''
  return t('units.would.from', { words: [deed, ...under].filter((w) => w !== '').join(', '), day })
}
