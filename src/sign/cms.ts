import { hash, sign, X509Certificate } from 'node:crypto'
import { type Algorithm, digestIds, isSignedWith, readAlgorithm } from './algorithms.ts'
import { type Certificate, readCertificate, same } from './certificate.ts'
import {
  type Der,
  der,
  DerError,
  derNull,
  expectPart,
  integer,
  octets,
  oid,
  only,
  parts,
  readDer,
  readOid,
  readTime,
  sequence,
  setOf,
  tags,
} from './der.ts'
import { SignError } from './errors.ts'
import { oids } from './oids.ts'
import type { SigningKey } from './p12.ts'

/**
 * A detached signature (CMS SignedData, CAdES-BES as ETSI EN 319 142-1 asks of PAdES): SHA-256, the signer's certificate
 * named by its hash, no signing time within (the PDF says it). The bytes of the certificate go in as they stood.
 * @param digest SHA-256 of what is signed
 * @returns DER
 * @throws SignError `key_kind` where the key is neither RSA nor ECDSA
 */
export function signDigest(digest: Uint8Array, { key, certificate, chain }: SigningKey): Buffer {
  const kind = key.asymmetricKeyType
  if (kind !== 'rsa' && kind !== 'ec') throw new SignError('key_kind')
  const own = hash('sha256', certificate.der, 'buffer')
  // ESSCertIDv2 without an algorithm means SHA-256
  const named = sequence(sequence(sequence(der(tags.octets, own))))
  const attributes = [
    attribute(oids.contentType, oid(oids.data)),
    attribute(oids.messageDigest, der(tags.octets, digest)),
    attribute(oids.signingCertificateV2, named),
  ]
  const signed = setOf(...attributes)
  const signature = sign('sha256', signed, key)
  const sha256 = sequence(oid(oids.sha256))
  const signer = sequence(
    integer(1),
    sequence(certificate.raw.issuer, certificate.raw.serial),
    sha256,
    retag(signed, 0xa0),
    kind === 'rsa' ? sequence(oid(oids.rsa), derNull) : sequence(oid(oids.ecdsaSha256)),
    der(tags.octets, signature),
  )
  const certificates = retag(setOf(certificate.der, ...chain.map((one) => one.der)), 0xa0)
  const data = sequence(
    integer(1),
    der(tags.set, sha256),
    sequence(oid(oids.data)),
    certificates,
    der(tags.set, signer),
  )
  return sequence(oid(oids.signedData), der(0xa0, data))
}

const attribute = (id: string, ...values: Uint8Array[]): Buffer => sequence(oid(id), der(tags.set, ...values))

/** The same content under another tag: an implicit tag, or the SET that a signature is reckoned over. */
function retag(value: Uint8Array, tag: number): Buffer {
  const copy = Buffer.from(value)
  copy[0] = tag
  return copy
}

/** A signature as it was found, read and not yet judged. */
export interface Signed {
  contentType: string
  /** what is signed, where the message holds it */
  content: Uint8Array | null
  certificates: Certificate[]
  /** of the one signer; null where no certificate within is its */
  signer: Certificate | null
  digest: string | null
  algorithm: Algorithm | null
  /** as SET OF, over which the signature goes; null where it goes over the content itself */
  attributes: Uint8Array | null
  messageDigest: Uint8Array | null
  signingTime: Date | null
  /** whether the signer's certificate is the one that was meant; null where none is named */
  named: boolean | null
  signature: Uint8Array
  /** a time stamp over the signature, as SignedData */
  timeStamp: Uint8Array | null
}

/** More certificates than any chain needs. */
const mostCertificates = 32

/**
 * Reads a SignedData with exactly one signer, as ISO 32000 §12.8.3.3 has it.
 * @throws DerError where the bytes are something else; RangeError never
 */
export function readSigned(bytes: Uint8Array): Signed {
  const [type, explicit] = parts(readDer(bytes))
  if (readOid(type) !== oids.signedData) throw new DerError('no signature')
  const [, , encapsulated, ...rest] = parts(only(expectPart(explicit)))
  const [contentType, contentPart] = parts(expectPart(encapsulated))
  const certificates = rest
    .filter((part) => part.tag === 0xa0)
    .flatMap(parts)
    .filter((part) => part.tag === tags.sequence)
    .slice(0, mostCertificates)
    .map((part) => readCertificate(part.bytes))
  const signers = parts(expectPart(rest.at(-1), tags.set))
  if (signers.length !== 1) throw new DerError('one signer expected')
  return {
    contentType: readOid(contentType),
    content: contentPart === undefined ? null : octets(only(contentPart)),
    certificates,
    ...readSigner(expectPart(signers[0]), certificates),
  }
}

function readSigner(info: Der, certificates: Certificate[]) {
  const [, sid, digestPart, ...rest] = parts(info)
  const signedPart = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [algorithmPart, signature, unsignedPart] = rest
  const digest = digestIds[readOid(parts(expectPart(digestPart))[0])] ?? null
  const attributes = readAttributes(signedPart)
  const signer = findSigner(expectPart(sid), certificates)
  const messageDigest = attributes.get(oids.messageDigest)
  const time = attributes.get(oids.signingTime)
  const token = readAttributes(unsignedPart).get(oids.timeStampToken)
  return {
    signer,
    digest,
    algorithm: digest === null ? null : readAlgorithm(expectPart(algorithmPart), digest),
    attributes: signedPart === undefined ? null : retag(signedPart.bytes, tags.set),
    messageDigest: messageDigest === undefined ? null : octets(messageDigest),
    signingTime: time === undefined ? null : readTime(time),
    named: signer && isNamed(signer, attributes),
    signature: octets(expectPart(signature)),
    timeStamp: token?.bytes ?? null,
  }
}

/** First value of each attribute; one that stands twice could say two things and is refused. @throws DerError */
function readAttributes(list: Der | undefined): Map<string, Der> {
  const found = new Map<string, Der>()
  for (const entry of list === undefined ? [] : parts(list)) {
    const [id, values] = parts(entry)
    const name = readOid(id)
    if (found.has(name)) throw new DerError('an attribute twice')
    found.set(name, expectPart(parts(expectPart(values))[0]))
  }
  return found
}

function findSigner(sid: Der, certificates: Certificate[]): Certificate | null {
  if (sid.tag === 0x80) {
    return certificates.find((one) => one.keyId !== null && same(one.keyId, sid.content)) ?? null
  }
  const [issuer, serial] = parts(sid)
  const found = certificates.find(
    ({ raw }) => same(raw.issuer, expectPart(issuer).bytes) && same(raw.serial, expectPart(serial).bytes),
  )
  return found ?? null
}

/** Whether signing-certificate (v1 or v2) names this one: without it somebody could swap certificates of one key. */
function isNamed(signer: Certificate, attributes: Map<string, Der>): boolean | null {
  const second = attributes.get(oids.signingCertificateV2)
  const value = second ?? attributes.get(oids.signingCertificate)
  if (value === undefined) return null
  const id = parts(only(only(value)))
  const algorithm = id[0]?.tag === tags.sequence ? digestIds[readOid(parts(id[0])[0])] : undefined
  const hashed = expectPart(id.find((part) => part.tag === tags.octets))
  const digest = second === undefined ? 'sha1' : (algorithm ?? 'sha256')
  return same(hash(digest, signer.der, 'buffer'), octets(hashed))
}

/**
 * Whether the signature was made by the signer's key over its attributes, and they hold this digest (or over `content`
 * itself where there are no attributes).
 */
export function isSignatureRight(signed: Signed, digest: Uint8Array, content: () => Uint8Array): boolean {
  const { signer, algorithm, attributes, messageDigest } = signed
  if (signer === null || algorithm === null) return false
  let publicKey
  try {
    publicKey = new X509Certificate(signer.der).publicKey
  } catch {
    return false
  }
  if (attributes === null) return isSignedWith({ publicKey }, algorithm, content(), signed.signature)
  if (messageDigest === null || !same(messageDigest, digest)) return false
  return isSignedWith({ publicKey }, algorithm, attributes, signed.signature)
}
