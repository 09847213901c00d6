import { createHash } from 'node:crypto'
import { signDigest } from './cms.ts'
import { SignError } from './errors.ts'
import type { SigningKey } from './p12.ts'
import { type Prepared, prepareSignature, type SignatureRequest } from './prepare.ts'

/** Beside the certificates: attributes, signature (RSA up to 8192 bits), and what a program adds later. */
const roomBeside = 4096

/**
 * Signs a PDF as PAdES-B (ETSI EN 319 142-1): one signature more behind all bytes that are there, so that earlier ones stay
 * valid. The same key, file and request give the same bytes with RSA.
 * @throws SignError as `prepareSignature`, and `key_kind`
 */
export function signPdf(pdf: Uint8Array, key: SigningKey, request: SignatureRequest): Buffer {
  const certificates = [key.certificate, ...key.chain].reduce((sum, one) => sum + one.der.length, 0)
  const prepared = prepareSignature(pdf, request, certificates + roomBeside)
  return fillSignature(prepared, signDigest(digestToSign(prepared), key))
}

/** SHA-256 of all but the hole. */
export function digestToSign({ bytes, range: [, before, behind] }: Prepared): Buffer {
  return createHash('sha256').update(bytes.subarray(0, before)).update(bytes.subarray(behind)).digest()
}

/** Puts a signature (CMS in DER) into the hole. @throws SignError `too_long` */
export function fillSignature({ bytes, range: [, before, behind] }: Prepared, signature: Uint8Array): Buffer {
  const hex = Buffer.from(signature).toString('hex')
  if (hex.length > behind - before - 2) throw new SignError('too_long')
  const filled = Buffer.from(bytes)
  filled.write(hex, before + 1, 'latin1')
  return filled
}
