import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto'
import { type Certificate, readCertificate } from './certificate.ts'
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
  tags,
} from './der.ts'
import { SignError } from './errors.ts'
import { decrypt, digestOf, pkcs12Key, pbmac1 } from './p12-ciphers.ts'

/** A key to sign with, its certificate, and the certificates that came along, nearest issuer first where they were so. */
export interface SigningKey {
  key: KeyObject
  certificate: Certificate
  chain: Certificate[]
}

const types = {
  data: '1.2.840.113549.1.7.1',
  encrypted: '1.2.840.113549.1.7.6',
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  bags: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
  pbmac1: '1.2.840.113549.1.5.14',
} as const

/**
 * Opens a PKCS#12 file (.p12, .pfx; RFC 7292): of today (PBES2 with AES, MAC by SHA-2) and of old programs (3DES, RC2).
 * @throws SignError `p12_damaged`, `p12_password`, `p12_cipher` (RC4 and the like) or `p12_no_key`
 */
export function openP12(file: Uint8Array, password: string): SigningKey {
  try {
    const [version, authSafe, mac] = parts(readDer(file))
    if (readNumber(version) !== 3) throw new SignError('p12_damaged')
    const safe = contentOf(expectPart(authSafe), types.data)
    if (mac !== undefined && !isMacRight(mac, safe, password)) throw new SignError('p12_password')
    return choose(
      parts(readDer(safe)).flatMap((info) => bagsOf(info, password)),
      password,
    )
  } catch (error) {
    if (error instanceof DerError) throw new SignError('p12_damaged', error)
    throw error
  }
}

function contentOf(info: Der, type: string): Uint8Array {
  const [id, content] = parts(info)
  if (readOid(id) !== type) throw new SignError('p12_cipher')
  return octets(only(expectPart(content)))
}

function isMacRight(mac: Der, safe: Uint8Array, password: string): boolean {
  const [info, salt, rounds] = parts(mac)
  const [algorithm, expected] = parts(expectPart(info))
  const [id, parameters] = parts(expectPart(algorithm))
  const right = octets(expectPart(expected))
  const found =
    readOid(id) === types.pbmac1
      ? pbmac1(expectPart(parameters), safe, password)
      : createHmac(
          digestOf(readOid(id)),
          pkcs12Key(
            digestOf(readOid(id)),
            password,
            octets(expectPart(salt)),
            rounds === undefined ? 1 : readNumber(rounds),
            3,
          ),
        )
          .update(safe)
          .digest()
  return found.length === right.length && timingSafeEqual(found, right)
}

interface Bags {
  keys: Der[]
  shrouded: Der[]
  certificates: Uint8Array[]
}

function bagsOf(info: Der, password: string): Bags[] {
  const [id, content] = parts(info)
  const inside = only(expectPart(content))
  if (readOid(id) === types.data) return readBags(octets(inside))
  if (readOid(id) !== types.encrypted) throw new SignError('p12_cipher')
  const [, secret] = parts(inside)
  const [, algorithm, encrypted] = parts(expectPart(secret))
  return readBags(decrypt(expectPart(algorithm), octets(expectPart(encrypted)), password))
}

function readBags(safe: Uint8Array, depth = 0): Bags[] {
  const found: Bags = { keys: [], shrouded: [], certificates: [] }
  const inner: Bags[] = []
  for (const bag of parts(expectPart(readDer(safe), tags.sequence))) {
    const [id, explicit] = parts(bag)
    const value = only(expectPart(explicit))
    const type = readOid(id)
    if (type === types.key) found.keys.push(value)
    else if (type === types.shroudedKey) found.shrouded.push(value)
    else if (type === types.certificate) {
      const [kind, certificate] = parts(value)
      if (readOid(kind) === types.x509) found.certificates.push(octets(only(expectPart(certificate))))
    } else if (type === types.bags && depth < 4) inner.push(...readBags(value.bytes, depth + 1))
  }
  return [found, ...inner]
}

function choose(bags: Bags[], password: string): SigningKey {
  const certificates = bags.flatMap((bag) => bag.certificates).map(readCertificate)
  const keys = [
    ...bags.flatMap((bag) => bag.keys).map((key) => key.bytes),
    ...bags
      .flatMap((bag) => bag.shrouded)
      .map((shrouded) => {
        const [algorithm, encrypted] = parts(shrouded)
        return decrypt(expectPart(algorithm), octets(expectPart(encrypted)), password)
      }),
  ]
  for (const bytes of keys) {
    const key = readKey(bytes)
    const certificate = certificates.find((one) => isKeyOf(key, one))
    if (certificate) return { key, certificate, chain: certificates.filter((one) => one !== certificate) }
  }
  throw new SignError('p12_no_key')
}

function isKeyOf(key: KeyObject, certificate: Certificate): boolean {
  try {
    return new X509Certificate(certificate.der).checkPrivateKey(key)
  } catch {
    return false
  }
}

function readKey(bytes: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' })
  } catch (error) {
    throw new SignError('p12_damaged', error)
  }
}
