import type { z } from 'zod'
import { orderBases } from '../../document/index.ts'
import { officialTypes } from '../../document/write/index.ts'
import { translator } from '../../messages/index.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { officialPage, refOf } from '../library/index.ts'
import { requireMandate, signerFinding, spellFinding, usualSigner } from '../mandates/index.ts'
import { nameOnPaper } from '../people/index.ts'
import { hasKeys, signingState } from '../signing/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type {
  AddComment,
  Bases,
  BeginOutgoing,
  OutgoingAction,
  OutgoingFilter,
  OutgoingList,
  OutgoingPaper,
  OutgoingQuery,
  OutgoingTypes,
  OutgoingVersion,
  OutgoingView,
  SaveOutgoing,
} from './outgoing.api.schema.ts'
import { Cursor } from './outgoing.api.schema.ts'
import { beginContent, type Target } from './outgoing.begin.ts'
import { beginCopy, copyPaper, copyTypeOf, sectionsOf, withChoices } from './outgoing.copies.ts'
import { paperOf, symbolOf } from './outgoing.paper.ts'
import { mayBegin, mayOn, requireBegin, requireMay } from './outgoing.policy.ts'
import { markersOf } from './outgoing.rules.ts'
import { OutgoingContent } from './outgoing.schema.ts'
import {
  findBeside,
  findOutgoing,
  insertOutgoing,
  listOutgoing,
  saveContent,
  type OutgoingDraft,
} from './outgoing.store.ts'
import { findingsNow, findTargets, originalOf } from './outgoing.targets.ts'

type View = z.input<typeof OutgoingView>

export const standingOf = (draft: OutgoingDraft) => ({
  unitId: draft.unitId,
  state: draft.state,
  hasNumber: draft.registerEntryId !== null,
  way: draft.content.way,
})

/** The draft, locked, for somebody who may do this with it now. */
export async function loadFor(
  trx: Trx,
  ctx: Ctx,
  id: string,
  action: OutgoingAction,
): Promise<OutgoingDraft> {
  const draft = await findOutgoing(trx, ctx, id, true)
  requireMay(ctx.actor, action, standingOf(draft))
  const { unitId } = ctx.actor
  // Whoever goes on for a closed unit goes on with its drafts, under its own name.
  if (unitId === null || unitId === draft.unitId) return draft
  await trx.updateTable('outgoing_drafts').set({ unit_id: unitId }).where('id', '=', id).execute()
  return { ...draft, unitId }
}

/** The unit as it is called today. */
export async function unitOf(trx: Trx, ctx: Ctx, id: string): Promise<UnitFacts> {
  const unit = (await findUnits(trx, [id], ctx.clock.today())).get(id)
  if (!unit) throw new AppError('common.not_found')
  return unit
}

/** Drafts of the acting unit's documents, those touched last first. */
export async function listDrafts(
  ctx: Ctx,
  query: z.output<typeof OutgoingQuery>,
): Promise<z.input<typeof OutgoingList>> {
  const { cursor, ...filter } = query
  return read(ctx, ownScope(ctx), async (trx) => {
    const found = await listOutgoing(trx, ctx, {
      ...filter,
      after: readCursor(cursor, Cursor),
      limit: pageSize + 1,
    })
    const { rows, nextCursor } = pageOf(found, pageSize, (r) => [r.updatedAt.toISOString(), r.id])
    return {
      rows: rows.map((r) => ({ ...r, updatedAt: r.updatedAt.toISOString() })),
      nextCursor,
      may: mayBegin(ctx.actor) ? ['begin' as const] : [],
    }
  })
}

/** The same as an Excel file. @throws common.export_too_many */
export async function exportDrafts(ctx: Ctx, filter: z.output<typeof OutgoingFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => listOutgoing(trx, ctx, { ...filter, after: null, limit })),
  )
  const body = await writeWorkbook({
    name: t('outgoing.title'),
    title: t('outgoing.title'),
    note: ctx.clock.today().split('-').reverse().join('/'),
    columns: [
      { header: t('outgoing.column.type'), width: 18 },
      { header: t('outgoing.column.subject'), width: 70 },
      { header: t('outgoing.column.state'), width: 18 },
      { header: t('dispatch.register.number'), width: 18 },
      { header: t('outgoing.column.updated'), width: 14 },
      { header: t('outgoing.column.by'), width: 26 },
    ],
    rows: rows.map((r) => [
      r.type,
      r.subject,
      t(`outgoing.state.${r.state}`),
      r.numberSymbol ?? '',
      { day: dayOf(r.updatedAt) },
      r.updatedBy ?? '',
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('outgoing.title')} ${ctx.clock.today()}.xlsx` }
}

/** Legal bases in the order in which they are printed. */
export async function sortBases({ bases }: z.output<typeof Bases>): Promise<z.input<typeof Bases>> {
  return { bases: orderBases(bases) }
}

/** The types of the decree's list. */
export async function listTypes(): Promise<z.input<typeof OutgoingTypes>> {
  return { types: officialTypes.map(({ name, abbreviation }) => ({ name, abbreviation })) }
}

/**
 * Begins a document of the acting unit from the ready form of its type.
 * @param input.id made by the client; sent twice it is one document
 * @throws outgoing.only_drafters, outgoing.bad_link for a target that the unit did not issue, outgoing.not_copied for what
 *   can't be copied so
 */
export async function beginOutgoing(ctx: Ctx, input: z.output<typeof BeginOutgoing>): Promise<View> {
  const { unitId } = ctx.actor
  if (unitId === null) throw new AppError('outgoing.only_drafters')
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      requireBegin(ctx.actor)
      const today = ctx.clock.today()
      const { relation, type, copyOf } = input
      const targets = await findTargets(trx, ctx, { relations: relation === null ? [] : [relation] })
      const document = relation === null ? undefined : targets.get(relation.documentId)
      const target: Target | null = relation && document ? { relation: relation.relation, document } : null
      const signer = await usualSigner(trx, unitId, type, today)
      const copyType = copyTypeOf(type)
      if ((copyType === null) !== (copyOf === null)) throw new AppError('outgoing.not_copied')
      const original =
        copyOf === null ? null : await originalOf(trx, ctx, { type, copy: { documentId: copyOf, keys: [] } })
      if (copyOf !== null && !original) throw new AppError('outgoing.not_copied')
      const way = (await hasKeys(trx, unitId)) ? 'electronic' : 'paper'
      const content =
        copyType && original
          ? beginCopy(copyType.name, original, signer)
          : beginContent(type, await unitOf(trx, ctx, unitId), signer, today, target, way)
      const isNew = await insertOutgoing(trx, ctx, { id: input.id, unitId, content })
      if (!isNew) throw new AppError('common.request_reused')
      await recordEvent(trx, ctx, 'outgoing.begin', [{ what: 'outgoing_draft', id: input.id, version: 1 }])
    },
    answer: (trx) => viewOf(trx, ctx, input.id),
  })
}

/**
 * Keeps the whole draft. Two people at once: the second gets `common.changed_meanwhile`, with what was typed still on the
 * screen beside the version that is kept.
 */
export async function saveOutgoing(
  ctx: Ctx,
  id: string,
  input: z.output<typeof SaveOutgoing>,
): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'draft')
      if (draft.version !== input.version) throw new AppError('common.changed_meanwhile')
      const content = draft.content.copy ? withChoices(draft.content, input.content) : input.content
      if (!draft.content.copy && (content.copy !== null || copyTypeOf(content.type) !== null))
        throw new AppError('outgoing.not_copied')
      await findTargets(trx, ctx, content)
      await saveContent(trx, ctx, draft, content)
      await recordEvent(trx, ctx, 'outgoing.save', [
        { what: 'outgoing_draft', id, version: draft.version + 1 },
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/** Takes a draft away. What was said beside it goes too. */
export async function dropOutgoing(ctx: Ctx, id: string): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'draft')
      await trx.deleteFrom('outgoing_drafts').where('id', '=', draft.id).execute()
      for (const table of ['outgoing_steps', 'outgoing_versions', 'outgoing_comments'] as const)
        await trx.deleteFrom(table).where('document_id', '=', draft.id).execute()
      await recordEvent(trx, ctx, 'outgoing.drop', [{ what: 'outgoing_draft', id, version: draft.version }])
    },
    answer: async () => ({ ok: true as const }),
  })
}

/** Says something beside a draft, of one of its blocks or of the whole. */
export async function addComment(ctx: Ctx, id: string, input: z.output<typeof AddComment>): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'comment')
      const made = await trx
        .insertInto('outgoing_comments')
        .values({
          id: input.id,
          unit_id: draft.unitId,
          document_id: id,
          block_key: input.blockKey,
          words: input.words,
          at: ctx.clock.now(),
          person_id: ctx.actor.personId,
          settled_at: null,
          settled_by: null,
        })
        .onConflict((c) => c.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw new AppError('common.request_reused')
      await recordEvent(trx, ctx, 'outgoing.comment', [
        { what: 'outgoing_draft', id, version: draft.version },
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/** Settles a remark: it stands there, done. */
export async function settleComment(ctx: Ctx, id: string, commentId: string): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'comment')
      const { numUpdatedRows } = await trx
        .updateTable('outgoing_comments')
        .set({ settled_at: ctx.clock.now(), settled_by: ctx.actor.personId })
        .where('id', '=', commentId)
        .where('document_id', '=', id)
        .where('settled_at', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new AppError('common.not_found')
      await recordEvent(trx, ctx, 'outgoing.settle', [{ what: 'outgoing_draft', id, version: draft.version }])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

export async function readOutgoing(ctx: Ctx, id: string): Promise<View> {
  return read(ctx, ownScope(ctx), (trx) => viewOf(trx, ctx, id))
}

/** An earlier state of a draft, to compare with. @throws common.not_found */
export async function readVersion(
  ctx: Ctx,
  id: string,
  version: number,
): Promise<z.input<typeof OutgoingVersion>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    await findOutgoing(trx, ctx, id)
    const row = await trx
      .selectFrom('outgoing_versions as v')
      .leftJoin('persons as p', 'p.id', 'v.person_id')
      .select(['v.version', 'v.at', 'v.content', 'p.name as by'])
      .where('v.document_id', '=', id)
      .where('v.version', '=', version)
      .executeTakeFirst()
    if (!row) throw new AppError('common.not_found')
    return {
      version: row.version,
      at: row.at.toISOString(),
      by: row.by,
      content: OutgoingContent.parse(row.content),
    }
  })
}

/** The draft in its official form, with its number and date where they are reserved. */
export async function readOutgoingPaper(ctx: Ctx, id: string): Promise<z.input<typeof OutgoingPaper>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const draft = await findOutgoing(trx, ctx, id)
    const { html, text } = officialPage(await sourceOf(trx, ctx, draft), true)
    return { html, text }
  })
}

/** What a draft's paper is written from, as it stands now. */
export async function sourceOf(trx: Trx, ctx: Ctx, draft: OutgoingDraft) {
  const entry = await datedOf(trx, draft.registerEntryId)
  const facts = {
    unit: await unitOf(trx, ctx, draft.unitId),
    signerName: await nameOnPaper(trx, draft.content.signer.personId),
    number: entry ? String(entry.number) : null,
    date: entry?.dated ?? null,
  }
  if (!draft.content.copy) return paperOf(draft.content, facts, ctx.clock.today())
  const original = await originalOf(trx, ctx, draft.content)
  if (!original) throw new AppError('outgoing.no_original')
  return copyPaper(draft.content, facts, original)
}

/** Whoever is named as signer may sign on the document's day. @throws mandates.refused_… */
export async function requireSigner(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<void> {
  const { content, unitId, registerEntryId } = draft
  const day = (await datedOf(trx, registerEntryId))?.dated ?? ctx.clock.today()
  await requireMandate(trx, unitId, content.signer, { type: content.type, day })
}

async function datedOf(trx: Trx, entryId: string | null) {
  if (entryId === null) return undefined
  return trx
    .selectFrom('register_entries')
    .select(['number', 'dated'])
    .where('id', '=', entryId)
    .executeTakeFirst()
}

/** The draft as its screen needs it. @throws common.not_found, outgoing.issued_already */
export async function viewOf(trx: Trx, ctx: Ctx, id: string): Promise<View> {
  const draft = await findOutgoing(trx, ctx, id)
  const { content } = draft
  const unit = await unitOf(trx, ctx, draft.unitId)
  const { targets, original, findings } = await findingsNow(trx, ctx, content)
  const { steps, comments, versions, last } = await findBeside(trx, draft)
  const t = translator(ctx.locale)
  const on = { type: content.type, day: last.dated ?? ctx.clock.today() }
  const mandate = await signerFinding(trx, draft.unitId, content.signer, on)
  return {
    id,
    state: draft.state,
    version: draft.version,
    content,
    numberSymbol: last.number,
    numberDated: last.dated,
    symbol: symbolOf(content, unit.abbreviation),
    updatedAt: draft.updatedAt.toISOString(),
    updatedBy: last.by,
    markers: Object.fromEntries(
      [content.blocks, ...content.annexes.map((a) => a.blocks)].flatMap((blocks) => [...markersOf(blocks)]),
    ),
    findings: [
      ...findings.map((f) => ({ ...f, sentence: t(`outgoing.check.${f.code}`), article: null })),
      ...(mandate ? [{ ...spellFinding(ctx, mandate), blockKey: null }] : []),
    ],
    relations: content.relations.flatMap(({ relation, documentId }) => {
      const document = targets.get(documentId)
      return document ? [{ relation, document: refOf(document) }] : []
    }),
    copyOf: original
      ? {
          document: refOf(original.facts),
          sections: content.type === 'Bản trích sao' ? sectionsOf(original.source.body) : [],
        }
      : null,
    comments: comments.map((c) => ({
      ...c,
      at: c.at.toISOString(),
      settledAt: c.settledAt?.toISOString() ?? null,
    })),
    steps: steps.map((s) => ({ ...s, at: s.at.toISOString() })),
    versions: versions.map((v) => ({ ...v, at: v.at.toISOString() })),
    signing:
      draft.state === 'approved' && content.way === 'electronic'
        ? await signingState(trx, ctx, { what: 'outgoing', id }, await sourceOf(trx, ctx, draft))
        : null,
    may: mayOn(ctx.actor, standingOf(draft)),
  }
}
