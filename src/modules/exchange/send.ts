import {
  insteadOf,
  packageOf,
  recallOf,
  statusOf,
  writeEdxml,
  writeEdxmlStatus,
  type EdxmlDocument,
} from '../../document/edxml/index.ts'
import { sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { translate } from '../../messages/index.ts'
import { findCodeOfUnit, packJob, type PackJob } from '../dispatch/index.ts'
import { paperName } from '../library/index.ts'
import { findUnits } from '../units/index.ts'
import { findArrival, findResponses } from './arrivals.store.ts'
import { figuresFileOf } from './figures.file.ts'
import type { ExchangeFolder } from './folder.ts'
import {
  findPackage,
  findRefSent,
  findReplaced,
  findSentDocument,
  hasEarlier,
  orderPackage,
  sendJob,
  type PackageRow,
  type SendJob,
} from './packages.store.ts'

declareErrors({ 'exchange.no_code': 409, 'exchange.nothing_left': 409 })

/** `exchange.pack`: one package for each delivery of a dispatch that goes out so. */
export function registerPacking(): void {
  onJob<PackJob>(packJob, {
    step: async (trx, ctx, { payload: { deliveryIds } }) => {
      const deliveries = await trx
        .selectFrom('deliveries')
        .select(['id', 'sender_id', 'agency_code', 'document_id'])
        .where('id', 'in', deliveryIds)
        .where('agency_code', 'is not', null)
        .orderBy('id')
        .execute()
      for (const { id, sender_id: unitId, agency_code: code, document_id: documentId } of deliveries)
        await orderDocument(trx, ctx, { id, unitId, toCode: code ?? '', documentId })
      return { done: true }
    },
  })
}

/** Orders the package of a document for one receiver: an update or replacement, where it got the earlier one. */
export async function orderDocument(
  trx: Trx,
  ctx: Ctx,
  delivery: { id: string; unitId: string; toCode: string; documentId: string },
): Promise<void> {
  const { id: deliveryId, unitId, toCode, documentId } = delivery
  const replaced = await findReplaced(trx, documentId)
  const ofRef = replaced && (await findRefSent(trx, replaced.ofId, toCode))
  const order = { unitId, toCode, deliveryId }
  if (replaced && ofRef !== null) {
    const reason =
      replaced.reason || translate('vi', 'exchange.revised', { numberSymbol: replaced.numberSymbol ?? '' })
    await orderPackage(trx, ctx, { ...order, kind: replaced.kind, ofRef, reason })
  } else await orderPackage(trx, ctx, { ...order, kind: 'document' })
}

/** A package of which something is not there yet is tried again then (ms). */
const askAgainAfter = 5_000

type Prepared =
  | { step: 'staged'; staged: string; hash: string; ref: string | null }
  | { step: 'handed' }
  | { step: 'wait' }
  | { step: 'over' }

/**
 * `exchange.send`: puts a package into the out folder, once or not at all. It is written beside first, under a name of the
 * attempt's own; the transaction says which attempt counts; only then is that file renamed into the folder, which can be
 * done once. Killed before the transaction, nothing names the file; killed behind the rename, the next attempt finds it gone.
 */
export function registerSending(folder: () => Promise<ExchangeFolder>): void {
  onJob<SendJob, Prepared>(sendJob, {
    lane: 'outward',
    prepare: async (ctx, { payload: { packageId } }) => {
      const row = await wide(ctx, 'the one package that the job names', (trx) =>
        findPackage(trx, packageId, false),
      )
      if (!row || row.state === 'sent') return { step: 'over' }
      const out = await folder()
      if (row.staged !== null) {
        await out.hand(row.staged, row.id)
        return { step: 'handed' }
      }
      const packed = await pack(ctx, row)
      if (!packed) return { step: 'wait' }
      const staged = await out.stage(packed.bytes)
      return { step: 'staged', staged, hash: sha256(packed.bytes), ref: packed.ref }
    },
    step: async (trx, ctx, job, prepared) => {
      const row = await findPackage(trx, job.payload.packageId, true)
      if (!row || row.state === 'sent') return { done: true }
      const again = { done: false as const, payload: job.payload, progress: job.done }
      if (prepared.step === 'wait') {
        const later = new Date(ctx.clock.now().getTime() + askAgainAfter)
        await trx.updateTable('jobs').set({ run_at: later }).where('id', '=', job.id).execute()
        return again
      }
      if (prepared.step === 'staged' && row.state === 'waiting') {
        const { staged, hash, ref } = prepared
        await trx
          .updateTable('packages')
          .set({ state: 'packed', staged, hash, document_ref: ref })
          .where('id', '=', row.id)
          .execute()
        return again
      }
      // Another worker's attempt counts: ours is nobody's, and the look into the folder takes it away.
      if (prepared.step !== 'handed' || row.state !== 'packed') return again
      await markSent(trx, ctx, row)
      return { done: true }
    },
  })
}

async function markSent(trx: Trx, ctx: Ctx, row: PackageRow): Promise<void> {
  const now = ctx.clock.now()
  const { hash } = await trx
    .updateTable('packages')
    .set({ state: 'sent', staged: null, sent_at: now })
    .where('id', '=', row.id)
    .returning('hash')
    .executeTakeFirstOrThrow()
  if (row.deliveryId !== null && row.kind !== 'recall')
    await trx
      .updateTable('deliveries')
      .set({ exchange_state: 'sent', exchange_at: now })
      .where('id', '=', row.deliveryId)
      .where('exchange_state', '=', 'waiting')
      .execute()
  const sender: Ctx = { ...ctx, actor: { ...ctx.actor, unitId: row.unitId } }
  await recordEvent(trx, sender, 'package.send', [
    { what: 'package', id: row.id, hash: hash ?? '' },
    ...(row.deliveryId === null ? [] : [{ what: 'delivery', id: row.deliveryId }]),
    ...(row.arrivalId === null ? [] : [{ what: 'package_arrival', id: row.arrivalId }]),
  ])
}

interface Packed {
  bytes: Buffer
  /** of a document: by what it is known on the axis */
  ref: string | null
}

interface Loaded {
  write: (files: { name: string; description: string; bytes: Buffer }[]) => Packed
  papers: { hash: string; name: string; description: string }[]
  /** goes behind the papers: figures of a report, for another installation of this kind */
  figures?: { name: string; bytes: Buffer } | null
}

/** @returns null while it has to wait for the document's papers, or for an earlier package of the same receiver */
async function pack(ctx: Ctx, row: PackageRow): Promise<Packed | null> {
  const loaded = await wide(ctx, 'what one package tells', (trx) =>
    row.arrivalId === null ? loadDocument(trx, ctx, row) : loadStatus(trx, ctx, row, row.arrivalId),
  )
  if (!loaded) return null
  const files: { name: string; description: string; bytes: Buffer }[] = []
  for (const { hash, name, description } of loaded.papers)
    files.push({ name, description, bytes: await ctx.files.get(hash) })
  if (loaded.figures) files.push({ ...loaded.figures, description: translate('vi', 'exchange.figures.file') })
  return loaded.write(files)
}

async function loadDocument(trx: Trx, ctx: Ctx, row: PackageRow): Promise<Loaded | null> {
  if (await hasEarlier(trx, row)) return null
  const document = await findSentDocument(trx, row.deliveryId ?? '')
  const { source } = document ?? {}
  if (!document || !source) throw new AppError('exchange.nothing_left')
  const isRecall = row.kind === 'recall'
  if (!isRecall && !document.papers) return null
  const from = await senderOf(trx, ctx, row)
  const responses = await findResponses(trx, ctx, {
    unitId: row.unitId,
    documentId: document.documentId,
    toCode: row.toCode,
  })
  const papers = document.papers && !isRecall ? document.papers : null
  const description = `${document.type} ${document.subject}`
  return {
    figures: isRecall ? null : await figuresFileOf(trx, document.documentId),
    papers: papers
      ? [
          { hash: papers.pdf, name: paperName(document, 'pdf'), description },
          { hash: papers.docx, name: paperName(document, 'docx'), description },
        ]
      : [],
    write: (files) => {
      const sent = packageOf(source, {
        from,
        to: [{ id: row.toCode, name: document.receiverName }],
        at: row.createdAt,
        files,
        due: document.due,
        pages: null,
      })
      return { bytes: writeEdxml(businessOf(row, { ...sent, responseFor: responses })), ref: sent.documentId }
    },
  }
}

function businessOf(row: PackageRow, sent: EdxmlDocument): EdxmlDocument {
  const reason = row.reason ?? ''
  if (row.kind === 'recall')
    return recallOf({ ...sent, documentId: row.ofRef ?? sent.documentId }, reason, row.createdAt)
  if (row.kind !== 'update' && row.kind !== 'replacement') return sent
  return insteadOf({ ...sent, documentId: row.ofRef ?? '' }, sent, row.kind, reason)
}

async function loadStatus(trx: Trx, ctx: Ctx, row: PackageRow, arrivalId: string): Promise<Loaded | null> {
  if (await hasEarlier(trx, row)) return null
  const arrival = await findArrival(trx, arrivalId)
  const { status } = row
  if (!arrival || status === null) throw new AppError('exchange.nothing_left')
  const by = await senderOf(trx, ctx, row)
  return {
    papers: [],
    write: () => {
      const said = { description: row.reason ?? '', at: row.createdAt }
      return { bytes: writeEdxmlStatus(statusOf(arrival.reference, by, status, said)), ref: null }
    },
  }
}

async function senderOf(trx: Trx, ctx: Ctx, { unitId }: PackageRow): Promise<{ id: string; name: string }> {
  const day = ctx.clock.today()
  const code = await findCodeOfUnit(trx, unitId, day)
  const unit = (await findUnits(trx, [unitId], day)).get(unitId)
  if (code === null || !unit) throw new AppError('exchange.no_code')
  return { id: code, name: unit.name }
}
