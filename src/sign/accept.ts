import { changesSince } from './changes.ts'
import { SignError } from './errors.ts'
import { isIntact } from './verdict.ts'
import { type SignatureReport, verifyPdf, type VerifyOptions } from './verify.ts'

/**
 * Judges a file that went out to be signed by another program and came back: it is accepted only if its bytes begin with
 * exactly ours, nothing but signatures was added behind them, and the last signature covers everything.
 * @param ours the file as it went out
 * @returns the signatures that were added, oldest first; who may have made them is the caller's to judge
 * @throws SignError `other_file`, `not_signed`, `not_covered`, `signature_wrong`, `pdf_damaged`, `pdf_encrypted`
 */
export function acceptSigned(ours: Uint8Array, back: Uint8Array, options: VerifyOptions): SignatureReport[] {
  if (back.length < ours.length || Buffer.compare(back.subarray(0, ours.length), ours) !== 0)
    throw new SignError('other_file')
  const added = verifyPdf(back, options).filter(
    (report) => report.covers === 'part' || report.length > ours.length,
  )
  if (!added.some((report) => report.kind === 'signature')) throw new SignError('not_signed')
  if (added.some((report) => report.state !== 'right' || report.weak !== null))
    throw new SignError('signature_wrong')
  const isCovered = added.every(isIntact) && added.at(-1)?.since === 'nothing'
  if (!isCovered || changesSince(back, ours.length) !== 'additions') throw new SignError('not_covered')
  return added
}
