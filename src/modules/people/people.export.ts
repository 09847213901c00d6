import type { z } from 'zod'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { read } from '../../platform/write.ts'
import { findUnits, requireReadable } from '../units/index.ts'
import { maySeeContact } from './people.policy.ts'
import type { PeopleFilter } from './people.schema.ts'
import { filterOf } from './people.service.ts'
import { listPeople } from './people.store.ts'

/**
 * People of a unit as an Excel file, a line for each role; contact only where the list shows it.
 * @throws common.not_found also for a unit that is neither own nor below, common.export_too_many
 */
export async function exportPeople(
  ctx: Ctx,
  unitId: string,
  query: z.output<typeof PeopleFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const ended = query.state === 'ended'
  const { unit, people } = await read(ctx, '*', async (trx) => {
    await requireReadable(trx, ctx, unitId)
    const unit = (await findUnits(trx, [unitId], today)).get(unitId)
    if (!unit) throw new AppError('common.not_found')
    const filter = { ...filterOf(ctx, unitId), q: query.q ?? '', ended }
    return { unit, people: await rowsToExport((limit) => listPeople(trx, filter, null, limit)) }
  })
  const showsContact = maySeeContact(ctx, unitId) && !ended
  const rows = people.flatMap((p) =>
    p.memberships.map((m): SheetCell[] => [
      p.name,
      m.title,
      m.desk?.name ?? null,
      t(`people.role.${m.role}`),
      m.isHead ? t('people.list.head') : null,
      { day: m.from },
      m.until === null ? null : { day: m.until },
      ...(showsContact ? [p.email, p.phone] : []),
    ]),
  )
  const columns = (
    [
      ['list.name', 28],
      ['column.title', 28],
      ['column.desk', 20],
      ['list.roles', 16],
      ['column.head', 16],
      ['column.from', 12],
      ['column.until', 12],
      ...(showsContact
        ? ([
            ['column.email', 30],
            ['column.phone', 18],
          ] as const)
        : []),
    ] as const
  ).map(([key, width]) => ({ header: t(`people.${key}`), width }))
  const title = t('people.list.title', { unit: unit.shortName })
  const body = await writeWorkbook({
    name: t('people.title'),
    title: ended ? `${title}: ${t('people.list.ended')}` : title,
    note: t('people.export.note', { n: people.length, date: formatDate(today) }),
    columns,
    rows,
  })
  return { body, mime: xlsxMime, name: `${title} ${today}.xlsx` }
}
