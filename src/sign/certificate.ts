import { X509Certificate } from 'node:crypto'
import {
  type Der,
  DerError,
  expectPart,
  octets,
  only,
  parts,
  readDer,
  readNumber,
  readOid,
  readTime,
  tags,
} from './der.ts'
import { readName, type SignName } from './name.ts'

/** What of a certificate (RFC 5280) matters for a signature. */
export interface Certificate {
  /** as it stood, never encoded again: another program's spelling of a name is part of what was signed */
  der: Uint8Array
  subject: SignName
  issuer: SignName
  /** hexadecimal, without leading zeros */
  serial: string
  notBefore: Date
  notAfter: Date
  /** pieces as they stood */
  raw: { subject: Uint8Array; issuer: Uint8Array; serial: Uint8Array }
  keyId: Uint8Array | null
  authority: boolean
  /** how many authorities may stand between this one and a signer */
  pathLength: number
  /** bits of KeyUsage, first bit first; null where none is named */
  keyUsage: number | null
  extendedUses: string[]
  /** has a critical extension that is not understood here: then nothing rests on it */
  strange: boolean
}

/** The bit of KeyUsage for signing certificates. */
const signsCertificates = 0x04
export const timeStamping = '1.3.6.1.5.5.7.3.8'

const extensions = {
  keyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  policies: '2.5.29.32',
  extendedUses: '2.5.29.37',
} as const
const understood: string[] = Object.values(extensions)

/** @throws DerError where the bytes are no certificate */
export function readCertificate(bytes: Uint8Array): Certificate {
  const whole = readDer(bytes)
  const fields = parts(expectPart(parts(expectPart(whole, tags.sequence))[0], tags.sequence))
  if (fields[0]?.tag === 0xa0) fields.shift()
  const [serial, , issuer, validity, subject] = fields
  const [notBefore, notAfter] = parts(expectPart(validity, tags.sequence))
  const named = expectPart(subject, tags.sequence)
  const by = expectPart(issuer, tags.sequence)
  const number = expectPart(serial, tags.integer)
  return {
    der: whole.bytes,
    subject: readName(named),
    issuer: readName(by),
    serial: Buffer.from(number.content)
      .toString('hex')
      .replace(/^(?:00)+(?=.)/, ''),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    raw: { subject: named.bytes, issuer: by.bytes, serial: number.bytes },
    ...readExtensions(fields.find((field) => field.tag === 0xa3)),
  }
}

function readExtensions(list: Der | undefined) {
  const found = {
    keyId: null as Uint8Array | null,
    authority: false,
    pathLength: Infinity,
    keyUsage: null as number | null,
    extendedUses: [] as string[],
    strange: false,
  }
  for (const extension of list === undefined ? [] : parts(only(list))) {
    const [type, ...rest] = parts(extension)
    const id = readOid(type)
    const value = readDer(octets(expectPart(rest.at(-1), tags.octets)))
    if (id === extensions.keyId) found.keyId = octets(value)
    else if (id === extensions.keyUsage) found.keyUsage = value.content[1] ?? 0
    else if (id === extensions.extendedUses) found.extendedUses = parts(value).map(readOid)
    else if (id === extensions.basicConstraints) {
      const [authority, length] = parts(value)
      found.authority = authority?.tag === tags.boolean && authority.content[0] !== 0
      if (length !== undefined) found.pathLength = readNumber(length)
    } else if (rest[0]?.tag === tags.boolean && !understood.includes(id)) found.strange = true
  }
  return found
}

export interface Chain {
  /** `known`: ends at one of the given authorities; `unknown`: at none of them */
  state: 'known' | 'unknown'
  /** the last issuer that was found, or the name of the one that was not */
  top: SignName
}

const longestChain = 8

/**
 * Finds a way from a certificate to one of the authorities that this installation knows: each step signed by the next, each
 * one valid at `at` and allowed to issue (RFC 5280 §6 without policies, name constraints and revocation: a critical
 * extension that is not understood ends the way).
 * @param beside certificates that came along; they are trusted in nothing
 */
export function findChain(
  certificate: Certificate,
  beside: Certificate[],
  authorities: Certificate[],
  at: Date,
): Chain {
  const isKnown = (one: Certificate): boolean => authorities.some((own) => same(own.der, one.der))
  let top = certificate
  function climb(one: Certificate, depth: number): boolean {
    if (one.strange || at < one.notBefore || at > one.notAfter) return false
    if (isKnown(one)) {
      top = one
      return true
    }
    if (depth >= longestChain) return false
    const above = [...authorities, ...beside].filter(
      (upper) => same(upper.raw.subject, one.raw.issuer) && !same(upper.der, one.der),
    )
    // a few of one name are honest (renewed keys); more are an attempt to keep us busy
    for (const upper of above.slice(0, 4)) {
      if (!mayIssue(upper, depth) || !isSignedBy(one, upper)) continue
      top = upper
      if (climb(upper, depth + 1)) return true
    }
    return false
  }
  const state = climb(certificate, 0) ? 'known' : 'unknown'
  return { state, top: state === 'known' ? top.subject : top.issuer }
}

function mayIssue(upper: Certificate, between: number): boolean {
  const signs = upper.keyUsage === null || (upper.keyUsage & signsCertificates) !== 0
  return upper.authority && signs && between <= upper.pathLength
}

function isSignedBy(one: Certificate, upper: Certificate): boolean {
  try {
    return new X509Certificate(one.der).verify(new X509Certificate(upper.der).publicKey)
  } catch {
    return false
  }
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** Certificates of a file in PEM or DER. @throws DerError */
export function readCertificates(file: Uint8Array): Certificate[] {
  const text = Buffer.from(file).toString('latin1')
  const blocks = [...text.matchAll(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----([^-]+)-----END/g)]
  if (blocks.length === 0) {
    if (file[0] !== tags.sequence) throw new DerError('no certificate')
    return [readCertificate(file)]
  }
  return blocks.map(([, base64 = '']) => readCertificate(Buffer.from(base64, 'base64')))
}
