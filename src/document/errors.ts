/** Why a file could not be read; the command line says it with message `cli.read.<code>`. */
export type DocumentErrorCode =
  | 'document.empty'
  | 'document.too_large'
  | 'document.too_many_pages'
  | 'document.not_docx'
  | 'document.encrypted'
  | 'document.damaged'
  | 'document.old_word'
  | 'document.unknown_format'
  | 'document.nothing_inside'
  | 'document.secret'

export const documentErrorCodes: readonly DocumentErrorCode[] = [
  'document.empty',
  'document.too_large',
  'document.too_many_pages',
  'document.not_docx',
  'document.encrypted',
  'document.damaged',
  'document.old_word',
  'document.unknown_format',
  'document.nothing_inside',
  'document.secret',
]

/** A file that is not read, with the reason as a code. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode
  constructor(code: DocumentErrorCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'DocumentError'
    this.code = code
  }
}
