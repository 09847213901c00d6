import type { z } from 'zod'
import { formatDate } from '../../../messages/format.ts'
import { translate, translator, type Translate } from '../../../messages/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Trx } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { ownScope, read, write } from '../../../platform/write.ts'
import { lockUnits, mostRows, readSheet, type ImportResult } from '../../units/index.ts'
import { ownPlaces, requireKeepingKnown } from '../known-own.service.ts'
import { addVersions, findHeads } from '../known-own.store.ts'
import { factsOf, type FactName, type KnownFacts } from '../known.rules.ts'
import { findByNumberKeys, findKeys } from '../known.store.ts'
import { factHeads, readItems, readTable, relationsInWords, type FileEntry } from './columns.ts'
import { planImport, type PlannedEntry } from './import.rules.ts'

declareErrors({ 'library.known_no_heads': 400, 'library.known_bad_json': 400 })

type Result = z.input<typeof ImportResult>
/** More rows than a person reads; the counts are of all. */
const mostShown = 200

/**
 * Reads known documents from an .xlsx, .csv or .json and says for each row what it would do; without `dryRun`, and when no
 * row is wrong, does it all in one transaction. What is new becomes the unit's own entry; what is on record and said
 * otherwise, its correction. The same file again changes nothing.
 * @throws the sentence who may · units.file_… when the file can't be read, library.known_no_heads, library.known_bad_json
 */
export async function importKnown(ctx: Ctx, bytes: Buffer, options: { dryRun: boolean }): Promise<Result> {
  const unitId = requireKeepingKnown(ctx)
  const rows = await readFile(bytes)
  if (rows.length === 0) throw new AppError('units.file_empty')
  if (rows.length > mostRows) throw new AppError('units.file_too_many', { most: mostRows })
  if (options.dryRun)
    return read(ctx, ownScope(ctx), async (trx) => resultOf(ctx, await plan(trx, ctx, rows), false))
  let planned: PlannedEntry[] = []
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      // Two files at once go one after the other: the second finds the entries of the first.
      await lockUnits(trx, [unitId])
      planned = await plan(trx, ctx, rows)
      if (planned.some((entry) => entry.what === 'error')) return
      await carryOut(trx, ctx, unitId, planned)
    },
    answer: async (trx) => {
      // A repeat finds everything already there: that is the present state, and it is done.
      const shown = planned.length > 0 ? planned : await plan(trx, ctx, rows)
      return resultOf(ctx, shown, !shown.some((entry) => entry.what === 'error'))
    },
  })
}

async function readFile(bytes: Buffer): Promise<FileEntry[]> {
  // A table never begins with a brace; a mark of UTF-8 may stand before it.
  const begins = bytes
    .subarray(0, 64)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (begins.startsWith('{')) {
    const items = readItems(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    if (!items) throw new AppError('library.known_bad_json')
    return items
  }
  const rows = readTable(await readSheet(bytes))
  if (!rows) throw new AppError('library.known_no_heads')
  return rows
}

async function plan(trx: Trx, ctx: Ctx, rows: readonly FileEntry[]): Promise<PlannedEntry[]> {
  const keys = rows.flatMap(({ facts }) => {
    const found = findKeys({ type: '', title: '', numberSymbol: facts.numberSymbol })
    return found ? [found.numberKey] : []
  })
  const entries = await findByNumberKeys(trx, ctx, keys)
  return planImport(rows, { today: ctx.clock.today(), entries, places: await ownPlaces(trx, ctx) })
}

async function carryOut(trx: Trx, ctx: Ctx, unitId: string, planned: readonly PlannedEntry[]): Promise<void> {
  const touched = planned.filter((entry) => entry.what !== 'same')
  const heads = await findHeads(
    trx,
    ctx,
    touched.flatMap((entry) => entry.present?.id ?? []),
    true,
  )
  const reason = translate('vi', 'library.import.reason', { day: formatDate(ctx.clock.today()) })
  const versions = touched.map(({ present, facts }) => {
    const head = present ? heads.get(present.id) : undefined
    const next = head
      ? { ...head, version: head.version + 1 }
      : { id: newId(), unitId, knownId: present?.id ?? null, version: 1 }
    return {
      head: { ...next, state: 'stands' as const },
      facts,
      reason: present ? reason : null,
    }
  })
  await recordEvent(trx, ctx, 'known_entry.import', await addVersions(trx, ctx, versions))
}

function resultOf(ctx: Ctx, planned: readonly PlannedEntry[], done: boolean): Result {
  const t = translator(ctx.locale)
  const count = (what: PlannedEntry['what']) => planned.filter((entry) => entry.what === what).length
  const order = { error: 0, change: 1, add: 2, same: 3 }
  const shown = [...planned]
    .sort((a, b) => order[a.what] - order[b.what] || a.row - b.row)
    .slice(0, mostShown)
  return {
    rows: shown.map((entry) => ({
      row: entry.row,
      name: [entry.facts.type, entry.facts.numberSymbol].filter((w) => w !== '').join(' '),
      code: [entry.facts.issuer, entry.facts.issuedOn === null ? '' : formatDate(entry.facts.issuedOn)]
        .filter((w) => w !== '')
        .join(', '),
      what: entry.what,
      words: wordsOf(t, entry),
      issues: entry.issues.map((issue) => ({
        column: issue.fact && t(factHeads[issue.fact]),
        message: t(`library.issue.${issue.code}`, issue.params),
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

/** "Đến hết ngày: 31/12/2025 (trong danh mục: chưa ghi)". */
function wordsOf(t: Translate, { what, present, facts, differs }: PlannedEntry): string {
  if (what !== 'change' || !present) return ''
  const before = factsOf(present)
  return differs
    .map((name) => {
      const say = (of: KnownFacts) => sayFact(t, of, name) || t('library.import.unsaid')
      return t('library.import.differs', { fact: t(factHeads[name]), now: say(facts), before: say(before) })
    })
    .join('; ')
}

function sayFact(t: Translate, facts: KnownFacts, name: FactName): string {
  if (name === 'relations') return relationsInWords(t, facts.relations)
  const words = facts[name] ?? ''
  return name === 'issuedOn' || name === 'inForceFrom' || name === 'lastDay'
    ? words && formatDate(words)
    : words
}
