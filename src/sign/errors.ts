/** Why something could not be signed or accepted; the sentence is the message `sign.error.<code>`. */
export const signErrorCodes = [
  'p12_damaged',
  'p12_password',
  'p12_cipher',
  'p12_no_key',
  'key_kind',
  'pdf_damaged',
  'pdf_encrypted',
  'pdf_locked',
  'no_page',
  'field_taken',
  'too_long',
  'other_file',
  'not_signed',
  'not_covered',
  'signature_wrong',
] as const
export type SignErrorCode = (typeof signErrorCodes)[number]

/** A file or key that can't be signed with, with the reason as a code. */
export class SignError extends Error {
  readonly code: SignErrorCode
  constructor(code: SignErrorCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'SignError'
    this.code = code
  }
}
