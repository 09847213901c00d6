import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import { successorOf } from '../units/index.ts'
import { ReportForm } from './form.schema.ts'
import type {} from './reports.tables.ts'

/** Forms in force at some time within [from, until), newest revision first. */
export async function findForms(trx: Trx, from: string, until: string): Promise<ReportForm[]> {
  const rows = await trx
    .selectFrom('report_forms')
    .select('content')
    .where('valid_from', '<', until)
    .where((e) => e.or([e('valid_until', 'is', null), e('valid_until', '>', from)]))
    .orderBy('code')
    .orderBy('revision', 'desc')
    .execute()
  return rows.map((r) => ReportForm.parse(r.content))
}

export async function findForm(trx: Trx, id: string): Promise<ReportForm | null> {
  const row = await trx.selectFrom('report_forms').select('content').where('id', '=', id).executeTakeFirst()
  return row ? ReportForm.parse(row.content) : null
}

export interface OwingUnit {
  unitId: string
  kind: string
  /** of this home; of another only the report's head stands here, for the superior to look for it */
  isHere: boolean
  /** who accepts: the superior on the form's line, else the one on the other line; for a closed one, who goes on for it */
  superiorId: string
}

/**
 * The units that owe a report on a line as they stand on a day, with who accepts it: those of the home, and those of others
 * that owe it to a unit of the home. A unit without a
 * superior on the form's line (the department, whose ministry is no unit here) reports to the one it has.
 * @param today by which closed superiors are looked at: what comes later goes to whoever goes on for them
 * @param only these units; null for all
 */
export async function findOwing(
  trx: Trx,
  home: string,
  line: string,
  kinds: readonly string[],
  day: string,
  today: string,
  only: readonly string[] | null = null,
): Promise<OwingUnit[]> {
  const { rows } = await sql<OwingUnit>`
    select u.id as "unitId", u.kind, u.home = ${home} as "isHere",
      ${successorOf(sql`s.superior_id`, sql`u.id`, sql`${line}`, today)} as "superiorId"
    from units u
    cross join lateral (
      select superior_id from unit_superiors s
      where s.unit_id = u.id and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
      order by (s.line = ${line}) desc limit 1
    ) s
    join units above on above.id = s.superior_id
    where (u.home = ${home} or above.home = ${home}) and u.kind = any(${[...kinds]}::text[])
      and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
      and (${only === null} or u.id = any(${[...(only ?? [])]}::uuid[]))
    order by u.id`.execute(trx)
  return rows
}

/** Units whose report a superior accepts, as they stand on a day. */
export async function findParts(
  trx: Trx,
  superiorId: string,
  line: string,
  kinds: readonly string[],
  day: string,
): Promise<{ unitId: string; kind: string }[]> {
  const { rows } = await sql<{ unitId: string; kind: string }>`
    select p.unit_id as "unitId", p.kind from ${partsOf(superiorId, line, kinds, day)} p order by p.unit_id`.execute(
    trx,
  )
  return rows
}

/** The same units as a table of a statement: `unit_id`, `kind`. */
export function partsOf(
  superiorId: string,
  line: string,
  kinds: readonly string[],
  day: string,
): RawBuilder<unknown> {
  return sql`(
    select distinct u.id as unit_id, u.kind
    from unit_superiors a join units u on u.id = a.unit_id
    where a.superior_id = ${superiorId} and a.valid_from <= ${day} and (a.valid_until is null or a.valid_until > ${day})
      and u.kind = any(${[...kinds]}::text[])
      and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
      and (a.line = ${line} or not exists (
        select 1 from unit_superiors o where o.unit_id = u.id and o.line = ${line}
          and o.valid_from <= ${day} and (o.valid_until is null or o.valid_until > ${day})))
  )`
}

/**
 * Every superior of a unit on a day; the one on the line comes first and sums, the others read. In the place of one that
 * has closed since stands who goes on for it; `before` are those in whose place it stands, also two of both lines.
 */
export async function findSuperiors(
  trx: Trx,
  unitId: string,
  line: string,
  day: string,
  today: string,
): Promise<{ unitId: string; role: 'sums' | 'reads'; before: string[] }[]> {
  const { rows } = await sql<{ unitId: string; before: string }>`
    select s.superior_id as before, ${successorOf(sql`s.superior_id`, sql`s.unit_id`, sql`${line}`, today)} as "unitId" from unit_superiors s
    where s.unit_id = ${unitId} and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
    order by (s.line = ${line}) desc`.execute(trx)
  const before = Map.groupBy(rows, (row) => row.unitId)
  return [...before].map(([id, of], i) => ({
    unitId: id,
    role: i === 0 ? 'sums' : 'reads',
    before: of.map((row) => row.before),
  }))
}
