import { compileMessages, type MessageParams } from './compile.ts'
import * as en from './en/index.ts'
import * as vi from './vi/index.ts'

/**
 * Every sentence a user sees, Vietnamese first. Keys are `<file>.<key>`; messages are ICU MessageFormat
 * (`{n, plural, one {# day} other {# days}}`; Vietnamese has no plural forms and uses plain `{n}`).
 * A key missing in English is a type error here and a failure of test/house/messages.test.ts.
 */
export type Locale = 'vi' | 'en'
export const locales: readonly Locale[] = ['vi', 'en']

type Files = typeof vi
export type MessageKey = {
  [F in keyof Files]: `${F & string}.${keyof Files[F] & string}`
}[keyof Files]
export type { MessageParams } from './compile.ts'

const sentences = { vi: compileMessages(vi, 'vi-VN'), en: compileMessages(en, 'en-GB') }

/**
 * The sentence for a key.
 * @param key `<file>.<key>`; an unknown key is shown as it is, so that a gap is seen and nothing breaks
 * @param params values of the message's arguments; numbers are formatted for the locale
 */
export function translate(locale: Locale, key: MessageKey | (string & {}), params?: MessageParams): string {
  return sentences[locale](key, params) ?? sentences.vi(key, params) ?? key
}

/** A translator bound to one locale: `const t = translator('vi'); t('common.save')`. */
export type Translate = (key: MessageKey | (string & {}), params?: MessageParams) => string
export function translator(locale: Locale): Translate {
  return (key, params) => translate(locale, key, params)
}
