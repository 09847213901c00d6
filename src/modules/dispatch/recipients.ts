import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findDirectlyBelow } from '../units/index.ts'
import { fold } from '../../document/index.ts'
import type { PurposeCode } from './dispatch.tables.ts'
import {
  isArchive,
  purposeOf,
  readGroups,
  readPeople,
  readUnit,
  splitLine,
  tidyLine,
  type NamedUnit,
  type PeopleAsked,
  type UnitGroup,
} from './recipients.rules.ts'

/** One recipient: what the words of "Nơi nhận" stand for. A line that names several bodies is several of these. */
export interface RecipientLine {
  words: string
  kind: 'unit' | 'group' | 'people' | 'outside' | 'archive'
  purpose: PurposeCode | null
  unitId?: string
  groupCode?: string
  /** of an outside body: where it goes */
  address?: string
  /** of people: members of the sender's own unit */
  personIds?: string[]
}

/** A recipient as it was read, with how many units (or people) it reaches on the day. */
export interface ResolvedLine extends RecipientLine {
  reaches: number
}

/**
 * Reads lines of "Nơi nhận" as a unit means them today: groups are units directly below it on either line, names are
 * looked for among the units above, below and beside it, "LĐ, CV Phòng" are its own people, "Lưu: VT" is its archive;
 * whatever else is a body outside. Bodies outside are never guessed to be units.
 * @param unitId the sender
 * @param lines words of a line, with its purpose where a person chose it; without, the words' own "(để t/h)"
 * @returns in the order of the lines; a line naming several bodies gives several, each with its own words
 */
export async function resolveRecipients(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  lines: readonly { words: string; purpose?: PurposeCode | null; address?: string | null }[],
): Promise<ResolvedLine[]> {
  if (lines.length === 0) return []
  const groups = await trx.selectFrom('unit_groups').select(['code', 'aliases', 'kinds']).execute()
  const around = await unitsAround(trx, ctx, unitId)
  const people = await peopleOf(trx, unitId, ctx.clock.today())
  const resolved: RecipientLine[] = lines.flatMap((line) => {
    const purpose = line.purpose === undefined ? purposeOf(line.words) : line.purpose
    return readLine(tidyLine(line.words), groups, around, people).map((read) => ({
      ...read,
      purpose: read.kind === 'archive' ? ('archive' as const) : purpose,
      ...(read.kind === 'outside' && line.address ? { address: line.address } : {}),
    }))
  })
  const sizes = await groupSizes(trx, ctx, unitId, resolved, groups)
  return resolved.map((line) => ({
    ...line,
    reaches:
      line.kind === 'group'
        ? (sizes.get(line.groupCode ?? '') ?? 0)
        : line.kind === 'people'
          ? (line.personIds ?? []).length
          : line.kind === 'archive'
            ? 0
            : 1,
  }))
}

type Read = Omit<RecipientLine, 'purpose'>

function readLine(
  line: string,
  groups: readonly UnitGroup[],
  around: readonly NamedUnit[],
  people: readonly Member[],
): Read[] {
  if (line === '') return []
  if (isArchive(line)) return [{ words: line, kind: 'archive' }]
  const known = readOne(line, groups, around, people)
  if (known) return known
  const pieces = splitLine(line)
  const read = pieces.map((piece) => readOne(piece, groups, around, people))
  // "Thường trực Huyện ủy, Thường trực HĐND huyện": nothing known in it, so it stays the one line that was written.
  if (read.every((r) => r === null)) return [{ words: line, kind: 'outside' }]
  return read.flatMap((r, i) => r ?? [{ words: pieces[i] ?? line, kind: 'outside' as const }])
}

function readOne(
  line: string,
  groups: readonly UnitGroup[],
  around: readonly NamedUnit[],
  people: readonly Member[],
): Read[] | null {
  // A single unit first unless the words say "các": "Phòng GD&ĐT" in a school's line is the office above it.
  const isMany = /\bcac\b/.test(fold(line))
  const unit = isMany ? null : readUnit(line, around)
  if (unit) return [{ words: line, kind: 'unit', unitId: unit.id }]
  const named = readGroups(line, groups)
  if (named)
    return [
      ...named.found.map((g) => ({ words: g.words, kind: 'group' as const, groupCode: g.code })),
      ...named.rest.map((words): Read => {
        const other = readUnit(words, around)
        return other ? { words, kind: 'unit', unitId: other.id } : { words, kind: 'outside' }
      }),
    ]
  const asked = readPeople(line)
  if (asked) return [{ words: line, kind: 'people', personIds: chosen(people, asked) }]
  return null
}

interface Member {
  personId: string
  role: string
  title: string
}

function chosen(people: readonly Member[], asked: PeopleAsked): string[] {
  const found = people.filter(
    (m) =>
      asked.all ||
      (asked.leaders && m.role === 'leader') ||
      (asked.specialists && m.role === 'specialist') ||
      asked.titles.some((t) => m.title === t || m.title.startsWith(`${t} `)),
  )
  return [...new Set(found.map((m) => m.personId))]
}

async function peopleOf(trx: Trx, unitId: string, day: string): Promise<Member[]> {
  const rows = await trx
    .selectFrom('memberships')
    .select(['person_id', 'role', 'title'])
    .where('unit_id', '=', unitId)
    .where('valid_from', '<=', day)
    .where((e) => e.or([e('valid_until', 'is', null), e('valid_until', '>', day)]))
    .orderBy('id')
    .execute()
  return rows.map((r) => ({ personId: r.person_id, role: r.role, title: fold(r.title ?? '') }))
}

/** Units of whichever home above the sender, directly below it, and directly below its superiors, as they are called today. */
async function unitsAround(trx: Trx, ctx: Ctx, unitId: string): Promise<NamedUnit[]> {
  const day = ctx.clock.today()
  const { rows } = await sql<NamedUnit>`
    with above as (
      select distinct ancestor_id as id from unit_closure
      where descendant_id = ${unitId} and valid_from <= ${day} and (valid_until is null or valid_until > ${day})
    ), around as (
      select id, 0 as near from above
      union all
      select s.unit_id, case when s.superior_id = ${unitId} then 1 else 2 end
      from unit_superiors s where s.superior_id in (select id from above union select ${unitId}::uuid)
        and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
    ), nearest as (select id, min(near) as near from around group by id)
    select u.id, n.name, n.short_name as "shortName", n.abbreviation, a.near
    from nearest a join units u on u.id = a.id join unit_names n on n.unit_id = u.id
    where u.id <> ${unitId} and u.valid_from <= ${day} and (u.valid_until is null or u.valid_until > ${day})
      and n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})`.execute(trx)
  return rows
}

/** How many units each group in the lines reaches. */
async function groupSizes(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  lines: readonly RecipientLine[],
  groups: readonly UnitGroup[],
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  const codes = new Set(lines.flatMap((l) => (l.kind === 'group' && l.groupCode ? [l.groupCode] : [])))
  for (const group of groups)
    if (codes.has(group.code)) {
      const ids = await findDirectlyBelow(trx, unitId, null, ctx.clock.today(), group.kinds)
      sizes.set(group.code, ids.length)
    }
  return sizes
}
