import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { spellInstant, wallOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { OfficialDocument } from '../../document/write/index.ts'
import { translate } from '../../messages/index.ts'
import { markPlaces, printMark, writePdfToSign, type SignatureRoom } from '../../print/index.ts'
import { acceptSigned, SignError, signPdf, type SigningKey } from '../../sign/index.ts'
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
})

/** A document on its way to being issued that is to be signed. */
export interface Subject {
  what: SubjectWhat
  id: string
}

export interface Paper {
  sourceHash: string
  room: SignatureRoom
  base: Buffer
  pdf: Buffer
}

/** What the signatures stand under: they hold as long as this is the same. */
export function hashOfSource(source: OfficialDocument): string {
  return sha256(canonicalJson(source))
}

/** The paper that waits, or null. @param lock for whoever changes it */
export async function findPaper(trx: Trx, subject: Subject, lock = false): Promise<Paper | null> {
  let query = trx
    .selectFrom('signing_papers')
    .selectAll()
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  return row
    ? {
        sourceHash: row.source_hash,
        // written by keepPaper only
        room: row.room as SignatureRoom,
        base: row.base,
        pdf: row.pdf,
      }
    : null
}

/** Prints the paper that is to be signed. Takes a moment: call it outside every transaction. */
export async function printPaper(source: OfficialDocument): Promise<Paper> {
  const { pdf, room } = await writePdfToSign(source)
  return { sourceHash: hashOfSource(source), room, base: Buffer.from(pdf), pdf: Buffer.from(pdf) }
}

/** Keeps a printed paper, unless one of the same source is there already, perhaps with signatures. */
export async function keepPaper(
  trx: Trx,
  ctx: Ctx,
  subject: Subject,
  unitId: string,
  printed: Paper,
): Promise<void> {
  const there = await findPaper(trx, subject, true)
  if (there?.sourceHash === printed.sourceHash) return
  await dropPaper(trx, subject)
  await trx
    .insertInto('signing_papers')
    .values({
      subject_what: subject.what,
      subject_id: subject.id,
      unit_id: unitId,
      source_hash: printed.sourceHash,
      room: JSON.stringify(printed.room),
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

async function findMarks(trx: Trx, subject: Subject) {
  return trx
    .selectFrom('signing_marks as m')
    .leftJoin('persons as p', 'p.id', 'm.person_id')
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
export async function requireNext(trx: Trx, subject: Subject, kind: MarkKind): Promise<void> {
  requireIsNext(await findMarks(trx, subject), kind)
}

function requireIsNext(marks: readonly { kind: MarkKind }[], kind: MarkKind): void {
  const next = nextOf(marks)
  if (kind === next) return
  throw new AppError(next === 'signature' ? 'signing.signature_first' : 'signing.already')
}

/** Where a paper stands, and with which keys the person can go on. */
export async function signingState(trx: Trx, ctx: Ctx, subject: Subject): Promise<SigningState> {
  const paper = await trx
    .selectFrom('signing_papers')
    .select('subject_id')
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .executeTakeFirst()
  const marks = await findMarks(trx, subject)
  const next = nextOf(marks)
  return {
    isPrepared: paper !== undefined,
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

/**
 * Keeps what was signed. The caller holds the document's lock and has seen that its source is the paper's.
 * @param before the paper that was signed: another one meanwhile is refused
 * @throws signing.changed_since, signing.already, signing.signature_first
 */
export async function keepSigned(
  trx: Trx,
  ctx: Ctx,
  subject: Subject,
  unitId: string,
  before: Paper,
  signed: Buffer,
  made: readonly { kind: MarkKind; way: 'server' | 'outside'; holder: string }[],
): Promise<void> {
  const now = await findPaper(trx, subject, true)
  if (!now || sha256(now.pdf) !== sha256(before.pdf)) throw new AppError('signing.changed_since')
  const marks: { kind: MarkKind }[] = await findMarks(trx, subject)
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
        holder: one.holder.slice(0, 300),
        person_id: ctx.actor.personId,
        at: ctx.clock.now(),
        file_hash: sha256(signed),
      })
      .execute()
  }
  await trx
    .updateTable('signing_papers')
    .set({ pdf: signed })
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
}

/** Signatures, marks and a chain of certificates add this much at most to what went out. */
export const mostAdded = 2_000_000

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
): Promise<{ kind: MarkKind; way: 'outside'; holder: string }[]> {
  if (back.length > paper.pdf.length + mostAdded) throw new AppError('signing.too_large')
  try {
    const added = acceptSigned(paper.pdf, back, { authorities: [], now: wallOf(ctx.clock) })
    const marks: { kind: MarkKind }[] = await findMarks(trx, subject)
    return added
      .filter((report) => report.kind === 'signature')
      .map((report) => {
        const one = {
          kind: nextOf(marks) ?? ('seal' as const),
          way: 'outside' as const,
          holder: report.signer?.short ?? '',
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
 * The paper with both signatures, to be issued; it is no paper that waits any more.
 * @returns null while a signature is missing, or where the document is another than what was signed
 */
export async function takeSignedPaper(
  trx: Trx,
  subject: Subject,
  source: OfficialDocument,
): Promise<Buffer | null> {
  const paper = await findPaper(trx, subject, true)
  if (!paper || paper.sourceHash !== hashOfSource(source) || nextOf(await findMarks(trx, subject)) !== null)
    return null
  await trx
    .deleteFrom('signing_papers')
    .where('subject_what', '=', subject.what)
    .where('subject_id', '=', subject.id)
    .execute()
  return paper.pdf
}
