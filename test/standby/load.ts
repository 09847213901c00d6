import { join } from 'node:path'
import { expect } from 'vitest'
import { forgetFailedJobs, makeCast } from '../faults/cast.ts'
import { actAll, emptyLedger, type Doings, type Ledger } from '../faults/deeds.ts'
import { timeOf, type Installation } from '../faults/installation.ts'
import { ageFiles, checkEverything, untilIdle } from '../faults/invariants.ts'
import type { Outside } from '../faults/outside.ts'
import { makeRandom } from '../faults/random.ts'

/**
 * People work on a server with a worker beside it while `strike` does what it wants to their database; then everything is
 * looked at: what was acknowledged is there once, and `doctor` passes. Neither server nor worker is started again by anybody.
 * @param receiving how many schools get what is issued, beside the three that act
 */
export async function workThrough(
  installation: Installation,
  outside: Outside,
  { seed, receiving }: { seed: number; receiving: number },
  strike: (ledger: Ledger) => Promise<void>,
): Promise<Ledger> {
  const cast = await installation.onDatabase((world) => makeCast(world, 3, receiving, 30))
  const server = await installation.startServer()
  const worker = await installation.startWorker()
  // One that finds no database at its start says so and ends, which is not what this is about.
  await worker.ready
  const ledger = emptyLedger()
  let isOver = false
  const doings: Doings = {
    url: installation.url,
    outside,
    cast,
    ledger,
    random: makeRandom(seed),
    goesOn: () => !isOver,
    onSend: () => undefined,
    wanted: () => null,
  }
  const acting = actAll(doings)
  await strike(ledger)
  isOver = true
  await acting
  expect([server.alive(), worker.alive()]).toEqual([true, true])
  await worker.stop()
  await server.stop()

  ageFiles(join(installation.dataDir, 'files'))
  await installation.passTime(86_400_000)
  const again = await installation.startServer()
  await installation.onDatabase((world) => untilIdle(world, () => timeOf(world)))
  await installation.onDatabase((world) => forgetFailedJobs(world, cast))
  await again.stop()
  const doctor = installation.command('doctor')
  expect(doctor.said).toMatch(/All is right/)
  expect(doctor.status).toBe(0)
  await installation.onDatabase((world) => checkEverything(world, cast, ledger, outside))
  return ledger
}
