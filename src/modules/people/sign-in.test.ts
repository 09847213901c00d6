import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testNow, type World } from '../../../test/support/database.ts'
import { makePerson, makeUnit, testPassword } from '../../../test/support/make.ts'
import { clockAt } from '../../platform/clock.ts'
import { signIn } from './sign-in.ts'
import { signInLimits } from './throttle.ts'

let world: World
let login: string
beforeAll(async () => {
  world = await makeWorld()
  const person = await makePerson(world, (await makeUnit(world)).id, {})
  const { rows } = await world.database.pool.query<{ login: string }>(
    'select login from shared.accounts where id = $1',
    [person.accountId],
  )
  login = rows[0]?.login ?? ''
})

const enter = (password: string, address: string, name = login) =>
  signIn(world.database.db, clockAt(testNow), { login: name, password, address, userAgent: '' })

describe('signing in', () => {
  it('well does not use up the tries of those who share an address: a hall full of teachers gets in', async () => {
    for (let i = 0; i <= signInLimits.address.most; i += 1)
      expect(await enter(testPassword, '10.1.1.1')).toMatchObject({ kind: 'in' })
  })

  it('is put off after too many wrong tries from one address, whatever names are tried', async () => {
    for (let i = 0; i < signInLimits.address.most; i += 1)
      await expect(enter('sai', '10.2.2.2', `nobody${i}`)).rejects.toMatchObject({
        code: 'people.wrong_password',
      })
    await expect(enter(testPassword, '10.2.2.99')).rejects.toMatchObject({ code: 'people.wait' })
    expect(await enter(testPassword, '10.3.3.3')).toMatchObject({ kind: 'in' })
  })

  it('is put off after too many wrong tries for one name, from whatever addresses', async () => {
    for (let i = 0; i < signInLimits.account.most; i += 1)
      await expect(enter('sai', `10.9.${i}.1`)).rejects.toMatchObject({ code: 'people.wrong_password' })
    await expect(enter(testPassword, '10.8.8.8')).rejects.toMatchObject({ code: 'people.wait' })
  })
})
