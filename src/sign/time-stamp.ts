import { hash } from 'node:crypto'
import { digestIds, weakDigests } from './algorithms.ts'
import { type Certificate, findChain, timeStamping } from './certificate.ts'
import { isSignatureRight, readSigned } from './cms.ts'
import { DerError, expectPart, octets, parts, readDer, readOid, readTime } from './der.ts'
import type { SignName } from './name.ts'
import { oids } from './oids.ts'

/** What a time-stamping authority (RFC 3161) says. */
export interface TimeStamp {
  time: Date
  by: SignName
  /** ends at an authority that this installation knows: only then does the time prove something */
  known: boolean
}

/**
 * Reads and checks a time stamp.
 * @param imprinted what it has to be over, by digest: hashed only with the digest that the stamp names
 * @returns null where it is over something else, its own signature is wrong, or it is no time stamp
 */
export function checkTimeStamp(
  token: Uint8Array,
  imprinted: (digest: string) => Uint8Array,
  authorities: Certificate[],
): TimeStamp | null {
  try {
    const signed = readSigned(token)
    const { content, signer, digest } = signed
    if (signed.contentType !== oids.timeStampInfo || content === null || signer === null || digest === null)
      return null
    const right = isSignatureRight(signed, hash(digest, content, 'buffer'), () => content)
    if (!right || weakDigests.includes(digest) || !signer.extendedUses.includes(timeStamping)) return null
    const [, , imprint, , time] = parts(readDer(content))
    const [algorithm, value] = parts(expectPart(imprint))
    const name = digestIds[readOid(parts(expectPart(algorithm))[0])]
    if (name === undefined || weakDigests.includes(name)) return null
    if (Buffer.compare(imprinted(name), octets(expectPart(value))) !== 0) return null
    const at = readTime(time)
    const chain = findChain(signer, signed.certificates, authorities, at)
    return { time: at, by: signer.subject, known: chain.state === 'known' }
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
