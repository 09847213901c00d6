import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { withoutBody } from '../people/index.ts'
import {
  aboutKey,
  acceptPaper,
  findKey,
  findPaper,
  hashOfSource,
  keepPaper,
  keepSigned,
  openKey,
  printPaper,
  requireNext,
  signPaper,
  type Paper,
  type SignWithKey,
  type Subject,
} from '../signing/index.ts'
import type { OutgoingView } from './outgoing.api.schema.ts'
import { requireMay } from './outgoing.policy.ts'
import { loadFor, requireSigner, sourceOf, standingOf, viewOf } from './outgoing.service.ts'
import { findOutgoing } from './outgoing.store.ts'

type View = z.input<typeof OutgoingView>

const subjectOf = (id: string): Subject => ({ what: 'outgoing', id })

/**
 * Prints the PDF that is to be signed, with its number and date, and keeps it for the signatures.
 * @throws outgoing.no_number, outgoing.by_hand, outgoing.not_approved
 */
export async function prepareOutgoing(ctx: Ctx, id: string): Promise<View> {
  const printed = await print(ctx, id)
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'sign')
      if (hashOfSource(await sourceOf(trx, ctx, draft)) !== printed.sourceHash)
        throw new AppError('signing.changed_since')
      await keepPaper(trx, ctx, subjectOf(id), draft.unitId, printed)
      await recordEvent(trx, ctx, 'outgoing.prepare', [
        { what: 'outgoing_draft', id, version: draft.version },
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

async function print(ctx: Ctx, id: string): Promise<Paper> {
  const source = await read(ctx, ownScope(ctx), async (trx) => {
    const draft = await findOutgoing(trx, ctx, id)
    requireMay(ctx.actor, 'sign', standingOf(draft))
    return sourceOf(trx, ctx, draft)
  })
  return printPaper(source)
}

/**
 * Signs on the server: the leader with a key of his own, then the clerk with the agency's. The paper is printed first where
 * it is not there yet.
 * @throws signing.no_key, signing.key_refused for a wrong password, signing.signature_first, signing.changed_since,
 *   mandates.refused_… for a signer who may not sign on the document's day
 */
export async function signOutgoing(
  asked: Ctx,
  id: string,
  { keyId, password }: z.output<typeof SignWithKey>,
): Promise<View> {
  const ctx = withoutBody(asked, 'sign', id, keyId)
  const { secrets } = ctx
  if (!secrets) throw new AppError('signing.not_set_up')
  const printed = await print(ctx, id)
  const { paper, kept } = await read(ctx, ownScope(ctx), async (trx) => {
    const key = await findKey(trx, ctx, keyId, false)
    await requireNext(trx, subjectOf(id), key.kind)
    const there = await findPaper(trx, subjectOf(id))
    return { paper: there?.sourceHash === printed.sourceHash ? there : printed, kept: key }
  })
  const key = openKey(ctx, secrets.open(aboutKey(kept.id), kept.sealed), password)
  const signed = await signPaper(ctx, paper, kept, key)
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'sign')
      await requireSigner(trx, ctx, draft)
      await findKey(trx, ctx, keyId, true)
      if (hashOfSource(await sourceOf(trx, ctx, draft)) !== paper.sourceHash)
        throw new AppError('signing.changed_since')
      await keepPaper(trx, ctx, subjectOf(id), draft.unitId, paper)
      await keepSigned(trx, ctx, subjectOf(id), draft.unitId, paper, signed, [
        { kind: kept.kind, way: 'server', holder: key.certificate.subject.short },
      ])
      await recordEvent(trx, ctx, `outgoing.${kept.kind === 'signature' ? 'sign' : 'seal'}`, [
        { what: 'outgoing_draft', id, version: draft.version },
        { what: `signing_${kept.kind}`, id: kept.id },
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/**
 * Takes back the file that a program outside has signed, if its bytes begin with ours and nothing but signatures was added.
 * @throws signing.not_prepared, signing.refused with why
 */
export async function acceptOutgoing(ctx: Ctx, id: string, bytes: Buffer): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, 'sign')
      await requireSigner(trx, ctx, draft)
      const paper = await requirePaper(trx, id)
      if (hashOfSource(await sourceOf(trx, ctx, draft)) !== paper.sourceHash)
        throw new AppError('signing.changed_since')
      const made = await acceptPaper(trx, ctx, subjectOf(id), paper, bytes)
      await keepSigned(trx, ctx, subjectOf(id), draft.unitId, paper, bytes, made)
      await recordEvent(trx, ctx, 'outgoing.accept', [{ what: 'outgoing_draft', id, version: draft.version }])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/** The PDF as it is now, to be signed or looked at. @throws signing.not_prepared */
export async function readPaperToSign(ctx: Ctx, id: string): Promise<FileAnswer> {
  return read(ctx, ownScope(ctx), async (trx) => {
    await findOutgoing(trx, ctx, id)
    const { pdf } = await requirePaper(trx, id)
    return { body: pdf, mime: 'application/pdf', name: `${id.slice(0, 8)}.pdf`, inline: true }
  })
}

async function requirePaper(trx: Trx, id: string): Promise<Paper> {
  const paper = await findPaper(trx, subjectOf(id))
  if (!paper) throw new AppError('signing.not_prepared')
  return paper
}
