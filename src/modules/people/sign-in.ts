import { sql } from 'kysely'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { verifyPassword } from './passwords.ts'
import { enter, type Entry } from './factor/entry.ts'
import { addressPrefix, countTry, forgetTries, signInLimits, takeTryBack } from './throttle.ts'

declareErrors({ 'people.wrong_password': 401, 'people.wait': 429 })

export interface SignInInput {
  login: string
  password: string
  /** of the browser, for throttling only; kept as a hash of its prefix */
  address: string
  userAgent: string
}

/**
 * Signs a person in with log-in name and password.
 * @returns the token for the session's cookie, or for that of the second step
 * @throws people.wrong_password, the same for an unknown name; people.wait after too many tries
 */
export async function signIn(db: Db, clock: Clock, input: SignInInput): Promise<Entry> {
  const login = input.login.trim().toLowerCase()
  const now = clock.now()
  const wait = Math.max(
    await countTry(db, 'sign-in account', login, signInLimits.account, now),
    await countTry(db, 'sign-in address', addressPrefix(input.address), signInLimits.address, now),
  )
  if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
  const { rows } = await sql<{ id: string; password_hash: string | null; home: string }>`
    select a.id, a.password_hash, ap.home from shared.accounts a
    join shared.account_persons ap on ap.account_id = a.id
    where a.login_key = ${login} and a.disabled_at is null order by ap.home limit 1`.execute(db)
  const account = rows[0]
  if (!(await verifyPassword(account?.password_hash ?? null, input.password)) || !account)
    throw new AppError('people.wrong_password')
  await forgetTries(db, 'sign-in account', login)
  await takeTryBack(db, 'sign-in address', addressPrefix(input.address))
  return enter(db, clock, account, deviceOf(input.userAgent))
}

/** "Chrome, Android" out of a User-Agent: enough to recognise one's own phone in a list. */
export function deviceOf(userAgent: string): string {
  const browser =
    /(Edg|OPR|Firefox|SamsungBrowser|coc_coc_browser|Chrome|Safari)\//.exec(userAgent)?.[1] ?? '?'
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1] ?? '?'
  const names: Record<string, string> = {
    Edg: 'Edge',
    OPR: 'Opera',
    SamsungBrowser: 'Samsung Internet',
    coc_coc_browser: 'Cốc Cốc',
  }
  return `${names[browser] ?? browser}, ${system === 'Mac OS X' ? 'macOS' : system}`
}
