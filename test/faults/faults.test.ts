import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sized } from '../support/size.ts'
import { makeCast } from './cast.ts'
import { actAll, emptyLedger } from './deeds.ts'
import { makeInstallation, type Installation } from './installation.ts'
import { ageFiles, checkEverything, untilIdle } from './invariants.ts'
import { moments, startKiller, victims } from './killer.ts'
import { makeRandom } from './random.ts'

const installations: Installation[] = []
afterAll(async () => {
  for (const installation of installations) await installation.remove()
})

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
    { timeout: isLarge ? lasting + 1_800_000 : 180_000 },
    async () => {
      process.stdout.write(`faults: LANTOA_SEED=${seed}\n`)
      const random = makeRandom(seed)
      const installation = await makeInstallation()
      installations.push(installation)
      const cast = await installation.onDatabase((world) => makeCast(world, 3, sized('faults', 250, 450)))
      const killer = await startKiller(installation, random)
      const ledger = emptyLedger()

      let isOver = false
      const acting = actAll({
        url: installation.url,
        cast,
        ledger,
        random: makeRandom(seed + 1),
        goesOn: () => !isOver,
        onSend: killer.onSend,
      })
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
      await installation.onDatabase((world) => untilIdle(world, () => now(world)))
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
      if (isLarge) expect(resumed).toBeGreaterThan(0)
    },
  )
})

async function now(world: Parameters<typeof untilIdle>[0]): Promise<Date> {
  const { rows } = await world.database.pool.query<{ at: Date }>(
    'select now() - installed_at + story_at as at from system.demonstration',
  )
  return rows[0]?.at ?? new Date()
}
