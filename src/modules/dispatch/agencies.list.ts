import { sql } from 'kysely'
import { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import type { AgencyCodes, AgencyCodesFilter, AgencyCodesQuery } from './agencies.schema.ts'

interface CodeRow {
  agencyId: string
  key: string
  code: string
  name: string
  isElsewhere: boolean
  from: string
  until: string | null
}

const byKey = z.tuple([z.string(), z.string(), z.iso.date(), z.uuid()])

/**
 * Who has which code, of the whole installation: agencies' codes are published by their provinces, so every person with an
 * account may look one up.
 * @param after where the page before ended
 */
async function findCodes(
  trx: Trx,
  day: string,
  { q = '', where }: z.output<typeof AgencyCodesFilter>,
  after: z.output<typeof byKey> | null,
  limit: number,
): Promise<CodeRow[]> {
  const [key, code, from, id] = after ?? ['', '', day, null]
  const { rows } = await sql<CodeRow>`
    select s.* from (
      select a.id as "agencyId", c.code_key as key, c.code, coalesce(a.name, n.name, '') as name, a.is_elsewhere as "isElsewhere",
        c.valid_from as "from", c.valid_until as until
      from agency_codes c join agencies a on a.id = c.agency_id
      left join lateral (select name from unit_names n where n.unit_id = a.unit_id
        order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1) n on true
      where ${where === undefined} or a.is_elsewhere = ${where === 'elsewhere'}
    ) s
    where (${after === null} or (s.key, s.code, s."from", s."agencyId") > (${key}, ${code}, ${from}::date, ${id}::uuid))
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${q}), ' ')) w(word)
        where w.word <> '' and position(w.word in shared.vn_norm(s.name) || ' ' || lower(s.code)) = 0)
    order by s.key, s.code, s."from", s."agencyId" limit ${limit}`.execute(trx)
  return rows
}

/** A page of agencies' codes by code, with those of the acting unit. */
export async function listAgencyCodesOf(
  ctx: Ctx,
  query: z.output<typeof AgencyCodesQuery>,
): Promise<z.input<typeof AgencyCodes>> {
  const after = readCursor(query.cursor, byKey)
  const day = ctx.clock.today()
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findCodes(trx, day, query, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.key, r.code, r.from, r.agencyId])
    const { rows: own } = await sql<{ code: string }>`
      select c.code from agency_codes c join agencies a on a.id = c.agency_id
      where a.unit_id = ${ctx.actor.unitId} and c.valid_from <= ${day} and (c.valid_until is null or c.valid_until > ${day}) order by c.code`.execute(
      trx,
    )
    return {
      own: own.map((r) => r.code),
      items: page.rows.map(({ code, name, isElsewhere, from, until }) => ({
        ...{ code, name, isElsewhere, from, until },
      })),
      nextCursor: page.nextCursor,
    }
  })
}

/** The list as an Excel file. @throws common.export_too_many */
export async function exportAgencyCodes(
  ctx: Ctx,
  filter: z.output<typeof AgencyCodesFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const day = ctx.clock.today()
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => findCodes(trx, day, filter, null, limit)),
  )
  const body = await writeWorkbook({
    name: t('dispatch.codes.title'),
    title: t('dispatch.codes.title'),
    note: formatDate(day),
    columns: [
      { header: t('dispatch.codes.column.code'), width: 24 },
      { header: t('dispatch.codes.column.name'), width: 60 },
      { header: t('dispatch.codes.column.where'), width: 24 },
      { header: t('dispatch.codes.column.from'), width: 16 },
      { header: t('dispatch.codes.column.until'), width: 16 },
    ],
    rows: rows.map((r) => [
      r.code,
      r.name,
      t(r.isElsewhere ? 'dispatch.codes.elsewhere' : 'dispatch.codes.here'),
      formatDate(r.from),
      r.until === null ? null : formatDate(r.until),
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('dispatch.codes.file')}.xlsx` }
}
