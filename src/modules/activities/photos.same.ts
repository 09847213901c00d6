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
