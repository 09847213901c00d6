import { sumUnitsAnew } from '../src/modules/activities/index.ts'
import { openReports } from '../src/modules/reports/index.ts'
import { transaction } from '../src/platform/tx.ts'
import { leftSince, markNow } from './copies.ts'
import { issueOfficePlan } from './delivery.ts'
import { literal } from './sql.ts'
import type { Bench } from './support.ts'
import { actorOf, documentOf, issueAndDeliver, makeApprovedPlan, type Seat, type World } from './world.ts'

/** A year of one office with its schools, as the figures that read find it. */
export interface Year {
  office: Seat
  schools: Seat[]
  /** the office's plan, and the paper under which it was issued */
  planId: string
  documentId: string
  /** the one school whose plan went through every use case */
  school: Seat
}

/** Activities of a unit in a year. */
const activitiesEach = 60
/** Units without a plan of their own, and among them those who have begun one. */
const withoutPlan = 120
const withDraft = 60
/** Units whose report of the year waits for the office, and those who have not handed in. */
const waiting = 30
const missing = 20

/**
 * Plans, activities with figures and photos, reports of two years, three years of the office's documents: the office's own
 * plan and one school's through the use cases, the other schools' as copies of that one in bulk.
 */
export async function makeYear(bench: Bench, world: World): Promise<Year> {
  const { office, schools } = world.big
  const [school] = schools
  if (!school) throw new Error('an office without schools')
  const { planId, documentId } = await issueOfficePlan(bench, office)
  await makeSchoolPlans(bench, schools, school, documentId)
  await makeActivities(bench, schools)
  await transaction(bench.database.db, { home: bench.home, scope: '*' }, (trx) =>
    sumUnitsAnew(
      trx,
      schools.map((s) => s.unitId),
    ),
  )
  await openReports(bench.ctx({ kind: 'system' }, '2025-12-16T01:00:00Z'))
  await openReports(bench.ctx({ kind: 'system' }))
  await handInReports(bench, office, schools, '2025-Y', schools.length)
  await handInReports(bench, office, schools, '2026-Y', schools.length - missing)
  await sumLastYear(bench, office)
  await makeDocuments(bench, office)
  // What the making left to be done is done now, not while something is measured.
  await bench.database.pool.query('vacuum analyze')
  await bench.database.pool.query('checkpoint')
  return { office, schools, planId, documentId, school }
}

/** Statements of the owner in the home, one transaction. */
async function inHome(bench: Bench, script: string): Promise<void> {
  await bench.database.pool.query(`begin; set local search_path = ${bench.home}, shared; ${script}; commit`)
}

/** What issuing a plan leaves at a unit, in the order of its foreign keys. */
const copiedTables = [
  'register_entries',
  'documents',
  'plans',
  'clauses',
  'document_citations',
  'plan_revisions',
  'plan_bases',
  'tasks',
  'task_clauses',
  'task_origins',
  'obligations',
  'dispatches',
  'recipients',
  'deliveries',
  'reader',
]

async function makeSchoolPlans(
  bench: Bench,
  schools: readonly Seat[],
  school: Seat,
  documentId: string,
): Promise<void> {
  const { pool } = bench.database
  const ctx = bench.ctx(actorOf(school), '2026-01-12T02:00:00Z')
  const mark = await markNow(bench)
  const planId = await makeApprovedPlan(ctx, documentId, {})
  await issueAndDeliver(ctx, planId, bench.ctx({ kind: 'system' }, '2026-01-12T02:00:00Z'))
  const left = await leftSince(bench, mark)
  const one = (table: string) => String(left.get(table)?.[0]?.['id'])
  const own = {
    unit_id: school.unitId,
    person_id: school.personId,
    plan_id: planId,
    document_id: await documentOf(bench, planId),
    entry_id: one('register_entries'),
    dispatch_id: one('dispatches'),
  }
  await pool.query(`create schema if not exists bench;
    create table bench.copies as select s."unitId" as unit_id, s."personId" as person_id, gen_random_uuid() as plan_id,
      gen_random_uuid() as document_id, gen_random_uuid() as entry_id, gen_random_uuid() as dispatch_id
    from jsonb_to_recordset(${literal(JSON.stringify(schools.slice(1, schools.length - withoutPlan)))}::jsonb) as s("unitId" uuid, "personId" uuid)`)
  const replaced = (column: string, otherwise: string) =>
    `case t.${column} ${Object.entries(own)
      .map(([name, id]) => `when ${literal(id)} then m.${name}`)
      .join(' ')} else ${otherwise} end`
  // Rows of before that the issue changed are not copied: the delivery that it opened, the duty that it closed.
  const onlyNew: Record<string, string> = {
    deliveries: `t.sender_id = ${literal(school.unitId)}`,
    obligations: `t.what = 'do_task'`,
  }
  for (const table of copiedTables) {
    const { rows: columns } = await pool.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns
       where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' order by ordinal_position`,
      [bench.home, table],
    )
    const values = columns.map(({ name, type }) =>
      type !== 'uuid'
        ? `t.${name}`
        : replaced(name, name === 'id' && table !== 'reader' ? 'gen_random_uuid()' : `t.${name}`),
    )
    const only = onlyNew[table] ?? 'true'
    await inHome(
      bench,
      `insert into ${table} (${columns.map((c) => c.name).join(', ')})
       select ${values.join(', ')} from (select * from ${table} where xmin::text::bigint >= ${mark}) t cross join bench.copies m where ${only}`,
    )
  }
  await inHome(
    bench,
    `update obligations o set state = 'done', closed_on = '2026-01-12', closed_by = m.plan_id from bench.copies m
       where o.unit_id = m.unit_id and o.what = 'make_plan';
     update deliveries set opened_at = sent_at + interval '1 day' where document_id = ${literal(documentId)};
     update deliveries d set acknowledged_at = sent_at + interval '2 days' where document_id = ${literal(documentId)} and unit_id in (select unit_id from bench.copies);
     insert into bench.copies values (${Object.values(own).map(literal).join(', ')});
     insert into plans (id, unit_id, year, revision, title, created_at)
       select gen_random_uuid(), u, 2026, 0, 'Tuyên truyền cải cách hành chính năm 2026', '2026-01-20' from unnest(${literal(schools.slice(-withDraft).map((s) => s.unitId))}::uuid[]) u;
     insert into plan_drafts (id, unit_id, plan_id, revision, year, state, version, content, created_at, updated_at)
       select gen_random_uuid(), p.unit_id, p.id, 1, 2026, 'draft', 1, (select content from plan_revisions where plan_id = ${literal(planId)}), p.created_at, p.created_at
       from plans p where p.revision = 0 and p.title = 'Tuyên truyền cải cách hành chính năm 2026'`,
  )
}

/** Each unit's activities over the year, one in two with a photo, each for a task of its plan with that task's figure. */
async function makeActivities(bench: Bench, schools: readonly Seat[]): Promise<void> {
  const file = 'ab'.repeat(32)
  await inHome(
    bench,
    `create table bench.activities as
       select gen_random_uuid() as id, gen_random_uuid() as photo, s."unitId" as unit_id, s."personId" as person_id, m.plan_id, t.key, t.indicator, n,
         date '2025-12-20' + (n * 355 / ${activitiesEach}) as day, 5 + (n * 37 + s.i * 11) % 60 as value, n % 2 as photos
       from (select s.*, row_number() over () as i from jsonb_to_recordset(${literal(JSON.stringify(schools))}::jsonb) as s("unitId" uuid, "personId" uuid)) s
       cross join generate_series(1, ${activitiesEach}) n
       left join bench.copies m on m.unit_id = s."unitId"
       join lateral (select key, target_indicator as indicator from tasks
         where plan_id = (select plan_id from bench.copies limit 1) order by ord offset n % (select count(*) from tasks where plan_id = (select plan_id from bench.copies limit 1)) limit 1) t on true;
     insert into files (hash, size, mime, created_at) values ('${file}', 200000, 'image/jpeg', '2026-01-01');
     insert into activities select id, unit_id, 1, day, 'counted', photos, photos, day + time '09:00', person_id from bench.activities;
     insert into activity_versions (activity_id, version, unit_id, day, title, form, audiences, place, attendances, result, shortcoming, cause, next_step, photo_ids, recorded_at, recorded_by, salt, hash)
       select id, 1, unit_id, day, 'Tuyên truyền thủ tục nhập học trực tuyến đến cha mẹ học sinh, lần ' || n, 'parents_meeting', '{parents}', 'Hội trường nhà trường', value * 3,
         'Cha mẹ học sinh biết nộp hồ sơ qua Cổng dịch vụ công, ' || value || ' người được hướng dẫn tại chỗ.', case when n % 4 = 0 then 'Một số gia đình chưa có tài khoản định danh.' else '' end, '', '',
         case when photos = 1 then array[photo] else '{}'::uuid[] end, day + time '09:00', person_id, '\\x00', 'bench' from bench.activities;
     insert into activity_figures select id, 1, indicator, value from bench.activities;
     insert into activity_tasks select id, 1, plan_id, key, 1 from bench.activities where plan_id is not null;
     insert into evidence select photo, id, unit_id, '${file}', '${file}', md5(id::text) || md5(photo::text), hashtext(id::text), 1600, 1200, day + time '09:01', person_id
       from bench.activities where photos = 1;
     update obligations o set state = 'done', closed_on = o.due_on, closed_by = a.id
       from (select distinct on (plan_id, key) plan_id, key, id from bench.activities where plan_id is not null) a
       where o.what = 'do_task' and o.source_id = a.plan_id and o.source_key = a.key and o.due_on < '2026-10-01'`,
  )
}

/** Hands in the reports of a period for the first units of a list; the office accepts all but the last few of the present year. */
async function handInReports(
  bench: Bench,
  office: Seat,
  schools: readonly Seat[],
  period: string,
  handedIn: number,
): Promise<void> {
  const units = schools.slice(0, handedIn).map((s) => s.unitId)
  const accepted = period === '2026-Y' ? units.slice(0, units.length - waiting) : units
  const day = `${period.slice(0, 4)}-12-15`
  const words = JSON.stringify([
    { section: 'limits', words: 'Một số cha mẹ chưa có tài khoản định danh mức 2.', sources: [] },
    { section: 'next', words: 'Phát tiếp tờ gấp trong kỳ tuyển sinh.', sources: [] },
  ])
  await inHome(
    bench,
    `create table bench.reports_${period.slice(0, 4)} as select r.*, r.unit_id = any(${literal(accepted)}::uuid[]) as is_accepted
       from reports r where r.period = ${literal(period)} and r.unit_id = any(${literal(units)}::uuid[]);
     create temp table due on commit drop as select * from bench.reports_${period.slice(0, 4)};
     update reports r set version = 1, submitted_on = '${day}', state = case when d.is_accepted then 'accepted' else 'submitted' end,
       accepted_version = case when d.is_accepted then 1 end from due d where d.id = r.id;
     insert into report_versions (report_id, version, unit_id, content, salt, hash, submitted_at)
       select id, 1, unit_id, jsonb_build_object('texts', ${literal(words)}::jsonb, 'corrections', '[]'::jsonb, 'nothing', '[]'::jsonb, 'period', period,
         'units', jsonb_build_array(unit_id), 'form', '{"code": "par-communication", "revision": 1}'::jsonb,
         'figures', '[]'::jsonb, 'activities', '[]'::jsonb, 'children', '[]'::jsonb, 'missing', '[]'::jsonb), '\\x00', 'bench', '${day}' from due;
     insert into report_activities select d.id, 1, a.id, 1 from due d join activities a on a.unit_id = d.unit_id and a.day >= d.period_from and a.day < d.period_until;
     insert into report_figures (report_id, version, indicator, own_n, own_d, below_n, below_d, correction_n, total_n, total_d, running_n, running_d, carried_n, state)
       select d.id, 1, v.code, coalesce(f.n, 0), 0, 0, 0, 0, coalesce(f.n, 0), 0, coalesce(f.n, 0), 0, 0, 'value'
       from due d join vocabularies v on v.list = 'indicators' and v.facts->>'adds' in ('sum', 'parts_only')
       left join (select ra.report_id, g.indicator, sum(g.n)::bigint as n from report_activities ra
         join activity_figures g on g.activity_id = ra.activity_id and g.version = 1 group by 1, 2) f on f.report_id = d.id and f.indicator = v.code;
     insert into report_submissions select id, 1, superior_id, 'sums', '${day}' from due;
     insert into report_answers (id, report_id, version, unit_id, answer, words, at, salt, hash)
       select gen_random_uuid(), id, 1, superior_id, 'accepted', '', '${day}', '\\x00', 'bench' from due where is_accepted;
     insert into reader select superior_id, 'report', id, 1, 'delivered', id, '${day}' from due;
     update obligations o set state = 'done', closed_on = '${day}', closed_by = d.id from due d where o.what = 'report' and o.source_id = d.id;
     insert into obligations (id, unit_id, what, source_what, source_id, source_revision, owed_to, due_on, opened_at)
       select gen_random_uuid(), ${literal(office.unitId)}, 'decide_report', 'report', id, 1, unit_id, '2026-12-18', '${day}' from due where not is_accepted`,
  )
}

/** The office's own report of last year: what running totals stand on. */
async function sumLastYear(bench: Bench, office: Seat): Promise<void> {
  await inHome(
    bench,
    `create temp table own on commit drop as select * from reports where unit_id = ${literal(office.unitId)} and period = '2025-Y';
     update reports r set version = 1, state = 'accepted', accepted_version = 1, submitted_on = '2025-12-18' from own where own.id = r.id;
     insert into report_versions (report_id, version, unit_id, content, salt, hash, submitted_at)
       select id, 1, unit_id, '{"texts": [], "corrections": [], "nothing": [], "figures": [], "activities": [], "children": [], "missing": []}', '\\x00', 'bench', '2025-12-18' from own;
     insert into report_children select own.id, 1, c.id, 1, c.unit_id from own, bench.reports_2025 c;
     insert into report_figures (report_id, version, indicator, own_n, own_d, below_n, below_d, correction_n, total_n, total_d, running_n, running_d, carried_n, state)
       select own.id, 1, f.indicator, 0, 0, sum(f.total_n), 0, 0, sum(f.total_n), 0, sum(f.total_n), 0, 0, 'value'
       from own, bench.reports_2025 c join report_figures f on f.report_id = c.id and f.version = 1 group by 1, f.indicator`,
  )
}

/** Three years of documents that the office received. */
async function makeDocuments(bench: Bench, office: Seat): Promise<void> {
  const text =
    'Căn cứ Kế hoạch về tuyên truyền cải cách hành chính, đề nghị các đơn vị tổ chức thực hiện.\n'.repeat(40)
  await inHome(
    bench,
    `insert into documents (id, unit_id, origin, type, number, symbol, number_symbol, match_key, issuer_name, issued_on, subject, text, page_html, reading, salt, hash, created_at)
     select gen_random_uuid(), ${literal(office.unitId)}, 'received', 'Công văn', n::text, 'SGDĐT-VP', n || '/SGDĐT-VP', n || '/SGDĐT-VP', 'Sở Giáo dục và Đào tạo',
       date '2024-01-02' + n * 1000 / 1200, 'Về việc tuyên truyền cải cách hành chính, lần ' || n, ${literal(text)}, '', '{}', '\\x00', 'bench', timestamptz '2024-01-02' + n * interval '21 hours'
     from generate_series(1, 1200) n`,
  )
}
