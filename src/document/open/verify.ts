import {
  readCertificates,
  SignError,
  type SignErrorCode,
  type SignatureReport,
  verifyPdf,
} from '../../sign/index.ts'
import type { VerifyJob } from './child.ts'

/** The signatures of a file, oldest first; or why they could not be read, where there seem to be some. */
export interface VerifiedFile {
  signatures: SignatureReport[]
  unread: SignErrorCode | null
}

/** Any file may be asked for: one that is no PDF has no signatures that are known here. */
export function verifyFile(bytes: Uint8Array, { authorities, now }: VerifyJob): VerifiedFile {
  const trusted = authorities.flatMap((one) => readCertificates(Buffer.from(one, 'base64')))
  try {
    return { signatures: verifyPdf(bytes, { authorities: trusted, now: new Date(now) }), unread: null }
  } catch (error) {
    if (!(error instanceof SignError)) throw error
    // Many a PDF that nobody signed is damaged in a way that no reader minds: that is no matter of signatures.
    const isSigned = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('/ByteRange')
    return { signatures: [], unread: isSigned ? error.code : null }
  }
}
