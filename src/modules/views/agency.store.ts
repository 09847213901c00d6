import { sql } from 'kysely'
import type { Db, Trx } from '../../platform/db.ts'

export interface Agency {
  id: string
  code: string
  /** schema of the home */
  home: string
  name: string
  shortName: string
  place: string
  /** who stands above it, by the line of administration first */
  above: string | null
  /** of an agency that has closed: the day from which others go on for it, and who they are; whoever goes on with its books first */
  closed: { day: string; by: { code: string; name: string }[] } | null
}

/** The agency of a code in a public address, as it is called on a day; units and their names are public. */
export async function findAgency(db: Db, code: string, day: string): Promise<Agency | null> {
  const { rows } = await sql<Agency>`
    select u.id, u.code, u.home, n.name, n.short_name as "shortName", n.place,
      (select a.name from shared.unit_superiors s join shared.unit_names a on a.unit_id = s.superior_id
        where s.unit_id = u.id and s.valid_from <= ${day} and (s.valid_until is null or s.valid_until > ${day})
          and a.valid_from <= ${day} and (a.valid_until is null or a.valid_until > ${day})
        order by s.line limit 1) as above,
      (select jsonb_build_object('day', min(x.day), 'by', jsonb_agg(jsonb_build_object('code', w.code, 'name', coalesce(b.name, w.code)) order by x.goes_on desc, w.code))
        from shared.unit_succession x join shared.units w on w.id = x.to_id
          left join shared.unit_names b on b.unit_id = w.id and b.valid_from <= ${day} and (b.valid_until is null or b.valid_until > ${day})
        where x.from_id = u.id and x.kind in ('merge', 'split') and x.day <= ${day}
        having count(*) > 0) as closed
    from shared.units u cross join lateral (
      select * from shared.unit_names n where n.unit_id = u.id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1
    ) n
    where u.code = ${code}`.execute(db)
  return rows[0] ?? null
}

export interface PublicPlan {
  id: string
  revision: number
  year: number
  title: string
  numberSymbol: string | null
  issuedOn: string
  documentId: string
  /** its .docx and PDF are there */
  hasPapers: boolean
}

/** Plans in force that the agency issued as public, the newest year first. Read ground 5. */
export async function findPublicPlans(trx: Trx, unitId: string): Promise<PublicPlan[]> {
  const { rows } = await sql<PublicPlan>`
    select p.id, r.revision, r.year, r.title, d.number_symbol as "numberSymbol", r.issued_on as "issuedOn", d.id as "documentId",
      exists (select 1 from document_papers w join files f on f.hash = w.pdf_hash and f.redacted_at is null where w.document_id = d.id) as "hasPapers"
    from plans p join plan_revisions r on r.plan_id = p.id and r.revision = p.revision
    join documents d on d.id = r.document_id
    where p.unit_id = ${unitId} and r.is_public order by r.year desc, r.issued_on desc, p.id`.execute(trx)
  return rows
}

export interface PublicTask {
  key: string
  title: string
  timeWords: string
  timeUntil: string | null
  product: string
}

/** The agency's own tasks of a revision, those that are not its left out. */
export async function findPublicTasks(trx: Trx, planId: string, revision: number): Promise<PublicTask[]> {
  const { rows } = await sql<PublicTask>`
    select key, title, time_words as "timeWords", time_until as "timeUntil", product from tasks
    where plan_id = ${planId} and revision = ${revision} and decision <> 'declined' order by ord`.execute(trx)
  return rows
}

export interface DerivedTask {
  planId: string
  taskKey: string
  unitId: string
  /** the agency's task that it derives from */
  originKey: string
}

/** Tasks of plans of units below that derive from a plan's, each once. Totals only are shown of them. */
export async function findDerivedTasks(
  trx: Trx,
  planId: string,
  plans: readonly { planId: string; revision: number }[],
): Promise<DerivedTask[]> {
  if (plans.length === 0) return []
  const { rows } = await sql<DerivedTask>`
    select t.plan_id as "planId", t.key as "taskKey", t.unit_id as "unitId", min(o.origin_key) as "originKey"
    from unnest(${plans.map((p) => p.planId)}::uuid[], ${plans.map((p) => p.revision)}::int[]) as d(plan_id, revision)
    join tasks t on t.plan_id = d.plan_id and t.revision = d.revision and t.decision <> 'declined'
    join task_origins o on o.plan_id = t.plan_id and o.revision = t.revision and o.task_key = t.key and o.origin_plan_id = ${planId}
    group by t.plan_id, t.key, t.unit_id order by 1, 2`.execute(trx)
  return rows
}

/** Which duties to do a task are overdue, as `plan task`, among plans. */
export async function findLateTasks(
  trx: Trx,
  planIds: readonly string[],
  today: string,
): Promise<Set<string>> {
  if (planIds.length === 0) return new Set()
  const { rows } = await sql<{ task: string }>`
    select source_id || ' ' || source_key as task from obligations
    where what = 'do_task' and state = 'open' and due_on < ${today} and source_id = any(${[...planIds]}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map((r) => r.task))
}

/** When what the page shows last changed: an issue, or an activity that counts for one of its tasks. */
export async function findLastChange(trx: Trx, planIds: readonly string[]): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(r.issued_at) from plan_revisions r where r.plan_id = any(${[...planIds]}::uuid[])),
      (select max(v.recorded_at) from activity_tasks x join activities a on a.id = x.activity_id and a.version = x.version
        join activity_versions v on v.activity_id = a.id and v.version = a.version where x.plan_id = any(${[...planIds]}::uuid[]))
    ) as at`.execute(trx)
  return rows[0]?.at ?? null
}

/** The head of the unit today: name and position, as both stand on its public plans. */
export async function findHead(
  trx: Trx,
  unitId: string,
  today: string,
): Promise<{ name: string; title: string | null } | null> {
  const { rows } = await sql<{ name: string; title: string | null }>`
    select p.name, m.title from memberships m join persons p on p.id = m.person_id and p.erased_at is null
    where m.unit_id = ${unitId} and m.is_head and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
    order by m.valid_from desc, m.id limit 1`.execute(trx)
  return rows[0] ?? null
}

export interface ListedAgency {
  code: string
  name: string
  place: string
}

/** Units of a home with a public plan in force whose name holds every word that was typed. */
export async function listAgencies(trx: Trx, q: string, day: string, most: number): Promise<ListedAgency[]> {
  const { rows } = await sql<ListedAgency>`
    select u.code, n.name, n.place from units u join unit_kinds k on k.code = u.kind
    join unit_names n on n.unit_id = u.id and n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})
    where u.id in (select p.unit_id from plans p join plan_revisions r on r.plan_id = p.id and r.revision = p.revision where r.is_public)
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${q}), ' ')) w(word) where w.word <> '' and position(w.word in n.search) = 0)
    order by k.ord, n.search, u.id limit ${sql.lit(most)}`.execute(trx)
  return rows
}
