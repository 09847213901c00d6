import {
  agencyKey,
  readDocumentId,
  referenceTo,
  sameAgency,
  type EdxmlReference,
  type EdxmlStatus,
} from '../../document/edxml/index.ts'
import { metadataOf } from '../../document/index.ts'
import { sha256 } from '../../platform/canonical.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { wide } from '../../platform/wide.ts'
import { read } from '../../platform/write.ts'
import { findAgency, findAgencyKeys } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import {
  addArrived,
  keepArrived,
  keepBytes,
  holdFile,
  readArrived,
  type ArrivedFile,
} from '../library/index.ts'
import {
  findOwnDocument,
  findRepeat,
  findStandingFor,
  insertArrival,
  noteAsked,
  isTaken,
} from './arrivals.store.ts'
import { elsewhereFile } from './elsewhere.schema.ts'
import { noteFigures } from './figures.ts'
import { openPackage, type OpenedPackage } from './open-package.ts'
import { findReceivers, type Receiver } from './receivers.ts'
import { takeInStatus } from './statuses.ts'
import { orderPackage } from './packages.store.ts'

declareErrors({
  'exchange.no_sender': 422,
  'exchange.own_package': 422,
  'exchange.unknown_receiver': 422,
  'exchange.unknown_document': 422,
})

/** What a package says of its document. */
type Told = Exclude<OpenedPackage['message'], EdxmlStatus>

export const packageMime = 'application/edxml+xml'

/**
 * Takes in what a package tells, each receiver in a transaction of its own home. Harmless the second time: each receiver
 * takes one file once, and knows a document that comes again by its id.
 * @param ctx the system's, of any home
 * @throws why it can't be taken in, as a sentence for whoever keeps the folder
 */
export async function takeInPackage(ctx: Ctx, bytes: Buffer): Promise<void> {
  const opened = await openPackage(bytes)
  try {
    await takeInOpened(ctx, opened, bytes)
  } finally {
    await opened.close()
  }
}

async function takeInOpened(ctx: Ctx, { message, files }: OpenedPackage, bytes: Buffer): Promise<void> {
  const senderKey = agencyKey(message.from.id)
  if (senderKey === null) throw new AppError('exchange.no_sender')
  const sender = await read(ctx, '*', (trx) => findAgency(trx, message.from.id, ctx.clock.today()))
  // The two folders were crossed with themselves: nothing that we send is for us.
  if (sender && !sender.isElsewhere) throw new AppError('exchange.own_package')
  if (message.kind === 'status') return takeInStatus(ctx, message)
  const receivers = await findReceivers(ctx, message)
  if (receivers.length === 0) throw new AppError('exchange.unknown_receiver')
  if (message.business.type === 'recall') return takeInRecall(ctx, message, receivers)
  const isIssuer = sameAgency(readDocumentId(message.documentId)?.organId ?? '', message.from.id)
  const issuerId = isIssuer ? (sender?.unitId ?? null) : null
  await takeInDocument(ctx, { message, files, bytes }, receivers, issuerId)
}

/** The system acting for a receiver, in the receiver's home. */
function actingFor(ctx: Ctx, { unitId, home }: Receiver): Ctx {
  return { ...ctx, home, actor: { ...systemActor, unitId, ownUnits: [unitId] } }
}

async function takeInDocument(
  ctx: Ctx,
  { message, files, bytes }: { message: Told; files: readonly ArrivedFile[]; bytes: Buffer },
  receivers: readonly Receiver[],
  issuerId: string | null,
): Promise<void> {
  const hash = sha256(bytes)
  const fresh: Receiver[] = []
  for (const receiver of receivers) {
    const acting = actingFor(ctx, receiver)
    await noteReplaced(acting, message, receiver)
    if (!(await isRepeat(acting, message, receiver, hash))) fresh.push(receiver)
  }
  if (fresh.length === 0) return
  // Figures for our own kind of system: no document, and nothing that bears a secrecy mark.
  const figuresFile = files.find((file) => file.name === elsewhereFile)
  const figures = figuresFile && (await figuresFile.bytes())
  const arrived = await readArrived(
    files.filter((file) => file !== figuresFile),
    metadataOf(message),
  )
  for (const receiver of fresh) {
    const acting = actingFor(ctx, receiver)
    const { arrival, kept } = await keepArrived(acting, arrived, issuerId)
    await ctx.files.put(bytes)
    await wide(acting, 'one receiver’s own: what came for it', async (trx) => {
      await holdFile(trx, acting, receiver.unitId, {
        hash,
        size: bytes.byteLength,
        mime: packageMime,
        name: `${message.documentId.replace(/[^\p{L}\d.-]+/gu, '-').slice(0, 120)}.edxml`,
      })
      if (await isTaken(trx, receiver.unitId, hash)) return
      const id = newId()
      const documentId = await addArrived(trx, acting, receiver.unitId, id, arrival)
      await note(trx, acting, receiver, message, { id, documentId, hash })
      // Of a report that somebody else passes on they are not: nobody but its author is asked for figures.
      if (figures && issuerId !== null) await noteFigures(trx, acting, id, receiver.unitId, figures)
    })
    await kept()
    await keepBytes(ctx, hash, bytes)
  }
}

async function note(
  trx: Trx,
  ctx: Ctx,
  receiver: Receiver,
  message: Told,
  made: { id: string; documentId: string; hash: string },
): Promise<void> {
  const { unitId } = receiver
  const answersId = await findAnswered(trx, unitId, message.responseFor)
  const { type } = message.business
  const kind = type === 'update' || type === 'replacement' ? type : 'new'
  const ofRef = kind === 'new' ? null : message.business.documentId
  await insertArrival(trx, {
    id: made.id,
    unit_id: unitId,
    document_id: made.documentId,
    sender_code: message.from.id,
    sender_key: agencyKey(message.from.id) ?? '',
    sender_name: message.from.name,
    document_ref: message.documentId,
    reference: JSON.stringify(referenceTo(message)),
    kind,
    of_ref: ofRef,
    file_hash: made.hash,
    answers_id: answersId,
    told: '01',
    arrived_at: ctx.clock.now(),
  })
  await orderPackage(trx, ctx, {
    kind: 'status',
    unitId,
    toCode: message.from.id,
    arrivalId: made.id,
    status: '01',
  })
  await tell(trx, ctx, { about: 'package_arrival', id: made.id })
  await recordEvent(trx, ctx, 'package.take_in', [
    { what: 'package_arrival', id: made.id, hash: made.hash },
    { what: 'document', id: made.documentId },
  ])
}

/** What an update or replacement stands for is marked, also where the receiver has the newer document already. */
async function noteReplaced(ctx: Ctx, { from, business }: Told, { unitId }: Receiver): Promise<void> {
  const { type, documentId: ref, reason } = business
  if ((type !== 'update' && type !== 'replacement') || ref === '') return
  await wide(ctx, 'one receiver’s own: what came for it before', async (trx) => {
    const keys = await findAgencyKeys(trx, from.id, ctx.clock.today())
    const asked = await noteAsked(trx, { unitId, keys, ref }, { asked: type, at: ctx.clock.now(), reason })
    if (asked.length === 0) return
    for (const id of asked) await tell(trx, ctx, { about: 'package_arrival', id })
    await recordEvent(trx, ctx, 'package.replaced', arrivals(asked))
  })
}

function arrivals(ids: readonly string[]) {
  return ids.map((id) => ({ what: 'package_arrival', id }))
}

/**
 * Whether a receiver has the document already: this very package, or its document under the id that it has on the axis. The
 * sender of a second one may have missed our answer and hears the last one again. One that was sent back may come again.
 */
async function isRepeat(ctx: Ctx, message: Told, { unitId }: Receiver, hash: string): Promise<boolean> {
  return wide(ctx, 'one receiver’s own: what came for it before', async (trx) => {
    if (await isTaken(trx, unitId, hash)) return true
    const keys = await findAgencyKeys(trx, message.from.id, ctx.clock.today())
    const before = await findRepeat(trx, { unitId, keys, ref: message.documentId })
    if (!before) return false
    const { id: arrivalId, told } = before
    if (told !== null)
      await orderPackage(trx, ctx, {
        kind: 'status',
        unitId,
        toCode: message.from.id,
        arrivalId,
        status: told,
      })
    await recordEvent(trx, ctx, 'package.repeat', [{ what: 'package_arrival', id: arrivalId }])
    return true
  })
}

/** @throws exchange.unknown_document when none of the receivers has it */
async function takeInRecall(ctx: Ctx, message: Told, receivers: readonly Receiver[]): Promise<void> {
  let found = 0
  for (const receiver of receivers) {
    const acting = actingFor(ctx, receiver)
    found += await wide(acting, 'one receiver’s own: what came for it before', async (trx) => {
      const keys = await findAgencyKeys(trx, message.from.id, ctx.clock.today())
      const ref = message.business.documentId || message.documentId
      const about = { unitId: receiver.unitId, keys, ref }
      const reason = message.business.reason
      const asked = await noteAsked(trx, about, { asked: 'recall', at: ctx.clock.now(), reason })
      if (asked.length === 0) return (await findStandingFor(trx, about)) ? 1 : 0
      for (const id of asked) await tell(trx, acting, { about: 'package_arrival', id })
      await recordEvent(trx, acting, 'package.recalled', arrivals(asked))
      return 1
    })
  }
  if (found === 0) throw new AppError('exchange.unknown_document')
}

/** The unit's own document that a package says it answers; null where it names none that we sent. */
async function findAnswered(
  trx: Trx,
  unitId: string,
  references: readonly EdxmlReference[],
): Promise<string | null> {
  for (const reference of references) {
    const id = await findOwnDocument(trx, unitId, reference)
    if (id !== null) return id
  }
  return null
}
