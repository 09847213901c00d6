import { z } from 'zod'
import { lastDay, placesOf, readText, resolve } from '../../document/index.ts'
import { lint } from '../../document/lint/index.ts'
import { translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findSuperiorUnits, findUnits } from '../units/index.ts'
import { findDocument } from './documents.store.ts'
import { bestMatch } from './drafts.service.ts'
import { findKnown } from './drafts.store.ts'
import { stateOfKnown } from './known.rules.ts'
import type {
  Checked,
  CheckText,
  DocumentBases,
  ExpiredBases,
  KnownList,
  KnownQuery,
  KnownView,
} from './known.schema.ts'
import { findByNumbers, findCiting, findExpiredBases, listKnown, registerFor } from './known.store.ts'
import { mayWorkOnDocuments } from './library.policy.ts'
import { presentKnown, restingOf, rowOf } from './known.view.ts'

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
    const found = await listKnown(trx, ctx, {
      ...filter,
      after: from === null ? undefined : { day: from[0], id: from[1] },
      limit: pageSize + 1,
    })
    const page = pageOf(found, pageSize, (d) => [d.date ?? '0001-01-01', d.id])
    return {
      rows: page.rows.map((d) => rowOf(d, today)),
      nextCursor: page.nextCursor,
      may: mayWorkOnDocuments(ctx.actor) ? ['known.add'] : [],
    }
  })
}

/** One document on record, as the acting unit has it. @throws common.not_found */
export async function readKnownDocument(ctx: Ctx, id: string): Promise<z.input<typeof KnownView>> {
  return read(ctx, '*', (trx) => presentKnown(trx, ctx, id))
}

/** Plans of the acting unit that rest on a document which is no longer in force today. */
export async function readExpiredBases(ctx: Ctx): Promise<z.input<typeof ExpiredBases>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findExpiredBases(trx, ctx)
    const known = await findByNumbers(
      trx,
      ctx,
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
    const register = await registerFor(trx, ctx, cited)
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
      register: await registerFor(trx, ctx, readText(text).citations),
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
