import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isConnectionLoss, openDatabase } from '../../src/platform/db.ts'
import { findPrimaryOf, readHosts } from '../../src/platform/hosts.ts'
import { makeInstallation, type Installation } from '../faults/installation.ts'
import { openOutside, type Outside } from '../faults/outside.ts'
import { makeRandom } from '../faults/random.ts'
import { sized } from '../support/size.ts'
import { workThrough } from './load.ts'
import { makePair, sleep, type Pair } from './pair.ts'

let pair: Pair
let installation: Installation
let outside: Outside
beforeAll(async () => {
  pair = await makePair()
  outside = await openOutside()
  installation = await makeInstallation(pair.url, undefined, outside.settings)
})
afterAll(async () => {
  await installation.remove()
  await outside.close()
  await pair.remove()
})

const rounds = sized('standby', 1, 12)
const seed = Number(process.env['LANTOA_SEED'] ?? 20_240_617)

describe('a primary and a synchronous standby', () => {
  it(
    'loses nothing acknowledged and doubles nothing when the primary is killed and the standby promoted',
    { timeout: 120_000 + rounds * 120_000 },
    async () => {
      const random = makeRandom(seed)
      const waited: number[] = []
      const people = { seed: seed + 1, receiving: sized('standby', 60, 450) }
      const ledger = await workThrough(installation, outside, people, async (ledger) => {
        for (let round = 0; round < rounds; round += 1) {
          const before = ledger.writes
          while (ledger.writes < before + 10) await sleep(20)
          await sleep(random.below(400))
          await pair.killPrimary()
          expect(await whatIsSaid()).toMatchObject({ status: 503, code: 'common.database_away' })
          await sleep(random.below(1_000))
          await pair.promote()
          const promoted = performance.now()
          const since = ledger.writes
          while (ledger.writes === since) await sleep(10)
          waited.push(Math.round(performance.now() - promoted))
          if (round < rounds - 1) await pair.follow()
        }
      })
      process.stdout.write(
        `standby: ${rounds} primaries killed, ${ledger.writes} writes acknowledged, ${ledger.repeats} sent again; ` +
          `the first write after a promotion was answered within ${Math.max(...waited)} ms\n`,
      )
      expect(ledger.repeats).toBeGreaterThan(0)
    },
  )
})

describe('a primary that falls silent', () => {
  it('is left for the one that was promoted, by what waits for it too', { timeout: 120_000 }, async () => {
    await pair.follow()
    const database = openDatabase(pair.url, 2)
    const { pool } = database
    const portOf = async () =>
      (await pool.query<{ port: number }>('select inet_server_port() as port')).rows[0]?.port
    const before = await portOf()
    const waiting = pool.query('select pg_sleep(3600)').catch((error: unknown) => error)
    pair.silencePrimary()
    const unanswered = portOf().catch((error: unknown) => error)
    await pair.promote()
    expect([await waiting, await unanswered].map(isConnectionLoss)).toEqual([true, true])
    expect(await portOf()).not.toBe(before)
    await database.close()
  })
})

/** What the API tells a person while no host takes writes. */
async function whatIsSaid(): Promise<unknown> {
  const response = await fetch(`${installation.url}/api/v1/session`, {
    headers: { cookie: 'lantoa_session=any', 'accept-language': 'en' },
  })
  return { ...((await response.json()) as object), status: response.status }
}

describe('an address of several hosts', () => {
  it('is read as libpq writes it', () => {
    expect(readHosts('postgres://lantoa:a%40b@db1:6432,db2,[::1]:7/ten?sslmode=require')).toEqual({
      url: 'postgres://lantoa:a%40b@db1:6432/ten?sslmode=require',
      hosts: [
        { host: 'db1', port: 6432 },
        { host: 'db2', port: 5432 },
        { host: '::1', port: 7 },
      ],
    })
    expect(readHosts('postgres://127.0.0.1/x')).toEqual({
      url: 'postgres://127.0.0.1/x',
      hosts: [{ host: '127.0.0.1', port: 5432 }],
    })
  })

  it('has no primary while all hosts are down, which is a lost connection', async () => {
    const { Client } = findPrimaryOf(readHosts('postgres://x:y@127.0.0.1:1,127.0.0.1:2/z')).options
    await expect(new Client().connect()).rejects.toMatchObject({ code: '08001' })
  })
})
