import { newId } from '../src/platform/ids.ts'
import { comparable, copyOf, insertAll, layReady, leftSince, markNow, ownIds, type Left } from './copies.ts'
import { literal, runBare } from './sql.ts'
import { compare, requireSame, type Bench, type Figure } from './support.ts'
import {
  actorOf,
  documentOf,
  issueAndDeliver,
  makeApprovedPlan,
  receivePlan,
  toAllBelow,
  type Seat,
  type World,
} from './world.ts'

/** Registers count from here, so that every number has three digits and texts of one length. */
const firstNumber = 100
const day = '2026-01-05T01:42:00Z'

/**
 * An approved plan is issued and delivered to every unit below: number, document, revision, tasks, deliveries, rights to
 * read and obligations. Bare: one script that inserts the very rows, laid ready in tables beside; nothing read or reckoned.
 */
export async function delivery(bench: Bench, world: World): Promise<Figure[]> {
  return [
    await deliveryTo(bench, world.small.office, world.small.schools),
    await deliveryTo(bench, world.big.office, world.big.schools),
  ]
}

async function deliveryTo(bench: Bench, office: Seat, schools: readonly Seat[]): Promise<Figure> {
  const ctx = bench.ctx(actorOf(office), day)
  const system = bench.ctx({ kind: 'system' }, day)
  const received = await receivePlan(ctx)
  await bench.database.pool.query(
    `insert into ${bench.home}.number_counters values ($1, 2026, 'KH', $2)
     on conflict (unit_id, year, series) do update set last = excluded.last`,
    [office.unitId, firstNumber],
  )
  let number = firstNumber
  const approved = () => makeApprovedPlan(ctx, received, toAllBelow)

  // Once outside the measuring: what this deed leaves.
  const firstPlan = await approved()
  const mark = await markNow(bench)
  await issueAndDeliver(ctx, firstPlan, system)
  const left = await leftSince(bench, mark)
  number += 1
  const known = new Set([received, office.unitId, office.personId, ...schools.map((s) => s.unitId)])
  const wanted = comparable(left, known, [symbolOf(number)])

  /** The same rows for another plan under the next number, laid ready, and the script that inserts them. */
  const script = async (planId: string): Promise<string> => {
    number += 1
    const ids = new Map(ownIds(left).map((id) => [id, newId()]))
    ids.set(firstPlan, planId)
    ids.set(symbolOf(firstNumber + 1), symbolOf(number))
    const copied = copyOf(left, ids)
    const [plan] = copied.get('plans') ?? []
    for (const row of copied.get('register_entries') ?? []) row['number'] = number
    for (const row of copied.get('documents') ?? []) row['number'] = String(number)
    const inserted: Left = new Map(
      [...copied].filter(([table]) => table !== 'plans' && table !== 'number_counters'),
    )
    return [
      insertAll(await layReady(bench, inserted)),
      `update plans set revision = 1, document_id = ${literal(String(plan?.['document_id']))}, issued_on = ${literal(String(plan?.['issued_on']))} where id = ${literal(planId)}`,
      `update number_counters set last = ${number} where unit_id = ${literal(office.unitId)} and year = 2026 and series = 'KH'`,
      `delete from plan_drafts where plan_id = ${literal(planId)}`,
    ].join('; ')
  }
  let isChecked = false
  const times = await compare(
    { rounds: 7 },
    {
      prepare: async () => {
        number += 1
        return approved()
      },
      run: (planId) => issueAndDeliver(ctx, planId, system),
    },
    {
      prepare: async () => {
        const bareScript = await script(await approved())
        return { bareScript, before: await markNow(bench) }
      },
      run: ({ bareScript }) => runBare(bench, '*', bareScript),
      after: async ({ before }) => {
        if (isChecked) return
        isChecked = true
        requireSame(
          `delivery to ${schools.length}`,
          wanted,
          comparable(await leftSince(bench, before), known, [symbolOf(number)]),
        )
      },
    },
  )
  const rows = [...left.values()].reduce((sum, r) => sum + r.length, 0)
  return {
    name: `delivery of a plan to ${schools.length.toLocaleString('en')} units (${rows.toLocaleString('en')} rows)`,
    unit: 'ms',
    ...times,
    aim: { times: 4 },
  }
}

function symbolOf(number: number): string {
  return `${number}/KH-PGDĐT`
}

/** Issues the office's plan of the year for what comes after it: drafting, board, lists, reports. */
export async function issueOfficePlan(
  bench: Bench,
  office: Seat,
): Promise<{ planId: string; documentId: string }> {
  const ctx = bench.ctx(actorOf(office), day)
  const planId = await makeApprovedPlan(ctx, await receivePlan(ctx), toAllBelow)
  await issueAndDeliver(ctx, planId, bench.ctx({ kind: 'system' }, day))
  return { planId, documentId: await documentOf(bench, planId) }
}
