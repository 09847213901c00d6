import { sql } from 'kysely'
import { fold } from '../../document/index.ts'
import type { Trx } from '../../platform/db.ts'
import { agencyKey, fullAgency } from './agency-names.ts'
import type { Pieces } from './library.schema.ts'
import { splitNumberSymbol } from './pieces.ts'

interface Candidate {
  id: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  above: boolean
}

/** Enough for every office of one name in a province; more would not be a choice for a person. */
const mostCandidates = 200

/**
 * The units that the head of a document may mean, as they were called on its day: by full name, else by the abbreviation
 * in the symbol together with the place of the date line. A unit above the reader comes before others of the same name.
 * @param readers the reading unit and those it succeeds
 * @returns one when it is clear, several for a person to choose from, none when no unit has such a name
 */
export async function findIssuers(
  trx: Trx,
  readers: readonly string[],
  header: Pieces['header'],
  today: string,
): Promise<{ id: string; name: string }[]> {
  if (header.agency === null) return []
  const day = header.date ?? today
  const full = fullAgency(header.agency, header.parentAgency)
  const abbreviation = issuerPart(header.numberSymbol)
  const { rows } = await sql<Candidate>`
    with named as (
      select n.unit_id, n.name, n.short_name, n.abbreviation, n.place from unit_names n
      where n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})
    ), above as (
      select distinct c.ancestor_id as id from unit_closure c
      where c.descendant_id = any(${[...readers]}::uuid[]) and c.valid_from <= ${day} and (c.valid_until is null or c.valid_until > ${day})
      union select unnest(${[...readers]}::uuid[])
    )
    select n.unit_id as id, n.name, n.short_name as "shortName", n.abbreviation, n.place, (a.id is not null) as above
    from named n left join above a on a.id = n.unit_id
    where a.id is not null
      or n.unit_id in (select unit_id from unit_names where search like ${`%${fold(full)}%`} or search like ${`%${fold(header.agency)}%`} limit ${mostCandidates})
      or (${abbreviation}::text is not null and n.abbreviation = ${abbreviation})
    order by above desc, n.name limit ${mostCandidates}`.execute(trx)
  const wanted = new Set([agencyKey(full), agencyKey(header.agency)])
  const exact = rows.filter((r) => agencyKey(r.name) === agencyKey(full))
  const byName =
    exact.length > 0
      ? exact
      : rows.filter((r) => wanted.has(agencyKey(r.name)) || wanted.has(agencyKey(r.shortName)))
  const byPlace = rows.filter(
    (r) =>
      abbreviation !== null &&
      r.abbreviation === abbreviation &&
      header.place !== null &&
      fold(r.place) === fold(header.place),
  )
  const matching = byName.length > 0 ? byName : byPlace
  const above = matching.filter((r) => r.above)
  return (above.length === 1 ? above : matching).map(({ id, name }) => ({ id, name }))
}

/** `KH-PGD&ĐT` → PGD&ĐT; of `PGDĐT-VP`, where no type stands in front, the first part. */
function issuerPart(numberSymbol: string | null): string | null {
  const { symbol } = splitNumberSymbol(numberSymbol)
  const parts = symbol?.split('-') ?? []
  return parts[1] ?? parts[0] ?? null
}
