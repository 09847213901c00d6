import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { makeInstallation } from '../faults/installation.ts'
import { openOutside } from '../faults/outside.ts'
import { workThrough } from './load.ts'
import { sleep } from './pair.ts'

/** DATABASE_URL of a cluster that somebody else keeps (Patroni …): an empty database, thrown away afterwards. */
const url = process.env['LANTOA_CLUSTER_URL']
/** A program that breaks it, and is told how often it did before; it mends first what it broke then. */
const breaker = process.env['LANTOA_CLUSTER_BREAK']
const rounds = Number(process.env['LANTOA_CLUSTER_ROUNDS'] ?? 3)
const seed = Number(process.env['LANTOA_SEED'] ?? 20_240_617)

it.skipIf(!url || !breaker)(
  'a cluster that is broken again and again loses nothing acknowledged and doubles nothing',
  { timeout: 600_000 + rounds * 300_000 },
  async () => {
    const outside = await openOutside()
    const installation = await makeInstallation(url, undefined, outside.settings)
    try {
      const ledger = await workThrough(installation, outside, { seed, receiving: 60 }, async (ledger) => {
        for (let round = 0; round < rounds; round += 1) {
          const before = ledger.writes
          while (ledger.writes < before + 10) await sleep(20)
          const silence = watchSilence(() => ledger.writes)
          const { stdout } = await promisify(execFile)(breaker ?? '', [String(round)])
          const since = ledger.writes
          while (ledger.writes < since + 10) await sleep(20)
          process.stdout.write(
            `round ${round}: ${stdout.trim()}: no write answered for ${silence.end()} ms\n`,
          )
        }
      })
      process.stdout.write(
        `cluster: broken ${rounds} times, ${ledger.writes} writes acknowledged, ${ledger.repeats} sent again\n`,
      )
      expect(ledger.repeats).toBeGreaterThan(0)
    } finally {
      await installation.remove()
      await outside.close()
    }
  },
)

/** The longest time (ms) in which a number did not grow, from now until `end`. */
function watchSilence(count: () => number): { end(): number } {
  let [seen, since, longest] = [count(), performance.now(), 0]
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - since)
    if (count() !== seen) [seen, since] = [count(), performance.now()]
  }, 20)
  return {
    end: () => {
      clearInterval(timer)
      return Math.round(longest)
    },
  }
}
