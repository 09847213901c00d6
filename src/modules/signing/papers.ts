import { sql } from 'kysely'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { spellInstant, wallOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { OfficialDocument } from '../../document/write/index.ts'
import { translate } from '../../messages/index.ts'
import { markPlaces, printMark, writePdfToSign, type SignatureRoom } from '../../print/index.ts'
import { acceptSigned, SignError, signPdf, type SigningKey, type SignName } from '../../sign/index.ts'
import { nameOnPaper } from '../people/index.ts'
import type { SigningState } from './signing.schema.ts'
import type { MarkKind, SubjectWhat } from './signing.tables.ts'
import { mayHold, usableKeys, type KeptKey } from './keys.service.ts'

declareErrors({
  'signing.not_prepared': 409,
  'signing.changed_since': 409,
  'signing.already': 409,
  'signing.signature_first': 409,
  'signing.refused': 422,
  'signing.too_large': 413,
  'signing.not_signed': 409,
  'signing.only_signers': 403,
  'signing.other_signer': 403,
  'signing.by_hand': 409,
  'signing.no_number': 409,
})

/** A document on its way to being issued that is to be signed. */
export interface Subject {
  what: SubjectWhat
  id: string
}

export interface Paper {
  source: OfficialDocument
  sourceHash: string
  room: SignatureRoom
  base: Buffer
  pdf: Buffer
}

/** What the signatures stand under: they hold as long as this is the same. */
export function hashOfSource(source: OfficialDocument): string {
  return sha256(canonicalJson(source))
}

/**
 * The paper that waits, or null: also where the document is another by now than what was printed.
 * @param lock for whoever changes it
 */
export async function findPaper(
  trx: Trx,
  subject: Subject,
  source: OfficialDocument,
  lock = false,
): Promise<Paper | null> {
  const sourceHash = hashOfSource(source)
  let query = trx
    .selectFrom('signing_papers')
    .select(['room', 'base', 'pdf'])
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .where('source_hash', '=', sourceHash)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  // The room is written by keepPaper only.
  return row ? { source, sourceHash, ...row, room: row.room as SignatureRoom } : null
}

/** Prints the paper that is to be signed. Takes a moment: call it outside every transaction. */
export async function printPaper(source: OfficialDocument): Promise<Paper> {
  const { pdf, room } = await writePdfToSign(source)
  return { source, sourceHash: hashOfSource(source), room, base: Buffer.from(pdf), pdf: Buffer.from(pdf) }
}

/** Keeps a printed paper, unless one of the same source is there already, perhaps with signatures. */
export async function keepPaper(
  trx: Trx,
  ctx: Ctx,
  { subject, unitId }: { subject: Subject; unitId: string },
  printed: Paper,
): Promise<void> {
  if (await findPaper(trx, subject, printed.source, true)) return
  await dropPaper(trx, subject)
  await trx
    .insertInto('signing_papers')
    .values({
      subject_what: subject.what,
      subject_id: subject.id,
      unit_id: unitId,
      source_hash: printed.sourceHash,
      room: JSON.stringify(printed.room),
      words: JSON.stringify({ source: printed.source, signers: [] }),
      base: printed.base,
      pdf: printed.pdf,
      prepared_at: ctx.clock.now(),
      prepared_by: ctx.actor.personId,
    })
    .execute()
}

/** Gives up a paper with its signatures: its document is refused, or changed. */
export async function dropPaper(trx: Trx, subject: Subject): Promise<void> {
  await trx
    .deleteFrom('signing_papers')
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
  await trx
    .updateTable('signing_marks')
    .set({ is_void: true })
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
}

/** Signatures on a paper; those on another than the one that waits count no more. */
async function findMarks(trx: Trx, subject: Subject, paper: Paper | null) {
  if (!paper) return []
  return trx
    .selectFrom('signing_marks as m')
    .leftJoin('colleagues as p', 'p.id', 'm.person_id')
    .select(['m.kind', 'm.way', 'm.holder', 'm.at', 'm.file_hash', 'p.name as by'])
    .where('m.subject_what', '=', subject.what)
    .where('m.subject_id', '=', subject.id)
    .where('m.is_void', '=', false)
    .orderBy('m.at')
    .orderBy('m.id')
    .execute()
}

function nextOf(marks: readonly { kind: MarkKind }[]): MarkKind | null {
  if (!marks.some((m) => m.kind === 'signature')) return 'signature'
  return marks.some((m) => m.kind === 'seal') ? null : 'seal'
}

/** @throws signing.signature_first, signing.already when this is not the mark that is missing next */
export async function requireNext(
  trx: Trx,
  subject: Subject,
  paper: Paper | null,
  kind: MarkKind,
): Promise<void> {
  requireIsNext(await findMarks(trx, subject, paper), kind)
}

function requireIsNext(marks: readonly { kind: MarkKind }[], kind: MarkKind): void {
  const next = nextOf(marks)
  if (kind === next) return
  throw new AppError(next === 'signature' ? 'signing.signature_first' : 'signing.already')
}

/** Where a paper stands, and with which keys the person can go on. */
export async function signingState(
  trx: Trx,
  ctx: Ctx,
  subject: Subject,
  source: OfficialDocument,
): Promise<SigningState> {
  const paper = await findPaper(trx, subject, source)
  const marks = await findMarks(trx, subject, paper)
  const next = nextOf(marks)
  return {
    isPrepared: paper !== null,
    marks: marks.map((m) => ({
      kind: m.kind,
      way: m.way,
      holder: m.holder,
      by: m.by,
      at: m.at.toISOString(),
    })),
    next,
    // The clerk carries files also for a leader who signs with a device of his own.
    isMine: next !== null && (mayHold(ctx.actor, next) || mayHold(ctx.actor, 'seal')),
    keys: next === null ? [] : await usableKeys(trx, ctx, next),
  }
}

/**
 * Signs a paper as it stands with a key: the mark in its place and colour, the signature over every byte before it. Pure but
 * for the printing of the mark; call it outside every transaction.
 */
export async function signPaper(ctx: Ctx, paper: Paper, kept: KeptKey, key: SigningKey): Promise<Buffer> {
  const at = wallOf(ctx.clock)
  const { kind, picture } = kept
  const holder = key.certificate.subject.short
  const places = markPlaces(paper.room, {
    signature: kind === 'signature' ? picture : null,
    seal: kind === 'seal' ? picture : null,
  })
  const place = kind === 'signature' ? places.signature : places.seal
  const words =
    kind === 'signature'
      ? [`Ký bởi: ${holder}`, `Thời gian ký: ${spellInstant(at)}`]
      : [holder, `Thời gian ký: ${spellInstant(at)}`]
  const page1 = await printMark({ kind, picture, lines: words }, place)
  return signPdf(paper.pdf, key, {
    field: kind === 'signature' ? 'ChuKy' : 'ConDau',
    time: at,
    name: holder,
    words: words.join('. '),
    mark: { ...place, page1 },
  })
}

/** A signature that was made: by which way, and whom its certificate names. */
export interface Mark {
  kind: MarkKind
  way: 'server' | 'outside'
  holder: Pick<SignName, 'short' | 'full'>
}

/**
 * Keeps what was signed. The caller holds the document's lock and has seen that its source is the paper's.
 * @param before the paper that was signed: another one meanwhile is refused
 * @throws signing.changed_since, signing.already, signing.signature_first
 */
export async function keepSigned(
  trx: Trx,
  ctx: Ctx,
  { subject, unitId }: { subject: Subject; unitId: string },
  before: Paper,
  signed: Buffer,
  made: readonly Mark[],
): Promise<void> {
  const now = await findPaper(trx, subject, before.source, true)
  if (!now || sha256(now.pdf) !== sha256(before.pdf)) throw new AppError('signing.changed_since')
  const marks: { kind: MarkKind }[] = await findMarks(trx, subject, now)
  for (const one of made) {
    requireIsNext(marks, one.kind)
    marks.push(one)
    await trx
      .insertInto('signing_marks')
      .values({
        id: newId(),
        unit_id: unitId,
        subject_what: subject.what,
        subject_id: subject.id,
        kind: one.kind,
        way: one.way,
        holder: one.holder.short.slice(0, 300),
        person_id: ctx.actor.personId,
        at: ctx.clock.now(),
        file_hash: sha256(signed),
      })
      .execute()
  }
  const by = await nameOnPaper(trx, ctx.actor.personId)
  const signers = JSON.stringify([...made.map((one) => one.holder.full), by ?? ''])
  await trx
    .updateTable('signing_papers')
    .set({
      pdf: signed,
      words: sql`jsonb_set(words, '{signers}', words->'signers' || ${signers}::jsonb)`,
    })
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
}

/** Signatures, marks and a chain of certificates add this much at most to what went out. */
const mostAdded = 2_000_000

/**
 * Judges a file that came back from a program outside: its bytes begin with ours and nothing but signatures was added.
 * @returns what was added, in order: a first signature is the competent person's, the next the agency's
 * @throws signing.refused with why, signing.too_large
 */
export async function acceptPaper(
  trx: Trx,
  ctx: Ctx,
  subject: Subject,
  paper: Paper,
  back: Buffer,
): Promise<Mark[]> {
  if (back.length > paper.pdf.length + mostAdded) throw new AppError('signing.too_large')
  try {
    const added = acceptSigned(paper.pdf, back, { authorities: [], now: wallOf(ctx.clock) })
    const marks: { kind: MarkKind }[] = await findMarks(trx, subject, paper)
    return added
      .filter((report) => report.kind === 'signature')
      .map((report) => {
        const one = {
          kind: nextOf(marks) ?? ('seal' as const),
          way: 'outside' as const,
          holder: report.signer ?? { short: '', full: '' },
        }
        marks.push(one)
        return one
      })
  } catch (error) {
    if (error instanceof SignError)
      throw new AppError('signing.refused', { why: translate(ctx.locale, `sign.error.${error.code}`) })
    throw error
  }
}

/**
 * The paper with both signatures, to be issued; it is no paper that waits any more. Its bytes are put into the store.
 * @throws signing.not_signed while a signature is missing, or where the document is another than what was signed
 */
export async function takeSignedPaper(
  trx: Trx,
  ctx: Ctx,
  subject: Subject,
  source: OfficialDocument,
): Promise<{ hash: string; size: number }> {
  const paper = await findPaper(trx, subject, source, true)
  if (!paper || nextOf(await findMarks(trx, subject, paper)) !== null)
    throw new AppError('signing.not_signed')
  await trx
    .deleteFrom('signing_papers')
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
  return ctx.files.put(paper.pdf)
}
