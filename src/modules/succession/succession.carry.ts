import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { tellPeersOf } from '../dispatch/index.ts'
import { openOn, passUndecided, readdressOpen, voidRunning } from '../reports/index.ts'
import {
  closeUnits,
  endSuperior,
  insertSuccession,
  insertSuperiors,
  insertUnits,
  rebuildClosure,
  setName,
  setSuperiors,
  successorOf,
} from '../units/index.ts'
import { difference, takeSnapshot, touchedIds, type Before, type Reach } from './succession.before.ts'
import type { Line, Resolved, SuccessionFacts } from './succession.rules.ts'
import type { SuccessionContent } from './succession.schema.ts'
import type { SuccessionRecord } from './succession.store.ts'

export const lines: readonly Line[] = ['administration', 'profession']

/** Which rows a plan may touch. */
export function reachOf(ctx: Ctx, content: SuccessionContent, facts: Pick<SuccessionFacts, 'below'>): Reach {
  const concerned = [...new Set([...content.from, ...content.to.map((t) => t.id)])]
  return {
    from: [...content.from],
    concerned,
    all: [...new Set([...concerned, ...facts.below.map((b) => b.unitId)])],
    now: ctx.clock.now(),
  }
}

/**
 * Carries a plan out: names, relations, closings and the closure; people; open work; reports. The caller holds the locks of
 * the units and has checked that nothing is left to choose.
 * @returns how the rows were, and the event
 */
export async function carryOut(
  trx: Trx,
  ctx: Ctx,
  plan: SuccessionRecord,
  facts: SuccessionFacts,
  resolved: Resolved,
): Promise<{ before: Before; eventId: string }> {
  const reach = reachOf(ctx, plan.content, facts)
  const was = await takeSnapshot(trx, reach, null)
  if (plan.kind === 'rename') await rename(trx, plan)
  else if (plan.kind === 'transfer') await transfer(trx, ctx, plan)
  else await reshape(trx, ctx, plan, facts, resolved)
  const before = difference(was, await takeSnapshot(trx, reach, was))
  const of = (what: string, ids: readonly string[]) => [...new Set(ids)].map((id) => ({ what, id }))
  const eventId = await recordEvent(trx, ctx, 'succession.carry_out', [
    { what: 'succession', id: plan.id, version: plan.version },
    ...of('unit', [...reach.concerned, ...touchedIds(before, 'unit_superiors')]),
    ...of('membership', touchedIds(before, 'memberships')),
    ...of('obligation', touchedIds(before, 'obligations')),
    ...of('report', touchedIds(before, 'reports')),
    ...of('plan', touchedIds(before, 'plans')),
  ])
  return { before, eventId }
}

/** The decree in one line, as it stands beside the units for ever: "Quyết định số 12/QĐ-UBND ngày 01/7/2025 của …". */
export function decreeWords({ decree }: SuccessionContent): string {
  const [year = '', month = '', day = ''] = (decree.date ?? '').split('-')
  return `${decree.symbol} ngày ${day}/${month}/${year}, ${decree.issuer}`
}

async function rename(trx: Trx, { content, day }: SuccessionRecord): Promise<void> {
  const [unitId] = content.from
  if (unitId === undefined || !content.names) return
  await setName(trx, { unitId, from: day, ...content.names, parentLine: content.names.parentLine || null })
  await addSteps(trx, content, day, 'rename')
}

async function addSteps(
  trx: Trx,
  content: SuccessionContent,
  day: string,
  kind: 'rename' | 'transfer',
): Promise<void> {
  await insertSuccession(
    trx,
    content.from.map((id) => ({
      fromId: id,
      toId: id,
      day,
      kind,
      decree: decreeWords(content),
      goesOn: true,
    })),
  )
}

async function transfer(trx: Trx, ctx: Ctx, { content, day }: SuccessionRecord): Promise<void> {
  for (const line of lines) {
    const move = content.moves[line]
    if (!move) continue
    for (const unitId of content.from)
      if (move.to === null) await endSuperior(trx, { unitId, line, from: day })
      else await setSuperiors(trx, [{ unitId, line, superiorId: move.to, from: day }])
    await rebuildClosure(trx, line, content.from)
  }
  await addSteps(trx, content, day, 'transfer')
  await readdressOpen(trx, ctx, content.from)
}

/** Units are made, and units below and people go to them; a unit that closes passes on its work and its reports as well. */
async function reshape(
  trx: Trx,
  ctx: Ctx,
  plan: SuccessionRecord,
  facts: SuccessionFacts,
  resolved: Resolved,
): Promise<void> {
  const { content, day } = plan
  const made = content.to.flatMap((t) => (t.unit ? [{ ...t, unit: t.unit }] : []))
  await insertUnits(
    trx,
    made.map(({ id, unit }) => ({
      ...unit,
      id,
      parentLine: unit.parentLine || null,
      home: ctx.home,
      from: day,
    })),
    ctx.clock.now(),
  )
  await insertSuperiors(
    trx,
    made.flatMap((t) =>
      lines.flatMap((line) => {
        const superiorId = t[line]
        return superiorId === null ? [] : [{ unitId: t.id, line, superiorId, from: day }]
      }),
    ),
  )
  for (const { unitId, line, to } of resolved.below)
    if (to !== null) await setSuperiors(trx, [{ unitId, line, superiorId: to, from: day }])
  if (resolved.closes) await closeUnits(trx, content.from, day)
  const decree = decreeWords(content)
  await insertSuccession(
    trx,
    content.from.flatMap((fromId) =>
      content.to.map((t) => ({
        fromId,
        toId: t.id,
        day,
        kind: plan.kind,
        decree,
        goesOn: t.id === resolved.heir,
      })),
    ),
  )
  for (const line of lines)
    await rebuildClosure(trx, line, [
      ...made.map((t) => t.id),
      ...resolved.below.filter((b) => b.line === line && b.to !== null).map((b) => b.unitId),
    ])
  await movePeople(trx, content, day, resolved)
  if (resolved.closes) {
    await passWork(trx, ctx, facts, resolved)
    await passOwed(trx, ctx, content.from)
    await voidRunning(trx, ctx, content.from, day, decree)
  }
  await readdressOpen(trx, ctx, [...new Set(facts.below.map((b) => b.unitId))])
  if (resolved.closes) await passUndecided(trx, ctx, content.from, decree)
  // New units owe reports of the windows that are open now.
  await openOn(trx, ctx, ctx.clock.today())
}

interface MembershipFact {
  id: string
  person_id: string
  role: 'clerk' | 'specialist' | 'leader' | 'inspector' | 'admin'
  title: string | null
  valid_from: string
  valid_until: string | null
}

/** Memberships of closed units end, and those of whoever leaves one that goes on; whoever goes to another has the same roles there from the day. */
async function movePeople(
  trx: Trx,
  content: SuccessionContent,
  day: string,
  resolved: Resolved,
): Promise<void> {
  const leaving = resolved.people.flatMap((p) => (p.to === null ? [] : [p.personId]))
  const who = resolved.closes ? sql`true` : sql`person_id = any(${leaving}::uuid[])`
  const { rows } = await sql<MembershipFact>`
    select id, person_id, role, title, valid_from, valid_until from memberships
    where unit_id = any(${[...content.from]}::uuid[]) and (valid_until is null or valid_until > ${day}) and ${who} order by id for update`.execute(
    trx,
  )
  await sql`delete from memberships where id = any(${rows.filter((m) => m.valid_from >= day).map((m) => m.id)}::uuid[])`.execute(
    trx,
  )
  await sql`update memberships set valid_until = ${day} where id = any(${rows.filter((m) => m.valid_from < day).map((m) => m.id)}::uuid[])`.execute(
    trx,
  )
  const moves = new Map(resolved.people.map((p) => [p.personId, p]))
  const seen = new Set<string>()
  const arriving = rows.flatMap((m) => {
    const move = moves.get(m.person_id)
    const key = `${m.person_id} ${m.role}`
    if (!move || move.to === null || seen.has(key)) return []
    seen.add(key)
    return [
      {
        id: newId(),
        person_id: m.person_id,
        unit_id: move.to,
        desk_id: null,
        role: m.role,
        title: m.title,
        is_head: move.isHead,
        valid_from: m.valid_from > day ? m.valid_from : day,
        valid_until: m.valid_until,
      },
    ]
  })
  if (arriving.length === 0) return
  // Who has the role there already keeps it; a membership is not doubled.
  await sql`
    insert into memberships (id, person_id, unit_id, desk_id, role, title, is_head, valid_from, valid_until)
    select a.* from jsonb_populate_recordset(null::memberships, ${JSON.stringify(arriving)}::jsonb) a
    where not exists (select 1 from memberships m where m.person_id = a.person_id and m.unit_id = a.unit_id and m.role = a.role
      and (m.valid_until is null or m.valid_until > a.valid_from))`.execute(trx)
}

/** Plans pass with their drafts and duties to do their tasks; other duties stay the closed unit's, done by another. */
async function passWork(trx: Trx, ctx: Ctx, facts: SuccessionFacts, resolved: Resolved): Promise<void> {
  const plans = new Map<string, string>()
  for (const item of facts.open) {
    const to = resolved.work.get(item.id)?.to ?? null
    if (item.what === 'plan' && to !== null) plans.set(item.id, to)
  }
  for (const to of new Set(plans.values())) {
    const ids = [...plans].flatMap(([id, at]) => (at === to ? [id] : []))
    await sql`update plans set unit_id = ${to} where id = any(${ids}::uuid[])`.execute(trx)
    await sql`update plan_drafts set unit_id = ${to} where plan_id = any(${ids}::uuid[])`.execute(trx)
    // Whoever has the plan owes its tasks; also those done, so that a revision finds them.
    await sql`update obligations set unit_id = ${to}, desk_id = null where source_id = any(${ids}::uuid[]) and what = 'do_task'`.execute(
      trx,
    )
  }
  const passed = facts.open.filter((i) => i.what !== 'plan' && !(i.planId !== null && plans.has(i.planId)))
  const ends = new Map<string, string[]>()
  const goes = new Map<string, string[]>()
  for (const item of passed) {
    const choice = resolved.work.get(item.id)
    if (!choice) continue
    const [map, key] = choice.to === null ? [ends, choice.reason] : [goes, choice.to]
    map.set(key, [...(map.get(key) ?? []), item.id])
  }
  for (const [to, ids] of goes)
    await sql`update obligations set passed_to = ${to}, desk_id = null where id = any(${ids}::uuid[]) and state = 'open'`.execute(
      trx,
    )
  for (const [reason, ids] of ends) {
    await sql`update obligations set state = 'void', closed_on = ${ctx.clock.today()}, closed_by = ${ctx.actor.personId}, reason = ${reason}
      where id = any(${ids}::uuid[]) and state = 'open'`.execute(trx)
    await tellPeersOf(trx, ctx, ids)
  }
}

/** What others owe the closed units they owe whoever goes on for them: the one above them, else the one with the books. */
async function passOwed(trx: Trx, ctx: Ctx, closedIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update obligations o set owed_to = ${successorOf(sql`o.owed_to`, sql`o.unit_id`, sql`'administration'`, ctx.clock.today())}
    where o.owed_to = any(${[...closedIds]}::uuid[]) and o.state = 'open' and o.what <> 'report' returning o.id`.execute(
    trx,
  )
  await tellPeersOf(
    trx,
    ctx,
    rows.map((r) => r.id),
  )
}
