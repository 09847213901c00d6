import { isIP } from 'node:net'
import { AppError, declareErrors } from '../../../platform/errors.ts'

declareErrors({ 'people.passkey_place': 409 })

/**
 * For which host passkeys are made and asked: that of the public address, else of the address the browser came by.
 * @throws people.passkey_place: browsers make them over HTTPS and on localhost only, and for names, not for numbers
 */
export function placeOf(origin: string | undefined): { rpId: string; origin: string } {
  const url = new URL(origin ?? 'http://nowhere.invalid')
  const isLocal = url.hostname === 'localhost' || url.hostname.endsWith('.localhost')
  if ((url.protocol !== 'https:' && !isLocal) || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw new AppError('people.passkey_place')
  return { rpId: url.hostname, origin: url.origin }
}

/** Whether passkeys can be used by this address. */
export function allowsPasskeys(origin: string | undefined): boolean {
  try {
    placeOf(origin)
    return true
  } catch {
    return false
  }
}
