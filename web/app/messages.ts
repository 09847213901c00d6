import { compileMessages } from '#src/messages/compile.ts'
import type { Locale, Translate } from '#src/messages/index.ts'

const loaded = new Map<Locale, Translate>()

/** The sentences of one language, loaded when first asked for: nobody needs both. */
export async function loadTranslator(locale: Locale): Promise<Translate> {
  const have = loaded.get(locale)
  if (have) return have
  const tables =
    locale === 'vi' ? await import('#src/messages/vi/index.ts') : await import('#src/messages/en/index.ts')
  const sentence = compileMessages({ ...tables }, locale === 'vi' ? 'vi-VN' : 'en-GB')
  const t: Translate = (key, params) => sentence(key, params) ?? key
  loaded.set(locale, t)
  return t
}
