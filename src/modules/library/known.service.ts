import { z } from 'zod'
import { lastDay, placesOf, readText, resolve, type KnownDocument } from '../../document/index.ts'
import { lint } from '../../document/lint/index.ts'
import { translate, translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findSuperiorUnits, findUnits, harmless } from '../units/index.ts'
import { findDocument } from './documents.store.ts'
import { bestMatch } from './drafts.service.ts'
import { findKnown } from './drafts.store.ts'
import { stateOfKnown } from './known.rules.ts'
import type {
  Checked,
  CheckText,
  DocumentBases,
  ExpiredBases,
  KnownFilter,
  KnownList,
  KnownQuery,
  KnownRow,
  KnownView,
} from './known.schema.ts'
import {
  findByNumbers,
  findChangedBy,
  findCiting,
  findExpiredBases,
  findKnownEntry,
  listKnown,
  registerFor,
  type RestingRow,
} from './known.store.ts'

type Row = z.input<typeof KnownRow>

const afterLast = z.tuple([z.iso.date(), z.uuid()])

/** Documents on record, the latest issued first, a page at a time. */
export async function readKnownDocuments(
  ctx: Ctx,
  query: z.output<typeof KnownQuery>,
): Promise<z.input<typeof KnownList>> {
  const { cursor, ...filter } = query
  const from = readCursor(cursor, afterLast)
  const today = ctx.clock.today()
  return read(ctx, ownScope(ctx), async (trx) => {
    const found = await listKnown(trx, today, {
      ...filter,
      after: from === null ? undefined : { day: from[0], id: from[1] },
      limit: pageSize + 1,
    })
    const page = pageOf(found, pageSize, (d) => [d.date ?? '0001-01-01', d.id])
    return { rows: page.rows.map((d) => rowOf(d, today)), nextCursor: page.nextCursor }
  })
}

function rowOf(d: KnownDocument, today: string): Row {
  return {
    id: d.id,
    type: d.type,
    numberSymbol: d.numberSymbol ?? '',
    issuer: d.issuer,
    issuedOn: d.date,
    title: d.title,
    state: stateOfKnown(d, today),
    lastDay: lastDay(d),
    confirmed: d.confirmed,
  }
}

/** The register as a workbook: the same filters, without paging. @throws common.export_too_many */
export async function exportKnownDocuments(
  ctx: Ctx,
  filter: z.output<typeof KnownFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => listKnown(trx, today, { ...filter, limit })),
  )
  const day = (date: string | null): SheetCell => (date === null ? null : { day: date })
  const body = await writeWorkbook({
    name: t('library.known.title'),
    title: t('library.known.title'),
    note: t('library.known.exportNote', { n: rows.length, day: formatDate(today) }),
    columns: [
      { header: t('library.column.type'), width: 14 },
      { header: t('library.column.number'), width: 22 },
      { header: t('library.column.date'), width: 12 },
      { header: t('library.column.issuer'), width: 30 },
      { header: t('library.column.subject'), width: 60 },
      { header: t('library.known.from'), width: 12 },
      { header: t('library.known.lastDay'), width: 12 },
      { header: t('library.known.state'), width: 20 },
      { header: t('library.known.changedBy'), width: 40 },
      { header: t('library.known.source'), width: 50 },
      { header: t('library.known.confirmed'), width: 14 },
    ],
    rows: rows.map((d) => [
      d.type,
      harmless(d.numberSymbol ?? ''),
      day(d.date),
      harmless(d.issuer),
      harmless(d.title),
      day(d.inForceFrom),
      day(lastDay(d)),
      t(`library.known.state.${stateOfKnown(d, today)}`),
      harmless(d.relations.map((r) => `${t(`library.known.kind.${r.kind}`)} ${r.by}`).join('; ')),
      harmless(d.source),
      t(d.confirmed ? 'library.known.yes' : 'library.known.no'),
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('library.known.title')} ${today}.xlsx` }
}

/** One document on record: its validity, what changed it and what it changed, and what cites it here. */
export async function readKnownDocument(ctx: Ctx, id: string): Promise<z.input<typeof KnownView>> {
  const today = ctx.clock.today()
  return read(ctx, '*', async (trx) => {
    const known = await findKnownEntry(trx, id)
    if (!known) throw new AppError('common.not_found')
    const others = await findByNumbers(
      trx,
      known.relations.map((r) => r.by),
    )
    const changed = await findChangedBy(trx, known.numberSymbol ?? '')
    const citing = await findCiting(trx, ctx, {
      numberSymbol: known.numberSymbol ?? '',
      date: known.date,
      not: null,
    })
    return {
      ...rowOf(known, today),
      inForceFrom: known.inForceFrom,
      source: known.source,
      changedBy: known.relations.map((r) => ({
        ...r,
        id: others.find((o) => o.numberSymbol === r.by && (r.date === null || o.date === r.date))?.id ?? null,
      })),
      changes: changed.flatMap((other) =>
        other.relations
          .filter((r) => r.by === known.numberSymbol && (r.date === null || r.date === known.date))
          .map((r) => ({ kind: r.kind, name: `${other.type} ${other.numberSymbol ?? ''}`, id: other.id })),
      ),
      citedBy: citing.map((row) => restingOf(ctx, row)),
    }
  })
}

function restingOf(ctx: Ctx, row: RestingRow) {
  return {
    id: row.id,
    name: `${row.type} ${row.numberSymbol ?? row.subject}`,
    issuer: row.issuerName,
    issuedOn: row.issuedOn,
    planId: row.planId,
    mine: ctx.actor.ownUnits.includes(row.unitId),
  }
}

/** Plans of the acting unit that rest on a document which is no longer in force today. */
export async function readExpiredBases(ctx: Ctx): Promise<z.input<typeof ExpiredBases>> {
  const today = ctx.clock.today()
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findExpiredBases(trx, ctx.actor.ownUnits, today)
    const known = await findByNumbers(
      trx,
      rows.map((row) => row.knownName.replace(/^.*\s/, '')),
    )
    return {
      rows: rows.flatMap((row) => {
        const entry = known.find((k) => k.id === row.knownId)
        const last = entry ? lastDay(entry) : null
        if (!entry || last === null) return []
        const by = entry.relations.find((r) => r.kind === 'replaced' || r.kind === 'repealed')?.by ?? null
        return [
          { document: restingOf(ctx, row), known: { id: entry.id, name: row.knownName, lastDay: last, by } },
        ]
      }),
    }
  })
}

/** What a document of the library rests on, with its validity today, and what rests on it as far as this person may read. */
export async function readDocumentBases(ctx: Ctx, id: string): Promise<z.input<typeof DocumentBases>> {
  const today = ctx.clock.today()
  return read(ctx, '*', async (trx) => {
    const facts = await findDocument(trx, ctx, id)
    if (!facts) throw new AppError('common.not_found')
    const citations = await trx
      .selectFrom('document_citations')
      .selectAll()
      .where('document_id', '=', id)
      .where('relation', 'in', ['based on', 'implements'])
      .orderBy('ord')
      .execute()
    const cited = citations.map((c) => ({
      type: c.type,
      numberSymbol: c.number_symbol,
      title: c.title,
      date: c.issued_on,
      issuer: c.issuer,
    }))
    const register = await registerFor(trx, cited)
    const library = await findKnown(
      trx,
      ctx,
      cited.map((c) => c.numberSymbol),
    )
    const context = { on: facts.issuedOn, places: placesOf([facts.issuerName]) }
    const seen = new Set<string>()
    const restsOn = cited.flatMap((c) => {
      const found = resolve(c, register, context)
      const known = found.status === 'known' ? found.document : null
      const match = bestMatch(library, c.numberSymbol, c.date)
      const name = [c.type, c.numberSymbol ?? c.title].filter((part) => part !== null).join(' ')
      if (seen.has(name)) return []
      seen.add(name)
      return [
        {
          name,
          date: c.date ?? known?.date ?? null,
          documentId: match && match.id !== id ? match.id : null,
          knownId: known?.id ?? null,
          state: known ? stateOfKnown(known, today) : null,
          lastDay: known ? lastDay(known) : null,
        },
      ]
    })
    const citing =
      facts.numberSymbol === null
        ? []
        : await findCiting(trx, ctx, { numberSymbol: facts.numberSymbol, date: facts.issuedOn, not: id })
    return {
      name: `${facts.type} ${facts.numberSymbol ?? facts.subject}`,
      restsOn,
      restsOnIt: citing.map((row) => restingOf(ctx, row)),
    }
  })
}

/**
 * Checks a text that is being written: bases, dates, form. Nothing is kept and nothing is changed; each finding has the edit
 * that would correct it. The acting unit's abbreviation, its place and those of the bodies above it are known.
 */
export async function checkText(
  ctx: Ctx,
  { text }: z.output<typeof CheckText>,
): Promise<z.input<typeof Checked>> {
  const today = ctx.clock.today()
  const { register, abbreviations, names } = await read(ctx, ownScope(ctx), async (trx) => {
    const unitId = ctx.actor.unitId
    const own = unitId === null ? undefined : (await findUnits(trx, [unitId], today)).get(unitId)
    const above = unitId === null ? [] : await findSuperiorUnits(trx, unitId, today)
    return {
      register: await registerFor(trx, readText(text).citations),
      abbreviations: own ? [own.abbreviation] : [],
      names: [own?.name ?? null, ...above.map((unit) => unit.name)],
    }
  })
  const findings = lint(text, { today, register, abbreviations, places: placesOf(names), unknown: true })
  return {
    findings: findings.map(({ params, article, ...finding }) => ({
      ...finding,
      sentence: translate(ctx.locale, `lint.${finding.code}`, params),
      article: translate(ctx.locale, `lint.article.${article}`),
    })),
  }
}
