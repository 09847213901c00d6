import { createPlan } from '../src/modules/plans/index.ts'
import { newId } from '../src/platform/ids.ts'
import { comparable, copyOf, insertRows, leftSince, markNow, ownIds } from './copies.ts'
import { literal, runBare } from './sql.ts'
import { compare, requireSame, type Bench, type Figure } from './support.ts'
import { actorOf } from './world.ts'
import type { Year } from './year.ts'

/**
 * That many units draft their plan from the office's, one after the other: each is a transaction of its own, with the whole
 * draft in its answer. Bare: one message a unit with the same begin and commit that inserts the very rows, which it brings
 * with it; nothing read, reckoned or answered.
 */
export async function drafting(bench: Bench, year: Year): Promise<Figure[]> {
  return [await draftingOf(bench, year, 40, 7), await draftingOf(bench, year, year.schools.length, 3)]
}

async function draftingOf(bench: Bench, year: Year, n: number, rounds: number): Promise<Figure> {
  const schools = year.schools.slice(0, n)
  const documents = [{ documentId: year.documentId, isProvisional: false }]
  const draft = async () => {
    for (const school of schools)
      await createPlan(bench.ctx(actorOf(school)), { id: newId(), year: 2027, documents, lastPlanId: null })
  }
  await putBack(bench, year)
  const mark = await markNow(bench)
  await draft()
  const left = await leftSince(bench, mark)
  await putBack(bench, year)
  const known = new Set([
    year.planId,
    year.documentId,
    ...schools.flatMap((s) => [s.unitId, s.personId, s.accountId]),
  ])
  const wanted = comparable(left, known, [])

  // A delivery is only acknowledged: its row is there already.
  const fresh = new Map([...left].filter(([table]) => table !== 'deliveries'))
  /** The same rows once more, as a script for each unit. */
  const scripts = (): string[] => {
    const copied = copyOf(left, new Map(ownIds(fresh).map((id) => [id, newId()])))
    const unitOf = new Map((copied.get('events') ?? []).map((e) => [e['id'], e['unit_id']]))
    const of = (unitId: string, table: string) =>
      (copied.get(table) ?? []).filter((row) => (row['unit_id'] ?? unitOf.get(row['event_id'])) === unitId)
    return schools.map(({ unitId, personId }) => {
      const [delivery] = of(unitId, 'deliveries')
      return [
        insertRows(
          new Map(
            [...copied.keys()].filter((t) => t !== 'deliveries').map((table) => [table, of(unitId, table)]),
          ),
        ),
        `update deliveries set acknowledged_at = ${literal(String(delivery?.['acknowledged_at']))}, acknowledged_by = ${literal(personId)}
         where id = ${literal(String(delivery?.['id']))}`,
      ].join('; ')
    })
  }
  let isChecked = false
  const times = await compare(
    { rounds, warm: 1 },
    { run: draft, after: () => putBack(bench, year) },
    {
      prepare: async () => ({ ready: scripts(), before: await markNow(bench) }),
      run: async ({ ready }) => {
        for (const [i, script] of ready.entries()) await runBare(bench, [schools[i]?.unitId ?? ''], script)
      },
      after: async ({ before }) => {
        if (!isChecked)
          requireSame(`drafting by ${n}`, wanted, comparable(await leftSince(bench, before), known, []))
        isChecked = true
        await putBack(bench, year)
      },
    },
  )
  return {
    name: `${n.toLocaleString('en')} units draft from it`,
    unit: 'ms',
    ...times,
    aim: { times: 4 },
  }
}

/** As before the drafting: no draft, and the office's plan opened but not yet acknowledged. */
async function putBack({ database, home }: Bench, { documentId }: Year): Promise<void> {
  await database.pool.query(
    `delete from ${home}.plan_drafts where year = 2027; delete from ${home}.plans where year = 2027;
     update ${home}.deliveries set acknowledged_at = null, acknowledged_by = null where document_id = ${literal(documentId)}`,
  )
}
