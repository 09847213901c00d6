import type { Locale } from '#src/messages/index.ts'
import { postJson } from './api.ts'

/** Keeps the language with the account, for the next page and for mails. */
export function keepLocale(locale: Locale): void {
  // Nothing to say when it fails: the page has changed, and the next choice is kept again.
  void postJson('/api/v1/session/locale', { locale }).catch(() => undefined)
}
