import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { sized } from '../support/size.ts'
import { makeCast } from './cast.ts'
import { actAll, emptyLedger, sendInThreeLives, type Doings } from './deeds.ts'
import { makeInstallation, timeOf, type Installation } from './installation.ts'
import { ageFiles, checkEverything, untilIdle } from './invariants.ts'
import { moments, startKiller, victims } from './killer.ts'
import { makeRandom } from './random.ts'

let installation: Installation
beforeAll(async () => {
  installation = await makeInstallation()
})
afterAll(() => installation.remove())

const isLarge = sized('faults', 0, 1) === 1
const seed = Number(process.env['LANTOA_SEED'] ?? (isLarge ? Date.now() % 1_000_000 : 20_240_617))
/** Small: each moment once, and each victim. */
const fewStrikes = 6
/** Large: as long as this (ms), `LANTOA_MINUTES`. */
const lasting = Number(process.env['LANTOA_MINUTES'] ?? 12) * 60_000
const day = 86_400_000

describe('kill -9 of server, worker and PostgreSQL', () => {
  it(
    'loses nothing acknowledged and doubles nothing, in cascade, upload, issue and report',
    { timeout: isLarge ? lasting + 1_800_000 : 300_000 },
    async () => {
      process.stdout.write(`faults: LANTOA_SEED=${seed}\n`)
      const random = makeRandom(seed)
      const cast = await installation.onDatabase((world) => makeCast(world, 3, sized('faults', 250, 450)))
      const killer = await startKiller(installation, random)
      const ledger = emptyLedger()

      let isOver = false
      const doings: Doings = {
        url: installation.url,
        cast,
        ledger,
        random: makeRandom(seed + 1),
        goesOn: () => !isOver,
        onSend: killer.onSend,
      }
      await sendInThreeLives(doings, (nth) => killer.strikeNow(nth === 0 ? 'server' : 'postgres'))
      const acting = actAll(doings)
      const striking = (async () => {
        const until = Date.now() + lasting
        for (let i = 0; isLarge ? Date.now() < until : i < fewStrikes; i += 1)
          await killer.strike(
            isLarge ? random.pick(moments) : (moments[i % moments.length] ?? 'any time'),
            isLarge ? random.pick(victims) : (victims[i % victims.length] ?? 'server'),
          )
        isOver = true
      })()
      await Promise.all([acting, striking])

      // A day later: what a vanished telephone had sent is taken in, what was left half is swept away.
      await killer.stop()
      ageFiles(join(installation.dataDir, 'files'))
      await installation.passTime(day)
      const server = await installation.startServer()
      await installation.onDatabase((world) => untilIdle(world, () => timeOf(world)))
      await server.stop()
      const doctor = installation.command('doctor')
      expect(doctor.said).toMatch(/All is right/)
      expect(doctor.status).toBe(0)
      await installation.onDatabase((world) => checkEverything(world, cast, ledger))

      const { plans, activities, abandoned, reports, voided, writes, repeats, resumed } = ledger
      process.stdout.write(
        `faults: ${[...killer.kills].map(([what, n]) => `${n} × ${what}`).join('; ')}\n` +
          `faults: ${writes} writes acknowledged, ${repeats} sent again; ${plans.length} plans to ${cast.receivers} schools, ${voided} numbers void, ` +
          `${activities.length} activities (${resumed} photos resumed), ${abandoned.length} abandoned, ${reports.length} reports\n`,
      )
      expect(repeats).toBeGreaterThan(0)
      expect(resumed).toBeGreaterThan(0)
    },
  )
})

describe('starting', () => {
  it(
    'says in a sentence what hinders it, with an exit status, and leaves alone what runs',
    { timeout: 60_000 },
    async () => {
      const server = await installation.startServer()
      try {
        const second = installation.command('serve', '--port', new URL(installation.url).port)
        expect(second.said).toMatch(/Port \d+ is used by another program/)
        expect(second.status).toBe(1)
        expect((await fetch(`${installation.url}/healthz`)).status).toBe(200)
      } finally {
        expect(await server.stop()).toBe(0)
      }
    },
  )

  it('names a folder that cannot be used', () => {
    const dir = join(installation.dataDir, 'postgres-port')
    const refused = spawnSync(join(projectRoot, 'bin/lantoa'), ['serve', '--data', dir], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', LANG: 'en' },
    })
    expect(refused.stderr).toBe(
      `The folder ${dir} cannot be used (EEXIST). Give one that can be written to: --data FOLDER\n`,
    )
    expect(refused.status).toBe(2)
  })
})
