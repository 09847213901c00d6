import type { Locale } from '#src/messages/index.ts'

const KEY = 'lantoa.locale'

/** The language chosen on this browser, if any; else the account's holds. */
export function rememberedLocale(): Locale | null {
  const found = localStorage.getItem(KEY)
  return found === 'vi' || found === 'en' ? found : null
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(KEY, locale)
}
