import { codeShown } from '../support/authenticator.ts'
import { testPassword } from '../support/make.ts'
import type { Client } from './client.ts'
import type { Errand } from './errands.ts'

const otherPassword = 'một mật khẩu khác để thử'

/**
 * Somebody of the school signs in, ends sessions, gets a second factor, which the office takes away as for a lost
 * telephone, gets another and takes it away, and changes the password there and back.
 */
export async function keepAccount(errand: Errand): Promise<void> {
  const { school, keeper, ledger, random } = errand
  const { guest, unit } = school
  const path = `units/${unit.id}/people/${guest.personId}`
  const begun = await signIn(errand)
  await endOne(errand, begun)
  await signIn(errand)
  await begun.must('POST', 'account/sessions/end-others', {})
  const left = await sessionsOf(begun)
  if (left.length !== 1) throw new Error(`${left.length} sessions after all others were ended`)
  await enrol(begun)
  await begun.must('POST', 'account/recovery-codes', { password: testPassword })
  await keeper.must('POST', `${path}/second-factor/remove`, {})
  // Whoever has the lost telephone must not stay signed in, whatever was killed on the way.
  await untilSignedOut(begun)

  const again = await signIn(errand)
  await enrol(again)
  await again.must('POST', 'account/totp/remove', { password: testPassword })
  await again.must('POST', 'account/password', { current: testPassword, next: otherPassword })
  await again.must('POST', 'account/password', { current: otherPassword, next: testPassword })
  await keeper.must('POST', `${path}/reset-code`, {})
  await keeper.must('POST', `${path}/reset-code`, {})
  const roles = random.pick(['{}', '{official}'] as const)
  const secondFactorRoles = roles === '{}' ? [] : ['official']
  await keeper.must('PUT', `units/${unit.id}/sign-in-rules`, { secondFactorRoles })
  const account = `account_id = '${guest.accountId}'`
  ledger.latest.set(`factors ${guest.accountId}`, [`select 1 from shared.account_totp where ${account}`, 0])
  ledger.latest.set(`codes ${guest.accountId}`, [
    `select 1 from shared.account_recovery_codes where ${account}`,
    0,
  ])
  // Of all the codes that were printed only the last opens.
  ledger.latest.set(`resets ${guest.personId}`, [
    `select 1 from @password_resets where person_id = '${guest.personId}' and revoked_at is null and used_at is null`,
    1,
  ])
  ledger.latest.set(`rules ${unit.id}`, [
    `select 1 from @sign_in_rules where unit_id = '${unit.id}' and second_factor_roles = '${roles}'`,
    1,
  ])
}

/** An authenticator application, from its secret to its first code. */
async function enrol(client: Client): Promise<void> {
  const { secret } = await client.must<{ secret: string }>('POST', 'account/totp/begin', {
    password: testPassword,
  })
  await client.must('POST', 'account/totp/confirm', { code: codeShown(secret, new Date()) })
}

async function sessionsOf(client: Client): Promise<{ id: string; current: boolean }[]> {
  const { sessions } = await client.must<{ sessions: { id: string; current: boolean }[] }>(
    'GET',
    'account/sessions',
  )
  return sessions
}

/** Ends another session of the account; sent again it may be gone already. */
async function endOne(errand: Errand, client: Client): Promise<void> {
  await signIn(errand)
  const other = (await sessionsOf(client)).find((s) => !s.current)?.id ?? ''
  const { status, tries } = await client.send('POST', `account/sessions/${other}/end`, {})
  if (status !== 200 && !(status === 404 && tries > 1)) throw new Error(`a session was not ended: ${status}`)
  if ((await sessionsOf(client)).some((s) => s.id === other)) throw new Error('an ended session is there')
}

async function untilSignedOut(client: Client): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    if ((await client.send('GET', 'account/sessions')).status === 401) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('a session outlived the second factor that was taken away')
}

/** Signs the guest in at the page, as often as it takes: a session of which nobody was told is ended with the others. */
async function signIn({ url, school, as }: Errand): Promise<Client> {
  const until = Date.now() + 240_000
  while (Date.now() < until) {
    const answer = await fetch(`${url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ login: school.guest.login, password: testPassword }),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => null)
    const [, session] = /lantoa_session=([^;]+)/.exec(answer?.headers.getSetCookie().join('\n') ?? '') ?? []
    if (session !== undefined) return as({ session })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('nobody could sign in')
}
