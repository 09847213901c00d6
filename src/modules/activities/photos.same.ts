import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'

/** Bits in which two difference hashes of one picture, sent twice through different telephones, may differ. */
const nearBits = 4

/**
 * Other activities that show the same picture: the same file, or one whose difference hash is at most four bits away.
 * Only activities that the acting unit may read itself are named; pictures more than a year apart in arrival are not
 * compared. An almost even picture (a wall, the dark) has nearly no bits and says nothing, so it is compared as a file only.
 */
export async function findSamePictures(
  trx: Trx,
  ctx: Ctx,
  activityId: string,
  photoIds: readonly string[],
): Promise<{ photoId: string; activityId: string; day: string; title: string; unitName: string }[]> {
  const own = [...ctx.actor.ownUnits]
  const today = ctx.clock.today()
  const { rows } = await sql<{
    photoId: string
    activityId: string
    day: string
    title: string
    unitName: string
  }>`
    with mine as (
      -- units first, so that a school compares with its own pictures only, by the index
      select unnest(${own}::uuid[]) as id
      union
      select c.descendant_id from unit_closure c where c.ancestor_id = any(${own}::uuid[])
        and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})
    ), shown as materialized (
      select id, arrived_hash, picture_hash, arrived_at - interval '1 year' as from_at, arrived_at + interval '1 year' as until_at,
        case when bit_count(picture_hash::bit(64)) between 5 and 59 then ${nearBits}::int else -1 end as near
      from evidence where activity_id = ${activityId} and id = any(${[...photoIds]}::uuid[])
    ), found as materialized (
      select s.id, o.id as other, o.activity_id
      from shown s
      join evidence o on o.activity_id <> ${activityId} and o.arrived_at between s.from_at and s.until_at
        and o.unit_id in (select id from mine)
        and (bit_count((o.picture_hash # s.picture_hash)::bit(64)) <= s.near or o.arrived_hash = s.arrived_hash)
    )
    select distinct f.id as "photoId", a.id as "activityId", v.day, v.title, n.short_name as "unitName"
    from found f
    join activities a on a.id = f.activity_id and a.state <> 'withdrawn'
    join activity_versions v on v.activity_id = a.id and v.version = a.version and f.other = any(v.photo_ids)
    cross join lateral (
      select short_name from unit_names n where n.unit_id = a.unit_id order by n.valid_from desc limit 1
    ) n
    order by v.day limit 50`.execute(trx)
  return rows
}

export interface SameOfActivity {
  activityId: string
  title: string
  day: string
  other: { activityId: string; title: string; day: string; unitName: string }
}

/**
 * Of activities as a report counts them, those with a picture that another activity shows too: for whoever accepts the
 * report. Among the unit's own pictures also nearly the same; elsewhere below the reader the same file, found by its index.
 * @param counted ids and versions, all of one unit
 */
export async function findSameOf(
  trx: Trx,
  ctx: Ctx,
  counted: readonly { id: string; version: number }[],
): Promise<SameOfActivity[]> {
  if (counted.length === 0) return []
  const own = [...ctx.actor.ownUnits]
  const today = ctx.clock.today()
  const { rows } = await sql<Omit<SameOfActivity, 'other'> & Rename<SameOfActivity['other']>>`
    with mine as (
      select unnest(${own}::uuid[]) as id
      union
      select c.descendant_id from unit_closure c where c.ancestor_id = any(${own}::uuid[])
        and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})
    ), shown as materialized (
      select e.id, e.unit_id, e.activity_id, v.title, v.day, e.arrived_hash, e.picture_hash,
        case when bit_count(e.picture_hash::bit(64)) between 5 and 59 then ${nearBits}::int else -1 end as near
      from unnest(${counted.map((c) => c.id)}::uuid[], ${counted.map((c) => c.version)}::int[]) as c(id, version)
      join activity_versions v on v.activity_id = c.id and v.version = c.version and v.redacted_at is null
      join evidence e on e.activity_id = c.id and e.id = any(v.photo_ids)
    ), found as materialized (
      select s.activity_id, s.title, s.day, o.id as other, o.activity_id as other_activity
      from shown s join evidence o on o.unit_id = s.unit_id and o.activity_id <> s.activity_id
        and (bit_count((o.picture_hash # s.picture_hash)::bit(64)) <= s.near or o.arrived_hash = s.arrived_hash)
      union
      select s.activity_id, s.title, s.day, o.id, o.activity_id
      from shown s join evidence o on o.unit_id in (select id from mine) and o.arrived_hash = s.arrived_hash and o.activity_id <> s.activity_id
    )
    select distinct f.activity_id as "activityId", f.title, f.day, a.id as "otherActivityId", w.title as "otherTitle",
      w.day as "otherDay", n.short_name as "otherUnitName"
    from found f
    join activities a on a.id = f.other_activity and a.state <> 'withdrawn' and a.unit_id in (select id from mine)
    join activity_versions w on w.activity_id = a.id and w.version = a.version and f.other = any(w.photo_ids)
    cross join lateral (
      select short_name from unit_names n where n.unit_id = a.unit_id order by n.valid_from desc limit 1
    ) n
    order by f.day, w.day limit 50`.execute(trx)
  return rows.map(({ activityId, title, day, ...o }) => ({
    activityId,
    title,
    day,
    other: { activityId: o.otherActivityId, title: o.otherTitle, day: o.otherDay, unitName: o.otherUnitName },
  }))
}

type Rename<T> = { [K in keyof T & string as `other${Capitalize<K>}`]: T[K] }
