import { newId } from '../../src/platform/ids.ts'
import { newUnit, planned, type ShownSuccession } from '../support/succession.ts'
import type { Client } from './client.ts'
import { sendDirection } from './errands.directions.ts'
import type { Errand } from './errands.ts'

const kind = 'people_committee_district'
type Kind = 'rename' | 'split' | 'merge'

/**
 * An office below comes to be, with two people and something it owes; it is renamed, split, the split is undone and carried
 * out otherwise, and the two are merged: whoever goes on owes what was owed, and there are people to see it.
 */
export async function reorganise(errand: Errand): Promise<void> {
  const { cast, keeper, ledger } = errand
  const [first, second] = cast.movers
  const mark = newId().slice(-8)
  const from = await makeOffice(errand, `Phòng ${mark} cũ`, `phong-${mark}`)
  const owed = await sendDirection(errand, `Phòng ${mark} cũ`)

  const renamed = await rename(keeper, from, `Phòng ${mark} mới`)
  const [north, south] = [0, 1].map((n) =>
    newUnit(`Phòng ${mark} ${n}`, `phong-${mark}-${n}`, { kind, profession: cast.office.id }),
  ) as [ReturnType<typeof newUnit>, ReturnType<typeof newUnit>]
  const people = [
    { personId: first, to: north.id, isHead: false },
    { personId: second, to: south.id, isHead: false },
  ]
  const ways = planned({ from: [from], to: [north, south], heir: north.id, people })
  const undone = await carryOut(keeper, 'split', '2024-06-10', ways)
  await keeper.must('POST', `successions/${undone.id}/undo`, { version: undone.version })
  // A unit that was taken back is gone with its id: the next plan makes others.
  const others = [north, south].map((unit) => ({ ...unit, id: newId() })) as [typeof north, typeof south]
  const [goes, stays] = others
  const split = await carryOut(keeper, 'split', '2024-06-10', {
    ...ways,
    to: others,
    heir: goes.id,
    people: people.map((p, i) => ({ ...p, to: others[i]?.id ?? null })),
  })
  const merged = await carryOut(
    keeper,
    'merge',
    '2024-06-14',
    planned({ from: [goes.id], to: [{ ...stays, unit: null, profession: null }] }),
  )
  const dropped = await draft(keeper, 'merge', '2024-06-16', planned({ from: [stays.id] }))
  await keeper.must('POST', `successions/${dropped.id}/drop`, { version: dropped.version })

  const state = (id: string, is: string): [string, number] => [
    `select id from @successions where id = '${id}' and state = '${is}'`,
    1,
  ]
  const member = (personId: string) =>
    `select id from @memberships where person_id = '${personId}' and unit_id = '${stays.id}' and valid_until is null`
  const steps = `select 1 from shared.unit_succession where from_id`
  ledger.facts.push(
    ...[renamed, split, merged].map(({ id }) => state(id, 'done')),
    state(undone.id, 'undone'),
    state(dropped.id, 'dropped'),
    [`select id from shared.units where id in ('${north.id}', '${south.id}')`, 0],
    [`select id from shared.units where code like 'phong-${mark}%'`, 3],
    [`select id from shared.units where id = '${stays.id}' and valid_until is null`, 1],
    [`${steps} = '${from}' and to_id = '${from}' and kind = 'rename'`, 1],
    [`${steps} = '${from}' and kind = 'split'`, 2],
    [`${steps} = '${goes.id}' and to_id = '${stays.id}' and kind = 'merge'`, 1],
    [
      `select id from @obligations where unit_id = '${from}' and source_id = '${owed}' and state = 'open' and passed_to = '${stays.id}'`,
      1,
    ],
    [member(first), 1],
    [member(second), 1],
  )
}

/** An office with two members, as an administrator makes it. @returns its id */
async function makeOffice({ cast, keeper }: Errand, name: string, code: string): Promise<string> {
  const id = newId()
  const names = { name, shortName: name, abbreviation: 'PT', place: 'Vân Sơn', parentLine: null }
  const line = { administration: null, profession: cast.office.id }
  await keeper.must('POST', 'units', { id, code, kind, ...names, from: '2024-01-01', ...line })
  for (const personId of cast.movers)
    await keeper.must('POST', `units/${id}/memberships`, {
      ...{ personId, login: null, roles: ['leader'], title: null, deskId: null, isHead: false },
      from: '2024-05-01',
    })
  return id
}

/** A name that is to hold from a later day, thought better of, and then from one that has come. */
async function rename(keeper: Client, unitId: string, name: string): Promise<ShownSuccession> {
  const names = { name, shortName: name, abbreviation: 'PT', place: 'Vân Sơn', parentLine: null }
  const content = planned({ from: [unitId], names: { ...names, name: `${name} sai` } })
  const begun = await draft(keeper, 'rename', '2024-07-01', content)
  const due = await step(keeper, begun, 'carry-out')
  const open = await step(keeper, due, 'reopen')
  const saved = await keeper.must<ShownSuccession>('PUT', `successions/${open.id}`, {
    version: open.version,
    day: '2024-06-03',
    content: { ...content, names },
  })
  return step(keeper, saved, 'carry-out')
}

type Content = ReturnType<typeof planned>

async function draft(keeper: Client, what: Kind, day: string, content: Content): Promise<ShownSuccession> {
  const id = newId()
  return keeper.must<ShownSuccession>('POST', 'successions', { id, kind: what, day, content }, id)
}

/** Writes a plan, looks at what it would do, and does it. */
async function carryOut(keeper: Client, what: Kind, day: string, content: Content): Promise<ShownSuccession> {
  const { id } = await draft(keeper, what, day, content)
  const seen = await keeper.must<ShownSuccession>('GET', `successions/${id}`)
  if (seen.preview?.problems.length !== 0) throw new Error(JSON.stringify(seen.preview?.problems))
  return step(keeper, seen, 'carry-out')
}

async function step(
  keeper: Client,
  { id, version }: ShownSuccession,
  path: string,
): Promise<ShownSuccession> {
  return keeper.must<ShownSuccession>('POST', `successions/${id}/${path}`, { version })
}
