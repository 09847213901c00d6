import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { ownOrBelow } from './activities.grounds.ts'

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
  const { rows } = await sql<{
    photoId: string
    activityId: string
    day: string
    title: string
    unitName: string
  }>`
    select distinct e.id as "photoId", a.id as "activityId", v.day, v.title, n.short_name as "unitName"
    from evidence e
    join evidence o on o.activity_id <> e.activity_id
      and o.arrived_at between e.arrived_at - interval '1 year' and e.arrived_at + interval '1 year'
      and (o.arrived_hash = e.arrived_hash
        or (bit_count((o.picture_hash # e.picture_hash)::bit(64)) <= ${nearBits}
          and bit_count(e.picture_hash::bit(64)) between 5 and 59))
    join activities a on a.id = o.activity_id and a.state <> 'withdrawn'
    join activity_versions v on v.activity_id = a.id and v.version = a.version and o.id = any(v.photo_ids)
    cross join lateral (
      select short_name from unit_names n where n.unit_id = a.unit_id order by n.valid_from desc limit 1
    ) n
    where e.activity_id = ${activityId} and e.id = any(${[...photoIds]}::uuid[]) and ${ownOrBelow(ctx)}
    order by v.day limit 50`.execute(trx)
  return rows
}
