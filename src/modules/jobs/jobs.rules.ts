import { translate, type Locale } from '../../messages/index.ts'
import { sentenceOf } from '../../platform/errors.ts'

/** A kind of job in words; one that this release does not know is called background work. */
export function kindInWords(locale: Locale, kind: string): string {
  const key = `jobs.kind.${kind}`
  const words = translate(locale, key)
  return words === key ? translate(locale, 'jobs.kind.other') : words
}

/** Codes that name what an administrator can mend, and the message that says how. */
const causes: readonly [RegExp, string][] = [
  [/^(ENOSPC|EDQUOT|53100)$/, 'jobs.cause.disk'],
  [/^(EACCES|EPERM|EROFS)$/, 'jobs.cause.rights'],
  [/^ENOENT$/, 'jobs.cause.file'],
  [/^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EDNS|EAUTH|ESOCKET)/, 'jobs.cause.network'],
  [/^PrintError$/, 'jobs.cause.print'],
  [/^[0-9A-Z]{5}$/, 'jobs.cause.database'],
]

/**
 * What the last attempt met, in words that say what can be done.
 * @param error as `failJob` keeps it: a code or class name
 */
export function causeInWords(locale: Locale, error: string | null): string {
  // What can't be taken in is said by its own sentence.
  if (error !== null && /^(exchange|library)\./.test(error)) return sentenceOf(locale, error)
  const [, key] = causes.find(([form]) => form.test(error ?? '')) ?? []
  return translate(locale, key ?? 'jobs.cause.fault')
}
