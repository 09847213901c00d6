import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/** The closure holds exactly what follows from the dated relations, for every unit of the home. */
const closure = byQuery(
  'closure',
  (ctx) => sql`
    with recursive up as (
      select s.line, s.unit_id as descendant_id, s.superior_id as ancestor_id, 1 as depth, s.valid_from, s.valid_until
      from unit_superiors s join units u on u.id = s.unit_id and u.home = ${ctx.home}
      union all
      select u.line, u.descendant_id, s.superior_id, u.depth + 1, greatest(u.valid_from, s.valid_from), least(u.valid_until, s.valid_until)
      from up u join unit_superiors s on s.line = u.line and s.unit_id = u.ancestor_id
        and s.valid_from < coalesce(u.valid_until, 'infinity') and u.valid_from < coalesce(s.valid_until, 'infinity')
      where u.depth < 20
    ), wanted as (
      select line, ancestor_id, descendant_id, valid_from, min(depth) as depth,
        nullif(max(coalesce(valid_until, 'infinity')), 'infinity') as valid_until
      from up group by line, ancestor_id, descendant_id, valid_from
    ), kept as (
      select c.line, c.ancestor_id, c.descendant_id, c.valid_from, c.depth, c.valid_until
      from unit_closure c join units u on u.id = c.descendant_id and u.home = ${ctx.home}
    ), differing as (
      (select 'missing' as fault, w.* from wanted w except select 'missing', k.* from kept k)
      union all
      (select 'extra' as fault, k.* from kept k except select 'extra', w.* from wanted w)
    )
    select distinct d.fault, d.line, u.code as unit, a.code as above from differing d
    join units u on u.id = d.descendant_id join units a on a.id = d.ancestor_id order by 3, 4`,
)

/** At most one superior a line and day, and exactly one name on every day of a unit. */
const superiors = byQuery(
  'two_superiors',
  (ctx) => sql`
    select u.code as unit, s.line, s.valid_from::text as day from (
      select unit_id, line, valid_from, lag(coalesce(valid_until, 'infinity')) over (partition by unit_id, line order by valid_from) as before
      from unit_superiors
    ) s join units u on u.id = s.unit_id and u.home = ${ctx.home} where s.before > s.valid_from`,
)

const names = byQuery(
  'unit_name',
  (ctx) => sql`
    select u.code as unit, coalesce(n.valid_from, u.valid_from)::text as day
    from units u left join lateral (
      select valid_from, lag(coalesce(valid_until, 'infinity'), 1, u.valid_from) over (order by valid_from) as before
      from unit_names where unit_id = u.id
    ) n on true
    where u.home = ${ctx.home} and n.before is distinct from n.valid_from
    union all
    select u.code, max(n.valid_until)::text from units u join unit_names n on n.unit_id = u.id
    where u.home = ${ctx.home} group by u.id
    having max(coalesce(n.valid_until, 'infinity')) < coalesce(u.valid_until, 'infinity')`,
)

/** An account's person is one of the home; there is no foreign key from `shared` to a home. */
const accounts = byQuery(
  'account_person',
  (ctx) => sql`
    select x.account_id::text as account from account_persons x
    where x.home = ${ctx.home} and not exists (select 1 from persons p where p.id = x.person_id and p.erased_at is null)`,
)

export const unitInvariants: readonly Invariant[] = [closure, superiors, names, accounts]
