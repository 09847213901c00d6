import { constants, type KeyObject, verify } from 'node:crypto'
import { type Der, only, parts, readNumber, readOid } from './der.ts'

/** What a signature was made with. */
export interface Algorithm {
  /** as `node:crypto` calls it; null for Ed25519, which hashes by itself */
  digest: string | null
  /** read of the parameters of RSASSA-PSS */
  pss?: { saltLength: number }
}

/** Numbers of digests, with the name `node:crypto` has for them. */
export const digestIds: Record<string, string> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
}
/** For these somebody can make two documents with one digest: what they sign proves nothing any more. */
export const weakDigests = ['md5', 'sha1']

/** Signature algorithms that name their digest themselves. */
const whole: Record<string, string> = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}
/** Those that leave it to the digest algorithm beside: rsaEncryption, id-ecPublicKey. */
const keyOnly = ['1.2.840.113549.1.1.1', '1.2.840.10045.2.1']
const rsaPss = '1.2.840.113549.1.1.10'
const ed25519 = '1.3.101.112'

/**
 * @param algorithm AlgorithmIdentifier of the signature
 * @param digest of the signer's digest algorithm
 * @returns null for an algorithm that is not known here
 * @throws DerError
 */
export function readAlgorithm(algorithm: Der, digest: string): Algorithm | null {
  const [type, parameters] = parts(algorithm)
  const id = readOid(type)
  if (id === ed25519) return { digest: null }
  if (id === rsaPss) return parameters === undefined ? null : readPss(parameters)
  if (keyOnly.includes(id)) return { digest }
  const name = whole[id]
  return name === undefined ? null : { digest: name }
}

function readPss(parameters: Der): Algorithm | null {
  const field = (tag: number): Der | undefined => parts(parameters).find((part) => part.tag === tag)
  const hashField = field(0xa0)
  const saltField = field(0xa2)
  const digest = hashField === undefined ? 'sha1' : digestIds[readOid(parts(only(hashField))[0])]
  if (digest === undefined) return null
  return { digest, pss: { saltLength: saltField === undefined ? 20 : readNumber(only(saltField)) } }
}

/** Whether a signature over `data` was made with the key of a certificate; a key that can't be read made none. */
export function isSignedWith(
  certificate: { publicKey: KeyObject },
  algorithm: Algorithm,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const padding = algorithm.pss && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: algorithm.pss.saltLength,
  }
  try {
    return verify(algorithm.digest, data, { key: certificate.publicKey, ...padding }, signature)
  } catch {
    return false
  }
}
