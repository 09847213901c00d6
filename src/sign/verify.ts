import { createHash, hash } from 'node:crypto'
import { weakDigests } from './algorithms.ts'
import { type Certificate, findChain } from './certificate.ts'
import { changesSince, type Since } from './changes.ts'
import { isSignatureRight, readSigned, type Signed } from './cms.ts'
import { DerError, readDer } from './der.ts'
import { SignError } from './errors.ts'
import type { SignName } from './name.ts'
import { oids } from './oids.ts'
import { findFields } from './pdf/fields.ts'
import { openPdf, type PdfFile } from './pdf/file.ts'
import { isKind, type PdfDict, PdfError, type PdfValue, readTextString } from './pdf/values.ts'
import { checkTimeStamp, type TimeStamp } from './time-stamp.ts'

/** What is told of one signature. Every fact stands for itself; `faultsOf` puts them together. */
export interface SignatureReport {
  field: string
  /** a person's or agency's signature, or a time stamp over the whole document */
  kind: 'signature' | 'time_stamp'
  /**
   * `right`: made with the signer's key over exactly these bytes; `wrong`: not so; `unreadable`: of a kind not known here
   */
  state: 'right' | 'wrong' | 'unreadable'
  /** how much of the file as it was then is signed: `all`, or `part` where something was left out of it */
  covers: 'all' | 'part'
  /** what was added to the file behind it */
  since: Since
  /** length of the file as it was signed, in bytes */
  length: number
  signer: SignName | null
  issuer: SignName | null
  /** hexadecimal */
  serial: string | null
  /** as the signer's computer said, ISO 8601; null where it said nothing */
  claimedTime: string | null
  timeStamp: { time: string; by: string; known: boolean } | null
  /** the signer's certificate on the day of signing */
  certificate: 'valid' | 'expired' | 'not_yet' | null
  /** whether its issuers lead to an authority that this installation knows, and the last of them */
  authority: { known: boolean; name: string } | null
  /** a digest that proves nothing any more: `sha1`, `md5` */
  weak: string | null
  reason: string | null
  location: string | null
}

export interface VerifyOptions {
  /** certificates of the authorities that this installation trusts */
  authorities: Certificate[]
  /** now: for a signature that says no time */
  now: Date
}

/** More than any document is signed by. */
const mostSignatures = 64

/**
 * Reads and checks every signature of a PDF, oldest first. Nothing in the file is believed that is not signed; revocation is
 * not asked for (that needs the network).
 * @returns an empty list where nobody signed
 * @throws SignError `pdf_damaged`, `pdf_encrypted`
 */
export function verifyPdf(bytes: Uint8Array, options: VerifyOptions): SignatureReport[] {
  try {
    const file = openPdf(bytes)
    return findFields(file)
      .filter((field) => field.isSignature)
      .map((field) => ({ name: field.name, value: file.resolve(field.dict.entries.get('V')) }))
      .filter((field): field is { name: string; value: PdfDict } => isKind(field.value, 'dict'))
      .slice(0, mostSignatures)
      .map((field) => verifyOne(file, field.name, field.value, options))
      .toSorted((a, b) => a.length - b.length)
  } catch (error) {
    if (error instanceof PdfError)
      throw new SignError(error.code === 'encrypted' ? 'pdf_encrypted' : 'pdf_damaged', error)
    throw error
  }
}

function verifyOne(file: PdfFile, field: string, dict: PdfDict, options: VerifyOptions): SignatureReport {
  const entry = (key: string): PdfValue => file.resolve(dict.entries.get(key))
  const text = (key: string): string | null => {
    const value = entry(key)
    return isKind(value, 'string') ? readTextString(value).normalize('NFC').slice(0, 500) : null
  }
  const kindName = entry('SubFilter')
  const subFilter = isKind(kindName, 'name') ? kindName.name : ''
  const place = placeOf(file, dict)
  const report: SignatureReport = {
    field,
    kind: subFilter === 'ETSI.RFC3161' ? 'time_stamp' : 'signature',
    state: 'wrong',
    covers: place === null ? 'part' : 'all',
    since: place === null ? 'changed' : changesSince(file.bytes, place.length),
    length: place?.length ?? 0,
    signer: null,
    issuer: null,
    serial: null,
    claimedTime: readPdfTime(text('M')),
    timeStamp: null,
    certificate: null,
    authority: null,
    weak: null,
    reason: text('Reason'),
    location: text('Location'),
  }
  const contents = dict.entries.get('Contents')
  const signed = isKind(contents, 'string') ? read(contents.bytes) : null
  if (signed === null || !isKind(contents, 'string')) return { ...report, state: 'unreadable' }
  if (place === null) return { ...report, ...describe(signed, report.claimedTime, null, options) }
  const range = (digest: string): Buffer =>
    createHash(digest)
      .update(file.bytes.subarray(0, place.hole))
      .update(file.bytes.subarray(place.behind, place.length))
      .digest()
  if (report.kind === 'time_stamp') {
    const stamp = checkTimeStamp(readDer(contents.bytes).bytes, range, options.authorities)
    const state = stamp === null ? 'wrong' : 'right'
    return { ...report, ...describe(signed, report.claimedTime, stamp, options), state }
  }
  const stamp =
    signed.timeStamp === null
      ? null
      : checkTimeStamp(
          signed.timeStamp,
          (digest) => hash(digest, signed.signature, 'buffer'),
          options.authorities,
        )
  return {
    ...report,
    ...describe(signed, report.claimedTime, stamp, options),
    state: stateOf(signed, subFilter, range, () =>
      Buffer.concat([file.bytes.subarray(0, place.hole), file.bytes.subarray(place.behind, place.length)]),
    ),
  }
}

function stateOf(
  signed: Signed,
  subFilter: string,
  range: (digest: string) => Buffer,
  content: () => Buffer,
): SignatureReport['state'] {
  if (signed.digest === null || signed.algorithm === null) return 'unreadable'
  if (signed.signer === null || signed.named === false) return 'wrong'
  if (subFilter === 'adbe.pkcs7.sha1') {
    // the oldest way: the message holds the SHA-1 of the bytes, and that is what is signed
    const inner = signed.content
    if (inner === null || Buffer.compare(inner, range('sha1')) !== 0) return 'wrong'
    return isSignatureRight(signed, hash(signed.digest, inner, 'buffer'), () => inner) ? 'right' : 'wrong'
  }
  if (!['adbe.pkcs7.detached', 'ETSI.CAdES.detached'].includes(subFilter)) return 'unreadable'
  if (signed.content !== null || signed.contentType !== oids.data) return 'wrong'
  return isSignatureRight(signed, range(signed.digest), content) ? 'right' : 'wrong'
}

/** The facts of the certificate and the time. A stamped time counts where its authority is known, else the claimed one. */
function describe(signed: Signed, claimed: string | null, stamp: TimeStamp | null, options: VerifyOptions) {
  const claimedTime = signed.signingTime?.toISOString() ?? claimed
  const { signer } = signed
  const at = stamp?.known ? stamp.time : claimedTime === null ? options.now : new Date(claimedTime)
  const digest = signed.algorithm?.digest ?? signed.digest
  const weak = [digest, signed.digest].find((one) => one !== null && weakDigests.includes(one)) ?? null
  const timeStamp = stamp && { time: stamp.time.toISOString(), by: stamp.by.short, known: stamp.known }
  if (signer === null) return { claimedTime, timeStamp, weak }
  const chain = findChain(signer, signed.certificates, options.authorities, at)
  return {
    claimedTime,
    timeStamp,
    weak,
    signer: signer.subject,
    issuer: signer.issuer,
    serial: signer.serial,
    certificate:
      at > signer.notAfter
        ? ('expired' as const)
        : at < signer.notBefore
          ? ('not_yet' as const)
          : ('valid' as const),
    authority: { known: chain.state === 'known', name: chain.top.short },
  }
}

function read(contents: Uint8Array): Signed | null {
  try {
    return readSigned(contents)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/**
 * What a signature covers, if it covers all of the file as it was: from its first byte to the end of a revision, but for the
 * hole that holds the signature itself and nothing else. Anything looser lets somebody put pages into what is left out.
 */
function placeOf(file: PdfFile, dict: PdfDict): { hole: number; behind: number; length: number } | null {
  const range = file.resolve(dict.entries.get('ByteRange'))
  const contents = dict.entries.get('Contents')
  if (!Array.isArray(range) || range.length !== 4 || !isKind(contents, 'string')) return null
  const [start, hole, behind, rest] = range
  if (typeof hole !== 'number' || typeof behind !== 'number' || typeof rest !== 'number') return null
  const { span, hex, bytes } = contents
  if (start !== 0 || !hex || span === null || span.start !== hole || span.end !== behind) return null
  const length = behind + rest
  if (!Number.isInteger(rest) || rest < 0 || length > file.bytes.length) return null
  return isAlone(bytes) && /%%EOF\s*$/.test(tail(file.bytes, length)) ? { hole, behind, length } : null
}

/** Behind the signature the hole is filled with zeros: other bytes there would be signed by nobody. */
function isAlone(contents: Uint8Array): boolean {
  try {
    return contents.subarray(readDer(contents).bytes.length).every((byte) => byte === 0)
  } catch (error) {
    if (error instanceof DerError) return true
    throw error
  }
}

const tail = (bytes: Uint8Array, end: number): string =>
  Buffer.from(bytes.subarray(Math.max(0, end - 16), end)).toString('latin1')

/** A date of §7.9.4 as ISO 8601 in UTC; null where it is none. Without a zone it counts as Vietnam's. */
function readPdfTime(text: string | null): string | null {
  const found = /^(?:D:)?(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?/.exec(
    text ?? '',
  )
  if (found === null) return null
  const [, year, month, day, hour, minute, second = '00', utc, sign = '+', hours = '07', minutes = '00'] =
    found
  const zone = utc === undefined ? `${sign}${hours}:${minutes}` : 'Z'
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
