import type { z } from 'zod'
import type { OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent, type EventSubject } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import type { Scope } from '../../platform/tx.ts'
import { read, write } from '../../platform/write.ts'
import { withoutBody } from '../people/index.ts'
import { aboutKey, findKey, openKey } from './keys.service.ts'
import {
  acceptPaper,
  findPaper,
  hashOfSource,
  keepPaper,
  keepSigned,
  printPaper,
  requireNext,
  signPaper,
  type Subject,
} from './papers.ts'
import type { SignWithKey } from './signing.schema.ts'

/** A document that is approved and has its number, as it is now. */
export interface ToSign {
  subject: Subject
  unitId: string
  /** what its paper is printed from */
  source: OfficialDocument
  /** as the events of its signing name it */
  named: EventSubject
  /** whose name stands under it; null: written in by hand */
  signerId: string | null
}

/** What a kind of document says of itself, so that all kinds are signed by the same flow. */
export interface SignedKind<View> {
  /** its events: `outgoing` gives `outgoing.sign` */
  verb: string
  /** whose rows reading and writing it touches */
  scope: (ctx: Ctx) => Scope
  /**
   * Finds it among the unit's own.
   * @param use `look`: at the paper that is there; `sign`: the person has to be one who may sign it now; `write`: that too, and its row is locked
   * @throws common.not_found, signing.only_signers, signing.by_hand, signing.no_number, and why it is in no state to be signed
   */
  load: (trx: Trx, ctx: Ctx, id: string, use: 'look' | 'sign' | 'write') => Promise<ToSign>
  /** what its screen shows of it */
  view: (trx: Trx, ctx: Ctx, id: string) => Promise<View>
}

export interface SigningFlow<View> {
  /** Prints the PDF that is to be signed, with its number and date, and keeps it for the signatures. */
  prepare: (ctx: Ctx, id: string) => Promise<View>
  /**
   * Signs on the server: the leader with a key of his own, then the clerk with the agency's. The paper is printed first
   * where it is not there yet.
   * @throws signing.no_key, signing.key_refused for a wrong password, signing.signature_first, signing.changed_since,
   *   signing.other_signer for a leader who is not the one named under it
   */
  sign: (ctx: Ctx, id: string, body: z.output<typeof SignWithKey>) => Promise<View>
  /**
   * Takes back the file that a program outside has signed, if its bytes begin with ours and nothing but signatures was added.
   * @throws signing.not_prepared, signing.refused with why
   */
  accept: (ctx: Ctx, id: string, bytes: Buffer) => Promise<View>
  /** The PDF as it is now, to be signed or looked at. @throws signing.not_prepared */
  readPaper: (ctx: Ctx, id: string) => Promise<FileAnswer>
}

/** The life of a paper between its number and its issue, for one kind of document. */
export function signingFlow<View>(kind: SignedKind<View>): SigningFlow<View> {
  const { verb, scope, load, view } = kind

  async function print(ctx: Ctx, id: string) {
    const { source, subject, signerId } = await read(ctx, scope(ctx), (trx) => load(trx, ctx, id, 'sign'))
    return { subject, signerId, printed: await printPaper(source) }
  }
  /** The document once more, locked, as long as it is the one that was printed. */
  async function loadSame(trx: Trx, ctx: Ctx, id: string, sourceHash: string): Promise<ToSign> {
    const document = await load(trx, ctx, id, 'write')
    if (hashOfSource(document.source) !== sourceHash) throw new AppError('signing.changed_since')
    return document
  }

  return {
    async prepare(ctx, id) {
      const { printed } = await print(ctx, id)
      return write(ctx, scope(ctx), {
        act: async (trx) => {
          const { named, ...of } = await loadSame(trx, ctx, id, printed.sourceHash)
          await keepPaper(trx, ctx, of, printed)
          await recordEvent(trx, ctx, `${verb}.prepare`, [named])
        },
        answer: (trx) => view(trx, ctx, id),
      })
    },

    async sign(asked, id, { keyId, password }) {
      const ctx = withoutBody(asked, 'sign', id, keyId)
      const { secrets } = ctx
      if (!secrets) throw new AppError('signing.not_set_up')
      const { subject, printed, signerId } = await print(ctx, id)
      const { paper, kept } = await read(ctx, scope(ctx), async (trx) => {
        const key = await findKey(trx, ctx, keyId, false)
        const there = await findPaper(trx, subject, printed.source)
        await requireNext(trx, subject, there, key.kind)
        // The key is its holder's own, and the paper bears a name: one's signature under another's name is none.
        if (key.kind === 'signature' && signerId !== null && signerId !== ctx.actor.personId)
          throw new AppError('signing.other_signer')
        return { paper: there ?? printed, kept: key }
      })
      const key = openKey(ctx, secrets.open(aboutKey(kept.id), kept.sealed), password)
      const signed = await signPaper(ctx, paper, kept, key)
      return write(ctx, scope(ctx), {
        act: async (trx) => {
          const { named, ...of } = await loadSame(trx, ctx, id, paper.sourceHash)
          await findKey(trx, ctx, keyId, true)
          await keepPaper(trx, ctx, of, paper)
          await keepSigned(trx, ctx, of, paper, signed, [
            { kind: kept.kind, way: 'server', holder: key.certificate.subject },
          ])
          await recordEvent(trx, ctx, `${verb}.${kept.kind === 'signature' ? 'sign' : 'seal'}`, [
            named,
            { what: `signing_${kept.kind}`, id: kept.id },
          ])
        },
        answer: (trx) => view(trx, ctx, id),
      })
    },

    async accept(ctx, id, bytes) {
      return write(ctx, scope(ctx), {
        act: async (trx) => {
          const { named, ...of } = await load(trx, ctx, id, 'write')
          const paper = await findPaper(trx, of.subject, of.source)
          if (!paper) throw new AppError('signing.not_prepared')
          const made = await acceptPaper(trx, ctx, of.subject, paper, bytes)
          await keepSigned(trx, ctx, of, paper, bytes, made)
          await recordEvent(trx, ctx, `${verb}.accept`, [named])
        },
        answer: (trx) => view(trx, ctx, id),
      })
    },

    async readPaper(ctx, id) {
      return read(ctx, scope(ctx), async (trx) => {
        const { subject, source } = await load(trx, ctx, id, 'look')
        const paper = await findPaper(trx, subject, source)
        if (!paper) throw new AppError('signing.not_prepared')
        return { body: paper.pdf, mime: 'application/pdf', name: `${id.slice(0, 8)}.pdf`, inline: true }
      })
    },
  }
}
