import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { printLedger, type Ledger, type LedgerColumn } from '../../print/index.ts'
import { typeAndSubject } from '../library/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import { codeOf, inWords, romanOf } from './dossiers.rules.ts'
import type { DossierFilter } from './dossiers.schema.ts'
import { findContents, findDossiers, findHandOvers, type DossierRow } from './dossiers.store.ts'

type Asked = z.output<typeof DossierFilter>
type Columns = readonly (Omit<LedgerColumn, 'title'> & { key: string; inSheet: number })[]

/** Columns of the forms of Decree 30/2020/NĐ-CP, Appendix V, II–IV, in their order. */
const listColumns: Columns = [
  { key: 'code', width: 26, align: 'left', inSheet: 16 },
  { key: 'headingAndTitle', width: 67, align: 'left', inSheet: 70 },
  { key: 'keep', width: 22, align: 'center', inSheet: 14 },
  { key: 'keeper', width: 30, align: 'left', inSheet: 28 },
  { key: 'note', width: 20, align: 'left', inSheet: 30 },
]
const handOverColumns: Columns = [
  { key: 'ord', width: 11, align: 'center', inSheet: 8 },
  { key: 'code', width: 26, align: 'left', inSheet: 16 },
  { key: 'title', width: 54, align: 'left', inSheet: 70 },
  { key: 'span', width: 23, align: 'center', inSheet: 24 },
  { key: 'keep', width: 19, align: 'center', inSheet: 14 },
  { key: 'sheets', width: 16, align: 'center', inSheet: 12 },
  { key: 'note', width: 16, align: 'left', inSheet: 30 },
]
const contentColumns: Columns = [
  { key: 'ord', width: 11, align: 'center', inSheet: 8 },
  { key: 'number', width: 29, align: 'left', inSheet: 18 },
  { key: 'dated', width: 22, align: 'center', inSheet: 12 },
  { key: 'subject', width: 46, align: 'left', inSheet: 70 },
  { key: 'author', width: 28, align: 'left', inSheet: 34 },
  { key: 'pages', width: 14, align: 'center', inSheet: 12 },
  { key: 'note', width: 15, align: 'left', inSheet: 30 },
]

const titled = (t: Translate, columns: Columns): LedgerColumn[] =>
  columns.map(({ key, width, align }) => ({ title: t(`dossiers.form.${key}`), width, align }))
const headed = (t: Translate, columns: Columns) =>
  columns.map((c) => ({ header: t(`dossiers.form.${c.key}`), width: c.inSheet }))

function keepWords(t: Translate, { keepYears }: DossierRow): string {
  return keepYears === null ? t('dossiers.keep.ever') : t('dossiers.keep.years', { n: keepYears })
}

function spanWords({ from, to }: DossierRow): string {
  if (from === null || to === null) return ''
  return from === to ? formatDate(from) : `${formatDate(from)} - ${formatDate(to)}`
}

interface Gathered {
  unit: UnitFacts | undefined
  rows: DossierRow[]
}

async function gather(trx: Trx, ctx: Ctx, find: (limit: number) => Promise<DossierRow[]>): Promise<Gathered> {
  const { unitId } = ctx.actor
  return {
    unit: unitId ? (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId) : undefined,
    rows: await rowsToExport(find),
  }
}

function listOf(ctx: Ctx, asked: Asked): Promise<Gathered> {
  return read(ctx, ownScope(ctx), (trx) =>
    gather(trx, ctx, (limit) => findDossiers(trx, ctx.actor.ownUnits, asked, null, limit)),
  )
}

/** The files as an Excel file, with what the list of files and the list that is handed over say. @throws common.export_too_many */
export async function exportDossiers(ctx: Ctx, asked: Asked): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const { unit, rows } = await listOf(ctx, asked)
  const day = (of: string | null) => (of === null ? null : { day: of })
  const columns = ['code', 'heading', 'title', 'keep', 'keeper', 'state', 'documents', 'from', 'to', 'sheets']
  const body = await writeWorkbook({
    name: t('dossiers.title'),
    title: t('dossiers.title'),
    note: [unit?.name ?? '', asked.year ? String(asked.year) : ''].filter((w) => w !== '').join(' · '),
    columns: [...columns, 'note'].map((key) => ({
      header: t(`dossiers.form.${key}`),
      width: key === 'title' ? 70 : key === 'heading' ? 34 : 16,
    })),
    rows: rows.map((d) => [
      codeOf(d),
      d.heading,
      d.title,
      keepWords(t, d),
      d.keeper,
      t(`dossiers.state.${d.state}`),
      d.documents,
      day(d.from),
      day(d.to),
      d.sheets,
      d.note,
    ]),
  })
  const of = asked.year ? ` ${asked.year}` : ''
  return { body, mime: xlsxMime, name: `${t('dossiers.title')}${of}.xlsx` }
}

/** The year's list of files on paper, to be approved by the head (Appendix V, II). Official paper is in Vietnamese. */
export async function printDossiers(ctx: Ctx, asked: Asked): Promise<FileAnswer> {
  const t = translator('vi')
  const year = asked.year ?? Number(ctx.clock.today().slice(0, 4))
  const { unit, rows } = await listOf(ctx, { ...asked, year })
  const ever = rows.filter((d) => d.keepYears === null).length
  const headings = [...Map.groupBy(rows, (d) => d.headingCode)]
  const name = t('dossiers.paper.list')
  return pdf(t, name, String(year), {
    head: headOf(unit, null),
    name: { title: name, lines: [t('dossiers.paper.year', { year })], notes: [t('dossiers.paper.decision')] },
    columns: titled(t, listColumns),
    rows: headings.flatMap(([, of], i) => [
      ['', `${romanOf(i + 1)}. ${(of[0]?.heading ?? '').toLocaleUpperCase('vi')}`, '', '', ''],
      ...of.map((d) => [codeOf(d), d.title, keepWords(t, d), d.keeper, d.note ?? '']),
    ]),
    after: [
      { text: t('dossiers.paper.list.count', { n: rows.length }) },
      { text: t('dossiers.paper.list.ever', { n: ever }) },
      { text: t('dossiers.paper.list.years', { n: rows.length - ever }) },
    ],
    signers: [
      { title: '', note: '' },
      { title: t('dossiers.paper.head'), note: t('dossiers.paper.sign') },
    ],
  })
}

async function oneOf(ctx: Ctx, id: string) {
  return read(ctx, ownScope(ctx), async (trx) => {
    const { unit, rows } = await gather(trx, ctx, (limit) =>
      findDossiers(trx, ctx.actor.ownUnits, { id }, null, limit),
    )
    const [dossier] = rows
    if (!dossier) throw new AppError('common.not_found')
    return { unit, dossier, contents: await findContents(trx, id) }
  })
}

/** What is in one file, on paper (Appendix V, IV). @throws common.not_found */
export async function printDossier(ctx: Ctx, id: string): Promise<FileAnswer> {
  const t = translator('vi')
  const { dossier, contents } = await oneOf(ctx, id)
  const code = codeOf(dossier)
  return pdf(t, t('dossiers.paper.contents'), code, {
    head: null,
    name: {
      title: t('dossiers.paper.contents'),
      lines: [t('dossiers.paper.of', { code }), t('dossiers.paper.year', { year: dossier.year })],
      notes: [dossier.title],
    },
    columns: titled(t, contentColumns),
    rows: contents.map((c, i) => [
      String(i + 1),
      c.numberSymbol ?? '',
      c.issuedOn === null ? '' : formatDate(c.issuedOn),
      typeAndSubject(c),
      c.issuer,
      '',
      '',
    ]),
  })
}

/** The same as an Excel file. @throws common.not_found */
export async function exportDossier(ctx: Ctx, id: string): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const { unit, dossier, contents } = await oneOf(ctx, id)
  const code = codeOf(dossier)
  const body = await writeWorkbook({
    name: code,
    title: `${code} · ${dossier.title}`,
    note: [unit?.name ?? '', String(dossier.year)].filter((w) => w !== '').join(' · '),
    columns: headed(t, contentColumns),
    rows: contents.map((c, i) => [
      i + 1,
      c.numberSymbol,
      c.issuedOn === null ? null : { day: c.issuedOn },
      typeAndSubject(c),
      c.issuer,
      null,
      null,
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('dossiers.paper.contents')} ${code}.xlsx` }
}

async function handedOver(ctx: Ctx, id: string) {
  return read(ctx, ownScope(ctx), async (trx) => {
    const [row] = await findHandOvers(trx, ctx.actor.ownUnits, { id }, null, 1)
    if (!row) throw new AppError('common.not_found')
    const found = await gather(trx, ctx, (limit) =>
      findDossiers(trx, ctx.actor.ownUnits, { handOver: id }, null, limit),
    )
    return { row, ...found }
  })
}

function handOverCells(t: Translate, rows: readonly DossierRow[]): string[][] {
  return rows.map((d, i) => [
    String(i + 1),
    codeOf(d),
    d.title,
    spanWords(d),
    keepWords(t, d),
    d.sheets === null ? '' : String(d.sheets),
    d.note ?? '',
  ])
}

/** The list that is handed over to the archive (Appendix V, III). @throws common.not_found */
export async function printHandOver(ctx: Ctx, id: string): Promise<FileAnswer> {
  const t = translator('vi')
  const { row, unit, rows } = await handedOver(ctx, id)
  const words = inWords(rows.length)
  return pdf(t, t('dossiers.paper.handOver'), row.day, {
    head: headOf(unit, null),
    name: {
      title: t('dossiers.paper.handOver'),
      lines: [row.title, t('dossiers.paper.year', { year: row.day.slice(0, 4) })],
    },
    columns: titled(t, handOverColumns),
    rows: handOverCells(t, rows),
    after: [
      { text: t('dossiers.paper.handOver.count', { n: rows.length }) },
      {
        text: t('dossiers.paper.handOver.words', {
          words: words.charAt(0).toLocaleUpperCase('vi') + words.slice(1),
        }),
      },
    ],
    signers: [
      { title: '', note: '' },
      {
        placeDate: placeDate(t, unit, row.day),
        title: t('dossiers.paper.maker'),
        note: t('dossiers.paper.maker.sign'),
      },
    ],
  })
}

/** The same as an Excel file. @throws common.not_found */
export async function exportHandOver(ctx: Ctx, id: string): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const { row, unit, rows } = await handedOver(ctx, id)
  const name = t('dossiers.paper.handOver')
  const body = await writeWorkbook({
    name: t('dossiers.handOvers'),
    title: `${name} · ${row.title}`,
    note: [unit?.name ?? '', formatDate(row.day)].filter((w) => w !== '').join(' · '),
    columns: headed(t, handOverColumns),
    rows: handOverCells(t, rows).map((cells, i) => [i + 1, ...cells.slice(1)]),
  })
  return { body, mime: xlsxMime, name: `${name} ${row.day}.xlsx` }
}

/** The minutes of the hand-over, in two copies (Appendix V, V). @throws common.not_found */
export async function printMinutes(ctx: Ctx, id: string): Promise<FileAnswer> {
  const t = translator('vi')
  const { row, unit, rows } = await handedOver(ctx, id)
  const days = rows.flatMap((d) => [d.from, d.to]).filter((d) => d !== null)
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)]
  const files = rows.reduce((n, d) => n + d.files, 0)
  const sheets = rows.filter((d) => d.sheets !== null)
  const line = (key: string, params: Record<string, string | number> = {}, indent = 0) => ({
    text: t(`dossiers.minutes.${key}`, params),
    indent,
  })
  const blank = '..........'
  const person = (words: string, position: string) => [
    line('person', { name: words }),
    line('position', { position }),
  ]
  return pdf(t, t('dossiers.paper.minutes'), row.day, {
    head: headOf(unit, placeDate(t, unit, row.day)),
    name: { title: t('dossiers.paper.minutes'), lines: [t('dossiers.paper.minutes.of')] },
    before: [
      line('basis'),
      line('basis.list', { years: [...new Set(rows.map((d) => d.year))].sort().join(', ') }),
      line('we'),
      { ...line('giver', { unit: unit?.name ?? '' }), bold: true },
      ...person(row.giver, row.giverPosition),
      { ...line('taker'), bold: true },
      ...person(row.taker, row.takerPosition),
      line('agree'),
      line('what', { title: row.title }),
      line('days', { days: first && last ? `${formatDate(first)} - ${formatDate(last)}` : blank }),
      line('amount'),
      line('paper', {}, 6),
      line('boxes', { n: row.boxes === null ? blank : row.boxes }, 10),
      line('dossiers.paper', { n: sheets.length, metres: row.metres ?? blank }, 10),
      line('electronic', {}, 6),
      line('dossiers', { n: rows.filter((d) => d.files > 0).length }, 10),
      line('files', { n: files }, 10),
      line('condition', { condition: row.condition }),
      line('list'),
      line('copies'),
    ],
    columns: [],
    rows: [],
    signers: [
      { title: t('dossiers.minutes.sign.giver'), note: t('dossiers.minutes.sign'), name: row.giver },
      { title: t('dossiers.minutes.sign.taker'), note: t('dossiers.minutes.sign'), name: row.taker },
    ],
  })
}

function headOf(unit: UnitFacts | undefined, day: string | null): NonNullable<Ledger['head']> {
  return { parentAgency: unit?.parentLine ?? null, agency: unit?.name ?? '', placeDate: day }
}

/** Months 1 and 2 and days below ten with a leading 0 (Appendix I, II.4). */
function placeDate(t: Translate, unit: UnitFacts | undefined, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return t('dossiers.paper.placeDate', {
    place: unit?.place ?? '',
    day,
    month: Number(month) > 2 ? String(Number(month)) : month,
    year,
  })
}

async function pdf(
  t: Translate,
  title: string,
  of: string,
  paper: Omit<Ledger, 'title' | 'across' | 'cover'>,
): Promise<FileAnswer> {
  const rows =
    paper.columns.length > 0 && paper.rows.length === 0 ? [{ heading: t('dossiers.paper.none') }] : paper.rows
  const bytes = await printLedger({ title: `${title} ${of}`, across: false, cover: null, ...paper, rows })
  return { body: Buffer.from(bytes), mime: 'application/pdf', name: `${title} ${of}.pdf`, inline: true }
}
