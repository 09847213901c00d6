import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeUnit } from '../../../test/support/make.ts'
import { addDays } from '../../platform/clock.ts'
import { transaction } from '../../platform/tx.ts'
import { endSuperior, rebuildClosure, setSuperiors } from './index.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const firstDay = '2024-01-01'
const days = 12
const size = 7
const dayAt = (n: number) => addDays(firstDay, n)

/** One change: from a day on, unit `unit` stands under `superior` (null: under nobody). */
interface Change {
  unit: number
  superior: number | null
  day: number
}
const changes = fc.array(
  fc.record({
    unit: fc.nat(size - 1),
    superior: fc.option(fc.nat(size - 1), { nil: null, freq: 5 }),
    day: fc.nat(days - 1),
  }),
  { minLength: 1, maxLength: 9 },
)

/** The oracle: a table of who is above whom, day by day, and walking up it. */
type Above = (number | null)[][]
const nobody = (): Above => Array.from({ length: days }, () => Array.from({ length: size }, () => null))

function withChange(above: Above, change: Change): Above {
  return above.map((row, day) =>
    row.map((superior, unit) => (unit === change.unit && day >= change.day ? change.superior : superior)),
  )
}

/** The units above one on a day, nearest first; null where walking up comes round again. */
function chainOf(row: (number | null)[], unit: number): number[] | null {
  const chain: number[] = []
  for (let at = row[unit] ?? null; at !== null; at = row[at] ?? null) {
    chain.push(at)
    if (at === unit || chain.length > size) return null
  }
  return chain
}

describe('the closure of units over time', () => {
  it('is on every day what walking up the relations of that day gives, after any changes', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (sequence) => {
        const units = []
        for (let i = 0; i < size; i += 1) units.push((await makeUnit(world, { from: firstDay })).id)
        let above = nobody()
        for (const change of sequence) {
          const next = withChange(above, change)
          const circle = next.some((row) => row.some((_, unit) => chainOf(row, unit) === null))
          const done = apply(units, change).then(
            () => true,
            (error: unknown) => {
              expect(error).toMatchObject(change.superior === change.unit ? {} : { code: 'units.circle' })
              return false
            },
          )
          expect(await done).toBe(!circle)
          if (!circle) above = next
        }
        expect(await closureOf(units)).toEqual(expectedOf(above))
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('misses nothing when two moves meet: A under B and B under C at the same time', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [a, b, c] = [await makeUnit(world), await makeUnit(world), await makeUnit(world)]
      const move = (unitId: string, superiorId: string) =>
        transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
          await setSuperiors(trx, [{ unitId, line: 'administration', superiorId, from: '2024-01-01' }])
          await rebuildClosure(trx, 'administration', [unitId])
        })
      await Promise.all(
        round % 2 ? [move(a.id, b.id), move(b.id, c.id)] : [move(b.id, c.id), move(a.id, b.id)],
      )
      const { rows } = await sql<{ n: number }>`select count(*) as n from shared.unit_closure
        where ancestor_id = ${c.id} and descendant_id = ${a.id} and depth = 2`.execute(world.database.db)
      expect(rows[0]?.n).toBe(1)
    }
  })
})

async function apply(units: string[], change: Change): Promise<void> {
  const unitId = units[change.unit] ?? ''
  const superiorId = change.superior === null ? null : (units[change.superior] ?? '')
  const from = dayAt(change.day)
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    if (superiorId === null) await endSuperior(trx, { unitId, line: 'profession', from })
    else await setSuperiors(trx, [{ unitId, line: 'profession', superiorId, from }])
    await rebuildClosure(trx, 'profession', [unitId])
  })
}

/** What the table says, as "day ancestor descendant depth" in order. */
async function closureOf(units: string[]): Promise<string[]> {
  const { rows } = await sql<{ ancestor_id: string; descendant_id: string; depth: number; day: string }>`
    select c.ancestor_id, c.descendant_id, c.depth, d.day::date as day
    from shared.unit_closure c
    join generate_series(${firstDay}::date, ${dayAt(days - 1)}::date, interval '1 day') as d(day)
      on c.valid_from <= d.day::date and (c.valid_until is null or c.valid_until > d.day::date)
    where c.line = 'profession' and c.descendant_id = any(${units}::uuid[])`.execute(world.database.db)
  return rows
    .map((r) => `${r.day} ${units.indexOf(r.ancestor_id)} ${units.indexOf(r.descendant_id)} ${r.depth}`)
    .sort()
}

function expectedOf(above: Above): string[] {
  return above
    .flatMap((row, day) =>
      row.flatMap((_, unit) =>
        (chainOf(row, unit) ?? []).map((ancestor, i) => `${dayAt(day)} ${ancestor} ${unit} ${i + 1}`),
      ),
    )
    .sort()
}
