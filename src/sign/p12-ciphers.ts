import { createDecipheriv, createHmac, hash, pbkdf2Sync } from 'node:crypto'
import { type Der, DerError, expectPart, octets, parts, readNumber, readOid, tags } from './der.ts'
import { SignError } from './errors.ts'
import { decryptRc2 } from './rc2.ts'

/** More rounds than any program writes; a file that asks for more would keep the process busy. */
const mostRounds = 2_000_000

const digests: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** Pseudo-random functions of PBKDF2, and HMACs. */
const hmacs: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2 = '1.2.840.113549.1.5.12'
const ciphers: Record<string, { name: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
}
/** The ciphers of RFC 7292 appendix C that are met: 3DES with three or two keys, RC2 with 128 or 40 bits. */
const old: Record<string, { name: 'des-ede3-cbc' | 'des-ede-cbc' | 'rc2'; keyBytes: number }> = {
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.4': { name: 'des-ede-cbc', keyBytes: 16 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2', keyBytes: 5 },
}

/** The name of a digest by its number. @throws SignError */
export function digestOf(id: string): string {
  const name = digests[id]
  if (name === undefined) throw new SignError('p12_cipher')
  return name
}

/** Decrypts by what an AlgorithmIdentifier says. @throws SignError `p12_password`, `p12_cipher`; DerError */
export function decrypt(algorithm: Der, data: Uint8Array, password: string): Buffer {
  const [id, parameters] = parts(algorithm)
  const scheme = readOid(id)
  if (scheme === pbes2) return decryptPbes2(expectPart(parameters), data, password)
  const cipher = old[scheme]
  if (cipher === undefined) throw new SignError('p12_cipher')
  const [saltPart, roundsPart] = parts(expectPart(parameters))
  const salt = octets(expectPart(saltPart))
  const rounds = readNumber(roundsPart)
  const key = pkcs12Key('sha1', password, salt, rounds, 1).subarray(0, cipher.keyBytes)
  const iv = pkcs12Key('sha1', password, salt, rounds, 2).subarray(0, 8)
  if (cipher.name === 'rc2') return unpad(decryptRc2(key, iv, data))
  // OpenSSL in Node has three keys only: the third is the first again
  const three = cipher.keyBytes === 24 ? key : Buffer.concat([key, key.subarray(0, 8)])
  return decipher('des-ede3-cbc', three, iv, data)
}

function decryptPbes2(parameters: Der, data: Uint8Array, password: string): Buffer {
  const [kdf, scheme] = parts(parameters)
  const [id, iv] = parts(expectPart(scheme))
  const cipher = ciphers[readOid(id)]
  if (cipher === undefined) throw new SignError('p12_cipher')
  return decipher(
    cipher.name,
    derive(expectPart(kdf), password, cipher.keyBytes),
    octets(expectPart(iv)),
    data,
  )
}

function derive(kdf: Der, password: string, keyBytes: number): Buffer {
  const [id, parameters] = parts(kdf)
  if (readOid(id) !== pbkdf2) throw new SignError('p12_cipher')
  const [salt, rounds, ...rest] = parts(expectPart(parameters))
  const prf = rest.find((part) => part.tag === tags.sequence)
  const name = prf === undefined ? 'sha1' : hmacs[readOid(parts(prf)[0])]
  if (name === undefined) throw new SignError('p12_cipher')
  return pbkdf2Sync(password, octets(expectPart(salt)), bounded(readNumber(rounds)), keyBytes, name)
}

/** The MAC of RFC 9579. */
export function pbmac1(parameters: Der, data: Uint8Array, password: string): Buffer {
  const [kdf, scheme] = parts(parameters)
  const name = hmacs[readOid(parts(expectPart(scheme))[0])]
  if (name === undefined) throw new SignError('p12_cipher')
  const bytes = hash(name, '', 'buffer').length
  return createHmac(name, derive(expectPart(kdf), password, bytes))
    .update(data)
    .digest()
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  try {
    const opened = createDecipheriv(name, key, iv)
    return Buffer.concat([opened.update(data), opened.final()])
  } catch (error) {
    throw new SignError('p12_password', error)
  }
}

function unpad(plain: Buffer): Buffer {
  const padding = plain.at(-1) ?? 0
  if (padding < 1 || padding > 8 || plain.length < padding) throw new SignError('p12_password')
  return plain.subarray(0, plain.length - padding)
}

function bounded(rounds: number): number {
  if (rounds < 1 || rounds > mostRounds) throw new DerError('rounds')
  return rounds
}

/**
 * A key after RFC 7292 appendix B.2.
 * @param purpose 1 key, 2 initial vector, 3 MAC
 * @returns as many bytes as are needed at most: 32, or those of the digest
 */
export function pkcs12Key(
  digest: string,
  password: string,
  salt: Uint8Array,
  rounds: number,
  purpose: 1 | 2 | 3,
): Buffer {
  bounded(rounds)
  const u = hash(digest, '', 'buffer').length
  const v = u > 32 ? 128 : 64
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const filled = Buffer.concat([fill(salt, v), fill(secret, v)])
  const blocks: Buffer[] = []
  for (let length = 0; length < (purpose === 3 ? u : 32); length += u) {
    let block = Buffer.concat([Buffer.alloc(v, purpose), filled])
    for (let i = 0; i < rounds; i++) block = hash(digest, block, 'buffer')
    blocks.push(block)
    addEach(filled, fill(block, v), v)
  }
  return Buffer.concat(blocks).subarray(0, purpose === 3 ? u : 32)
}

function fill(bytes: Uint8Array, v: number): Buffer {
  const filled = Buffer.alloc(Math.ceil(bytes.length / v) * v)
  for (let i = 0; i < filled.length; i++) filled[i] = bytes[i % bytes.length] ?? 0
  return filled
}

/** Each piece of v bytes becomes (piece + added + 1) mod 2^(8v). */
function addEach(pieces: Buffer, added: Buffer, v: number): void {
  for (let from = 0; from < pieces.length; from += v) {
    let carry = 1
    for (let i = v - 1; i >= 0; i--) {
      const sum = (pieces[from + i] ?? 0) + (added[i] ?? 0) + carry
      pieces[from + i] = sum & 255
      carry = sum >> 8
    }
  }
}
