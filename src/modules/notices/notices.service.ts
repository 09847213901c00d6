import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { formatInstant } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import { sayNotice } from './notices.rules.ts'
import type {
  LatestNotices,
  Notice,
  Notices,
  NoticesFilter,
  NoticesQuery,
  SeeNotices,
  SeenNotices,
} from './notices.schema.ts'
import { findNotices, type NoticeRow } from './say.store.ts'

const byTime = z.tuple([z.iso.datetime(), z.uuid()])
const mostLatest = 6

/** A person's own, for the unit they act for: whoever leaves a unit reads its notices no longer. */
function mine(ctx: Ctx): RawBuilder<unknown> {
  return sql`n.person_id = ${ctx.actor.personId} and n.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])`
}

function filtered(ctx: Ctx, f: z.output<typeof NoticesFilter>): RawBuilder<unknown> {
  return sql`${mine(ctx)}
    and (${f.state !== 'unseen'} or n.seen_at is null)
    and (${f.kind ?? null}::text is null or n.kind = ${f.kind ?? null})
    and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${f.q ?? ''}), ' ')) w(word) where w.word <> ''
      and position(w.word in shared.vn_norm(n.facts::text || coalesce(o.facts::text, ''))) = 0)`
}

async function countUnseen(trx: Trx, ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from notices n where ${mine(ctx)} and n.seen_at is null`.execute(trx)
  return rows[0]?.n ?? 0
}

/** What this person was told for the acting unit, the latest first. */
export async function listNotices(
  ctx: Ctx,
  query: z.output<typeof NoticesQuery>,
): Promise<z.input<typeof Notices>> {
  const after = readCursor(query.cursor, byTime)
  return read(ctx, ownScope(ctx), async (trx) => {
    const beyond = after ? sql`(n.at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`
    const rows = await findNotices(trx, sql`${filtered(ctx, query)} and ${beyond}`, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.at.toISOString(), r.id])
    return {
      items: page.rows.map((row) => present(ctx, row)),
      nextCursor: page.nextCursor,
      unseen: await countUnseen(trx, ctx),
    }
  })
}

/** For the bell of the frame. */
export async function latestNotices(ctx: Ctx): Promise<z.input<typeof LatestNotices>> {
  return read(ctx, ownScope(ctx), async (trx) => ({
    unseen: await countUnseen(trx, ctx),
    items: (await findNotices(trx, mine(ctx), mostLatest)).map((row) => present(ctx, row)),
  }))
}

/** The list as an Excel file. @throws common.export_too_many */
export async function exportNotices(ctx: Ctx, filter: z.output<typeof NoticesFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const unitId = ctx.actor.unitId ?? ''
  const { rows, unit } = await read(ctx, ownScope(ctx), async (trx) => ({
    rows: await rowsToExport((limit) => findNotices(trx, filtered(ctx, filter), limit)),
    unit: (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId),
  }))
  const body = await writeWorkbook({
    name: t('notices.title'),
    title: t('notices.title'),
    note: [unit?.name ?? '', formatInstant(ctx.clock.now())].filter((w) => w !== '').join(' · '),
    columns: [
      { header: t('notices.column.at'), width: 20 },
      { header: t('notices.column.what'), width: 70 },
      { header: t('notices.column.detail'), width: 60 },
      { header: t('notices.column.kind'), width: 24 },
      { header: t('notices.column.seen'), width: 20 },
    ],
    rows: rows.map((row) => {
      const { sentence, detail } = sayNotice(t, row)
      return [
        formatInstant(row.at),
        sentence,
        detail,
        t(`notices.kind.${row.kind}`),
        row.seenAt ? formatInstant(row.seenAt) : t('notices.unseen'),
      ]
    }),
  })
  return { body, mime: xlsxMime, name: `${t('notices.file')}.xlsx` }
}

/**
 * Marks notices as seen: some, or all up to an instant, so that what comes while the button is pressed stays new.
 * @throws common.not_found when one of the ids is no notice of this person for the acting unit
 */
export async function seeNotices(
  ctx: Ctx,
  input: z.output<typeof SeeNotices>,
): Promise<z.input<typeof SeenNotices>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const ids = [...new Set(input.ids ?? [])]
      const which =
        input.until === undefined ? sql`n.id = any(${ids}::uuid[])` : sql`n.at <= ${input.until}::timestamptz`
      if (input.until === undefined) {
        const { rows } = await sql`select 1 from notices n where ${mine(ctx)} and ${which}`.execute(trx)
        if (rows.length < ids.length) throw new AppError('common.not_found')
      }
      const { rows } = await sql<{ id: string }>`
        update notices n set seen_at = ${ctx.clock.now()} where ${mine(ctx)} and ${which} and n.seen_at is null returning n.id`.execute(
        trx,
      )
      await recordEvent(
        trx,
        ctx,
        'notice.see',
        rows.map(({ id }) => ({ what: 'notice', id })),
      )
    },
    answer: async (trx) => ({ unseen: await countUnseen(trx, ctx) }),
  })
}

function present(ctx: Ctx, row: NoticeRow): z.input<typeof Notice> {
  return {
    id: row.id,
    kind: row.kind,
    ...sayNotice(translator(ctx.locale), row),
    isUrgent: row.isUrgent,
    at: row.at.toISOString(),
    seenAt: row.seenAt?.toISOString() ?? null,
  }
}
