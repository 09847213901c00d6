import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type {} from './forms.tables.ts'

export interface FormRow {
  id: string
  unitId: string
  type: string
  version: number
  fileName: string
  size: number
  names: string[]
  since: string
  addedBy: string | null
  withdrawnAt: Date | null
}

/** Forms of units, the last of each type first. A unit has few: each of the 29 types in some versions. */
export async function listForms(
  trx: Trx,
  unitIds: readonly string[],
  filter: { id?: string; q?: string | undefined; type?: string | undefined },
): Promise<FormRow[]> {
  const pattern = `%${(filter.q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<FormRow>`
    select f.id, f.unit_id as "unitId", f.type, f.version, f.file_name as "fileName", length(f.bytes) as size, f.names, f.since,
      p.name as "addedBy", f.withdrawn_at as "withdrawnAt"
    from own_forms f left join persons p on p.id = f.added_by
    where f.unit_id = any(${[...unitIds]}::uuid[]) and (${filter.id ?? null}::uuid is null or f.id = ${filter.id ?? null})
      and (${filter.type ?? null}::text is null or f.type = ${filter.type ?? null})
      and (${filter.q ?? null}::text is null or shared.vn_norm(f.type || ' ' || f.file_name) like shared.vn_norm(${pattern}))
    order by f.type, f.version desc, f.id limit 1000`.execute(trx)
  return rows
}

/**
 * The form that a document of a day is set in: the last that had begun then, else the first there is, since whoever has a
 * form made today wants yesterday's document in it too.
 */
export async function findFormFor(
  trx: Trx,
  unitId: string,
  type: string,
  day: string,
): Promise<{ id: string; bytes: Buffer; version: number } | null> {
  const { rows } = await sql<{ id: string; bytes: Buffer; version: number }>`
    select id, bytes, version from own_forms
    where unit_id = ${unitId} and type = ${type} and withdrawn_at is null
    order by since <= ${day} desc, case when since <= ${day} then -version else version end limit 1`.execute(
    trx,
  )
  return rows[0] ?? null
}
