import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { sized } from '../support/size.ts'
import { forgetFailedJobs, makeCast } from './cast.ts'
import { actAll, emptyLedger, rehearse, sendInThreeLives, type Doings } from './deeds.ts'
import { makeInstallation, timeOf, type Installation } from './installation.ts'
import { ageFiles, checkEverything, untilIdle } from './invariants.ts'
import { moments, startKiller, victims, type Moment, type Victim } from './killer.ts'
import { openOutside, type Outside } from './outside.ts'
import { makeRandom, type Random } from './random.ts'

let installation: Installation
let outside: Outside
beforeAll(async () => {
  outside = await openOutside()
  installation = await makeInstallation(null, undefined, outside.settings)
})
afterAll(async () => {
  await installation.remove()
  await outside.close()
})

const isLarge = sized('faults', 0, 1) === 1
const seed = Number(process.env['LANTOA_SEED'] ?? (isLarge ? Date.now() % 1_000_000 : 20_240_617))
/** Small: so many strikes, each at another kind of write. Large: this many, and each victim at each kind once at least. */
const [fewStrikes, mostStrikes] = [3, Math.max(300, moments.length * victims.length)]
/** Large: not longer than this (ms), `LANTOA_MINUTES`. */
const lasting = Number(process.env['LANTOA_MINUTES'] ?? 30) * 60_000
/** Large: only moments that this matches, `LANTOA_KINDS`. */
const wantedKinds = new RegExp(process.env['LANTOA_KINDS'] ?? '')
const day = 86_400_000

/**
 * Which strikes, in which order. Large: each victim at each kind of write, then the same again in another order, up to the
 * number that the proof asks for. Small: a few of them, the busiest kinds first.
 */
function plan(random: Random): [Moment, Victim][] {
  const round = () =>
    shuffled(
      moments.filter((m) => wantedKinds.test(m)).flatMap((m) => victims.map((v): [Moment, Victim] => [m, v])),
      random,
    )
  if (isLarge) return [...round(), ...round(), ...round()].slice(0, mostStrikes)
  const busy = ['PATCH activities/:id/photos/:id/bytes', 'mail', 'cascade']
  const rare = shuffled(
    moments.filter((m) => !busy.includes(m)),
    random,
  )
  return [...busy, ...rare].slice(0, fewStrikes).map((m, i) => [m, victims[i % victims.length] ?? 'server'])
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const rest = [...list]
  return list.map(() => rest.splice(random.below(rest.length), 1)[0] as T)
}

/** The matrix of what was hit: a line for each kind of write, how often at each victim. */
function matrix(strikes: ReadonlyMap<string, number>): string {
  const line = (moment: string) =>
    `  ${moment.padEnd(44)}${victims.map((v) => String(strikes.get(`${moment}|${v}`) ?? 0).padStart(10)).join('')}\n`
  return `  ${''.padEnd(44)}${victims.map((v) => v.padStart(10)).join('')}\n${moments.map(line).join('')}`
}

describe('kill -9 of server, worker and PostgreSQL', () => {
  it(
    'loses nothing acknowledged and doubles nothing, at every kind of write',
    { timeout: isLarge ? lasting + 1_800_000 : 480_000 },
    async () => {
      process.stdout.write(`faults: LANTOA_SEED=${seed}\n`)
      const random = makeRandom(seed)
      const cast = await installation.onDatabase((world) =>
        makeCast(world, 3, sized('faults', 250, 450), sized('faults', 30, 400)),
      )
      const killer = await startKiller(installation, random)
      outside.underWay = killer.onUnderWay
      const ledger = emptyLedger()

      let isOver = false
      const doings: Doings = {
        url: installation.url,
        outside,
        cast,
        ledger,
        random: makeRandom(seed + 1),
        goesOn: () => !isOver,
        onSend: killer.onSend,
        wanted: killer.wanted,
      }
      if (isLarge) expect(await rehearse(doings)).toEqual([])
      await sendInThreeLives(doings, (nth) => killer.strikeNow(nth === 0 ? 'server' : 'postgres'))
      const acting = actAll(doings)
      const striking = (async () => {
        const until = Date.now() + lasting
        for (const [i, [moment, victim]] of plan(random).entries()) {
          if (isLarge && Date.now() > until) break
          if (i > 0 && i % 25 === 0)
            process.stdout.write(`faults: ${i} strikes, ${killer.kills()} kills so far\n`)
          await killer.strike(moment, victim)
        }
        isOver = true
      })()
      await Promise.all([acting, striking])

      // A day later: what a vanished telephone had sent is taken in, what was left half is swept away.
      await killer.stop()
      ageFiles(join(installation.dataDir, 'files'))
      await installation.passTime(day)
      const server = await installation.startServer()
      await installation.onDatabase((world) => untilIdle(world, () => timeOf(world)))
      await installation.onDatabase((world) => forgetFailedJobs(world, cast))
      await server.stop()
      const doctor = installation.command('doctor')
      expect(doctor.said).toMatch(/All is right/)
      expect(doctor.status).toBe(0)
      const again = await installation.onDatabase((world) => checkEverything(world, cast, ledger, outside))

      const { plans, activities, abandoned, reports, voided, writes, repeats, resumed } = ledger
      process.stdout.write(
        `faults: ${killer.kills()} kills in ${[...killer.strikes.values()].reduce((sum, n) => sum + n, 0)} strikes\n` +
          (isLarge ? matrix(killer.strikes) : '') +
          `faults: ${writes} writes acknowledged, ${repeats} sent again; ${plans.length} plans to ${cast.receivers} schools, ${voided} numbers void, ` +
          `${activities.length} activities (${resumed} photos resumed), ${abandoned.length} abandoned, ${reports.length} reports\n` +
          `faults: ${outside.mailbox.mails.length} mails came, ${again.mails.twice} of them twice, ${again.mails.uncertain} uncertain; ` +
          `${outside.messages.size} messages, ${again.messages.again} of them again\n`,
      )
      expect(repeats).toBeGreaterThan(0)
      expect(resumed).toBeGreaterThan(0)
      // Whoever sent a mail was killed while it was at the mail server's door: nobody can know whether it arrived.
      const met = (['server', 'worker'] as const).filter((v) => killer.strikes.has(`mail|${v}`)).length
      expect(again.mails.uncertain).toBeGreaterThanOrEqual(Math.min(met, 1))
      if (!isLarge) expect(met).toBe(1)
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
