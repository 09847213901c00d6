import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { startOfDay } from '../../src/platform/clock.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
import { sized } from '../support/size.ts'
import { groundsOf } from './oracle.ts'
import { script } from './script.ts'
import { tell, type Story, type StoryUnit } from './story.ts'

let world: World
beforeAll(async () => {
  loadJobHandlers()
  world = await makeWorld()
})

// Days recur from story to story; a server at a day is made once.
const apps = new Map<string, Promise<FastifyInstance>>()
function appAt(day: string): Promise<FastifyInstance> {
  const known = apps.get(day)
  if (known) return known
  const made = makeApp(world, noon(day))
  apps.set(day, made)
  return made
}
const noon = (day: string) => new Date(startOfDay(day).getTime() + 12 * 3_600_000)

/** For whom a unit's person acts on a day: of a closed one the person has passed to its heir. */
function seatOf(unit: StoryUnit, day: string): StoryUnit {
  return unit.closed !== null && unit.closed.day <= day && unit.heir ? seatOf(unit.heir, day) : unit
}

/** Asks the server and the oracle about every thing, for every unit, on every day that the story names. */
async function compare(
  story: Story,
): Promise<{ seats: number; asked: number; read: number; wrong: string[] }> {
  const outcome = { seats: 0, asked: 0, read: 0, wrong: [] as string[] }
  for (const day of story.days) {
    const app = await appAt(day)
    for (const viewer of story.units) {
      outcome.seats += 1
      const browser = await signedIn(world, app, viewer.person, noon(day))
      for (const thing of story.things) {
        const grounds = groundsOf(seatOf(viewer, day), thing, story.things, day)
        const { statusCode } = await browser.call('GET', thing.path)
        outcome.asked += 1
        if (grounds.length > 0) outcome.read += 1
        if (statusCode !== (grounds.length > 0 ? 200 : 404))
          outcome.wrong.push(
            `${day}: ${viewer.name} asks for the ${thing.kind} of ${thing.unit.name} (of ${thing.day}): ${statusCode}, the oracle says ${grounds.join(', ') || 'nothing'}`,
          )
      }
    }
  }
  return outcome
}

const isLarge = sized('access', 0, 1) === 1
/** Large: another seed each time. */
const seed = Number(process.env['LANTOA_SEED'] ?? (isLarge ? Date.now() % 1_000_000 : 20_240_617))
/** A seat: a tree of units on a day, after its moves, looked at by the person of one of its units. */
const enoughSeats = Number(process.env['LANTOA_SEATS'] ?? 10_000)
const numRuns = sized('access', 2, enoughSeats)

describe('reading', () => {
  it(
    'is open exactly on the five grounds, whatever happened',
    { timeout: isLarge ? 86_400_000 : 240_000 },
    async () => {
      let told = 0
      let seats = 0
      let asked = 0
      let read = 0
      await fc.assert(
        fc.asyncProperty(script, async (story) => {
          if (seats >= enoughSeats) return
          const outcome = await compare(await tell(world, story))
          told += 1
          seats += outcome.seats
          if (isLarge && told % 20 === 0)
            process.stdout.write(`access: ${told} administrations, ${seats} seats, ${asked} answers\n`)
          asked += outcome.asked
          read += outcome.read
          expect(outcome.wrong).toEqual([])
        }),
        { seed, numRuns, endOnFailure: true },
      )
      process.stdout.write(
        `access: LANTOA_SEED=${seed}, ${told} administrations, ${seats} seats, ${asked} answers compared with the oracle, ${read} of them readable\n`,
      )
      // A test in which nearly everything is open, or nothing, would prove little.
      expect(read / asked).toBeGreaterThan(0.1)
      expect(read / asked).toBeLessThan(0.9)
    },
  )

  it('goes up link by link as far as the sender could read, on whatever ground', async () => {
    const school = { kind: 'school_primary' as const, administration: 0, profession: 0 }
    const issue = { what: 'issue' as const, schools: false, isPublic: false }
    const story = await tell(world, {
      units: [{ ...school, kind: 'education_office' }, school, school, school],
      steps: [
        // To two schools; one of them stands on it in public, the other on that, and sends its own to the third.
        { ...issue, unit: 1, bases: [], to: [2, 3] },
        { ...issue, unit: 2, bases: [0], to: [], isPublic: true },
        { ...issue, unit: 3, bases: [1], to: [4] },
      ],
      after: [],
    })
    expect((await compare(story)).wrong).toEqual([])
    const [first] = story.things
    const third = story.units[4]
    if (!first || !third) throw new Error('the story was not told')
    expect(groundsOf(third, first, story.things, story.days[0] ?? '')).toEqual(['up'])
  })
  it('reaches whoever goes on for a closed superior, also where the other superior is the one that the unit passed to', async () => {
    const story = await tell(world, {
      units: [
        { kind: 'department', administration: 0, profession: 0 },
        { kind: 'department', administration: 1, profession: 1 },
        { kind: 'department', administration: 1, profession: 1 },
        { kind: 'education_office', administration: 2, profession: 4 },
      ],
      steps: [],
      after: [
        // The second department closes; the office below it passes to the province, which stood above it on the other line.
        { what: 'close', unit: 1, by: 0, and: 0, belowElsewhere: true },
        { what: 'hand in', unit: 2, paper: false, accept: false },
      ],
    })
    expect((await compare(story)).wrong).toEqual([])
    const report = story.things.find((t) => t.kind === 'report')
    const [, heir] = story.units
    if (!report || !heir) throw new Error('the story was not told')
    expect(groundsOf(heir, report, story.things, story.days.at(-1) ?? '')).toEqual(['delivered'])
  })
})
