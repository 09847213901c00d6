import { randomInt } from 'node:crypto'
import type { KeyScope } from '../../platform/http/route.ts'
import type { KeyMode } from './machines.tables.ts'

/** What a key can open; which operations belong to each, the routes say. */
export const keyScopes = [
  'units:read',
  'documents:read',
  'plans:read',
  'activities:read',
  'activities:write',
  'reports:read',
  'submissions:read',
  'submissions:write',
] as const satisfies readonly KeyScope[]

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const secretLength = 40

/**
 * A new key: `lt_live_<home>_<40 letters and digits>`, 238 bits by chance. The home stands in it because it is looked up
 * there; letters and digits only, so that a double click takes the whole.
 */
export function makeKeyToken(mode: KeyMode, home: string): string {
  const secret = Array.from({ length: secretLength }, () => letters[randomInt(letters.length)]).join('')
  return `lt_${mode}_${home.replace(/^home_/, '')}_${secret}`
}

/** How much of a key is shown afterwards: mode, home and four signs. */
export function prefixOf(token: string): string {
  return token.slice(0, token.length - secretLength + 4)
}

/** The home that a key names; null for what can be no key of ours. */
export function homeOfToken(token: string): string | null {
  const parts = /^lt_(?:live|test)_([a-z0-9_]{1,40})_[A-Za-z0-9]{40}$/.exec(token)
  return parts ? `home_${parts[1] ?? ''}` : null
}

export type KeyState = 'good' | 'revoked' | 'expired'

/** @param today a key is good through its last day */
export function stateOfKey(
  key: { revoked_at: Date | null; expires_on: string | null },
  today: string,
): KeyState {
  if (key.revoked_at) return 'revoked'
  return key.expires_on !== null && key.expires_on < today ? 'expired' : 'good'
}
