import type { Locale } from '../../messages/index.ts'
import { AppError, declareErrors, sentenceOf } from '../../platform/errors.ts'
import { foldWords } from '../units/index.ts'
import { longestPassword, shortestPassword } from './passwords.ts'

declareErrors({
  'people.login_form': 400,
  'people.login_taken': 409,
  'people.password_short': 400,
  'people.password_long': 400,
  'people.password_common': 400,
  'people.password_login': 400,
})

/** Passwords of ten characters and more that everybody tries first. */
const common = [
  '1234567890',
  '0123456789',
  '0987654321',
  'qwertyuiop',
  'matkhau123',
  'password123',
  'password1234',
]

/**
 * Looks at a log-in name that somebody chose.
 * @returns the error code, or null when it will do
 */
export function refusalOfLogin(login: string): 'people.login_form' | null {
  return /^[a-z0-9][a-z0-9._@-]{2,119}$/.test(loginKey(login)) ? null : 'people.login_form'
}

/** Log-in names are the same in capitals and small letters. */
export function loginKey(login: string): string {
  return login.trim().toLowerCase()
}

/**
 * A log-in name to begin with, as offices make them: the given name and the first letters of the others ("Lê Thị Hoài An":
 * anlth).
 * @returns '' for a name that gives none
 */
export function proposedLogin(name: string): string {
  const words = foldWords(name).split(' ')
  const login = `${words.at(-1) ?? ''}${words
    .slice(0, -1)
    .map((word) => word.charAt(0))
    .join('')}`
  return refusalOfLogin(login) === null ? login : ''
}

/**
 * Looks at a password that somebody chose: long, not everybody's, not the log-in name (NIST SP 800-63B §3.1.1; no rules
 * about kinds of characters).
 * @returns the error code, or null when it will do
 */
export function refusalOfPassword(
  password: string,
  login: string,
):
  | 'people.password_short'
  | 'people.password_long'
  | 'people.password_common'
  | 'people.password_login'
  | null {
  const plain = password.normalize('NFC').toLowerCase()
  if ([...plain].length < shortestPassword) return 'people.password_short'
  if (password.length > longestPassword) return 'people.password_long'
  if (common.includes(plain) || new Set(plain).size < 4) return 'people.password_common'
  const name = loginKey(login)
  if (name.length >= 3 && plain.includes(name) && plain.length - name.length < 6)
    return 'people.password_login'
  return null
}

/** A refusal that belongs to one field of a form. */
export function fieldRefusal(locale: Locale, code: string, path: string): AppError {
  return new AppError(code, {}, { fields: [{ path, message: sentenceOf(locale, code) }] })
}
