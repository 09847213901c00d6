import { beforeAll, describe, expect, it } from 'vitest'
import { readPersonal } from '../../src/platform/personal.ts'
import { countDue, findRules } from '../../src/platform/retention.ts'
import { wide } from '../../src/platform/wide.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'

/**
 * Columns of words that hold no person: codes of ours or of a vocabulary, hashes, marks of an outline, names of public
 * bodies and facts of data/. Whoever adds a column of text declares it `@personal` in its COMMENT, or gives a reason here.
 */
const holdsNoPerson: Record<string, string[]> = {
  'codes and keys of ours': [
    'system.homes.*',
    'system.migrations.*',
    'system.sessions.home',
    'shared.accounts.locale',
    'shared.day_roots.*',
    'shared.day_root_homes.*',
    'shared.account_persons.home',
    'shared.account_passkeys.id',
    'shared.account_passkeys.rp_id',
    'shared.account_passkeys.transports',
    'shared.account_identities.issuer',
    'sign_in_rules.second_factor_roles',
    'system.sign_in_steps.*',
    'shared.units.*',
    'shared.unit_superiors.line',
    'shared.unit_closure.line',
    'shared.unit_succession.kind',
    'successions.kind',
    'successions.state',
    'events.verb',
    'api_keys.mode',
    'api_keys.prefix',
    'api_keys.token_hash',
    'api_keys.scopes',
    'api_calls.method',
    'api_calls.path',
    'submissions.kind',
    'submissions.state',
    'submission_versions.hash',
    'known_entries.state',
    'known_entry_versions.state',
    'webhooks.url',
    'webhooks.topics',
    'webhooks.secret',
    'webhooks.secret_before',
    'webhooks.ended_why',
    'webhook_messages.topic',
    'webhook_messages.payload',
    'webhook_messages.state',
    'webhook_tries.error',
    'jobs.kind',
    'jobs.state',
    'files.mime',
    'redactions.what',
    'desks.code',
    'memberships.role',
    'delegations.role',
    'mandates.authority',
    'mandates.kinds',
    'own_forms.type',
    'own_forms.names',
    'readings.read_by',
    'document_drafts.state',
    'document_drafts.error',
    'documents.origin',
    'clauses.key',
    'clauses.parent_key',
    'clauses.kind',
    'document_citations.relation',
    'reader.what',
    'reader.ground',
    'number_counters.series',
    'register_entries.series',
    'register_entries.what',
    'recipients.kind',
    'recipients.purpose',
    'recipients.group_code',
    'deliveries.purpose',
    'obligations.what',
    'obligations.source_what',
    'obligations.source_key',
    'obligations.role',
    'obligations.state',
    'signing_keys.kind',
    'signing_keys.issuer',
    'signing_keys.serial',
    'signing_papers.subject_what',
    'signing_papers.room',
    'signing_papers.source_hash',
    'signing_marks.file_hash',
    'signing_marks.subject_what',
    'signing_marks.kind',
    'signing_marks.way',
    'outgoing_drafts.state',
    'outgoing_steps.step',
    'outgoing_comments.block_key',
    'document_relations.relation',
    'plan_drafts.state',
    'plan_draft_steps.step',
    'plan_bases.relation',
    'plan_bases.line',
    'tasks.key',
    'tasks.decision',
    'tasks.forms',
    'tasks.audiences',
    'tasks.target_indicator',
    'tasks.fund',
    'task_clauses.task_key',
    'task_clauses.clause_key',
    'task_origins.task_key',
    'task_origins.origin_key',
    'clause_declines.clause_key',
    'task_choices.task_key',
    'task_choices.origin_key',
    'task_choices.choice',
    'amendment_requests.task_key',
    'amendment_answers.answer',
    'directions.expects',
    'directions.clauses',
    'direction_acts.kind',
    'direction_acts.evidence',
    'activities.state',
    'activity_versions.form',
    'activity_versions.audiences',
    'activity_versions.fund',
    'activity_figures.indicator',
    'activity_tasks.task_key',
    'task_sums.task_key',
    'task_sums.figures',
    'uploads.state',
    'uploads.error',
    'report_drafts.period',
    'report_drafts.state',
    'outbox_messages.to_home',
    'outbox_messages.kind',
    'inbox_messages.from_home',
    'inbox_messages.kind',
    'carried_redactions.subject_what',
    'carried_redactions.to_home',
    'carried_redactions.home_name',
    'carried_answers.home',
    'carried_answers.home_name',
    'carried_answers.left_over',
    'copies.what',
    'copies.origin',
    'deliveries.peer_home',
    'deliveries.agency_code',
    'deliveries.exchange_state',
    'packages.kind',
    'packages.status',
    'packages.state',
    'packages.to_code',
    'packages.staged',
    'package_arrivals.sender_code',
    'package_arrivals.sender_key',
    'package_arrivals.kind',
    'package_arrivals.told',
    'package_arrivals.asked',
    'package_arrivals.answer',
    'arrival_figures.state',
    'arrival_figures.reason',
    'replacements.kind',
    'shared.agency_codes.*',
    'delivery_returns.ended_how',
    'delivery_links.mail_state',
    'delivery_links.mail_cause',
    'dossiers.state',
    'dossiers.heading_code',
    'obligations.peer_home',
    'reports.period',
    'reports.state',
    'report_figures.indicator',
    'report_figures.state',
    'report_missing.state',
    'report_submissions.role',
    'report_answers.answer',
    'notices.kind',
    'notices.subject_what',
    'notices.subject_key',
    'mails.kind',
    'mails.once',
    'mails.state',
    'mails.cause',
    'password_resets.way',
  ],
  'a code or class of a failure': ['jobs.error', 'mails.code'],
  'a token of ours, which only stops mails': ['notice_choices.leave_token'],
  'ids, codes and hashes: recordEvent takes nothing else': ['events.subjects'],
  hashes: [
    'events.request_hash',
    'seals.prev',
    'seals.hash',
    'files.hash',
    'file_holders.hash',
    'readings.token_hash',
    'delivery_links.opened_hash',
    'delivery_link_tokens.token_hash',
    'shared.account_recovery_codes.code_hash',
    'password_resets.secret_hash',
    'document_drafts.file_hash',
    'documents.file_hash',
    'documents.hash',
    'document_papers.docx_hash',
    'document_papers.pdf_hash',
    'document_scans.file_hash',
    'plan_revisions.hash',
    'amendment_requests.hash',
    'amendment_answers.hash',
    'known_entry_versions.hash',
    'directions.hash',
    'direction_acts.hash',
    'activity_versions.hash',
    'uploads.hash',
    'evidence.file_hash',
    'evidence.thumb_hash',
    'evidence.arrived_hash',
    'report_versions.hash',
    'report_answers.hash',
    'outbox_messages.hash',
    'inbox_messages.hash',
    'copies.hash',
    'packages.hash',
    'package_arrivals.file_hash',
  ],
  'number, symbol, type, place in an outline': [
    'documents.type',
    'documents.number',
    'documents.symbol',
    'documents.number_symbol',
    'documents.match_key',
    'clauses.marker',
    'clauses.path',
    'document_citations.type',
    'document_citations.number_symbol',
    'document_citations.match_key',
    'known_entry_versions.type',
    'known_entry_versions.number_symbol',
    'known_entry_versions.match_key',
    'known_entry_versions.number_key',
    'known_entry_versions.bare_key',
    'register_entries.symbol',
    'register_entries.number_symbol',
    'register_entries.type',
    'packages.document_ref',
    'packages.of_ref',
    'package_arrivals.document_ref',
    'package_arrivals.of_ref',
    'package_arrivals.reference',
  ],
  'names of public bodies and their decrees': [
    'shared.unit_names.*',
    'shared.unit_succession.decree',
    'shared.agencies.*',
  ],
  'facts of data/': [
    'shared.unit_kinds.*',
    'shared.unit_groups.*',
    'shared.vocabularies.*',
    'shared.programmes.*',
    'shared.known_documents.*',
    'shared.report_forms.*',
    'shared.holidays.*',
  ],
}

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

interface Column {
  name: string
  type: string
  comment: string | null
  generated: boolean
}

async function wordColumns(): Promise<Column[]> {
  const { rows } = await world.database.pool.query<Column>(
    `select (case when n.nspname = $1 then '' else n.nspname || '.' end) || c.relname || '.' || a.attname as name,
       format_type(a.atttypid, null) as type, col_description(c.oid, a.attnum) as comment, a.attgenerated <> '' as generated
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname in ($1, 'shared', 'system') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'json', 'character varying', 'character', 'name', 'xml', 'hstore')
     order by 1`,
    [testHome],
  )
  return rows
}

/** The rules of everything that an installation keeps, each with its schema. */
async function allRules() {
  const ctx = world.system()
  const schemas = [testHome, 'shared', 'system']
  const found = await Promise.all(schemas.map((schema) => findRules(ctx.db, schema)))
  return found.flatMap((rules, i) => rules.map((rule) => ({ ...rule, schema: schemas[i] ?? '' })))
}

describe('columns that can hold a person', () => {
  it('say when their months begin and what becomes of them then', async () => {
    const silent = (await wordColumns())
      .filter((c) => readPersonal(c.comment)?.retention === null)
      .map((c) => c.name)
    expect(silent).toEqual([])
  })

  it('begin their months by a column that the catalogue has', async () => {
    const ctx = world.system()
    const rules = await allRules()
    expect(rules.length).toBeGreaterThan(40)
    for (const rule of rules.filter((r) => r.start !== null)) {
      const count = () =>
        rule.schema === 'system'
          ? countDue(ctx.db, rule, rule.schema, ctx.clock.today())
          : wide(ctx, 'nothing: the world is empty', (trx) =>
              countDue(trx, rule, rule.schema, ctx.clock.today()),
            )
      expect(await count(), rule.key).toBe(0)
    }
    expect(rules.filter((r) => r.start === null).map((r) => r.table.name)).toEqual([
      'account_identities',
      'account_passkeys',
      'accounts',
    ])
  })

  it('of official words, and of what left a unit, are never taken away by a job', async () => {
    const rules = await allRules()
    const taken = rules.filter((r) => r.then !== 'archive')
    expect(taken.filter((r) => r.table.isLeft).map((r) => r.key)).toEqual([])
    const official = /official|people named in a|legal ground/
    expect(
      taken.filter((r) => r.table.columns.some((c) => official.test(c.purpose))).map((r) => r.key),
    ).toEqual([])
  })

  it('go with their row only where nothing else of it is kept longer, and nothing refers to it', async () => {
    const rules = await allRules()
    const deleted = rules.filter((r) => r.then === 'delete' && r.schema === testHome)
    expect(deleted.map((r) => r.table.name)).toEqual([
      'invitations',
      'jobs',
      'notices',
      'uploads',
      'webhook_tries',
    ])
    for (const { table } of deleted)
      expect(
        rules.filter((r) => r.table.name === table.name),
        table.name,
      ).toHaveLength(1)
    const { rows } = await world.database.pool.query<{ name: string }>(
      `select r.relname as name from pg_constraint k join pg_class r on r.oid = k.confrelid
       where k.contype = 'f' and r.relname = any($1)`,
      [deleted.map((r) => r.table.name)],
    )
    expect(rows).toEqual([])
  })

  it('say so in their COMMENT, each in words that the programs read', async () => {
    const wrong = (await wordColumns())
      .filter((c) => c.comment?.includes('@personal') && !readPersonal(c.comment))
      .map((c) => `${c.name}: ${c.comment ?? ''}`)
    expect(wrong).toEqual([])
  })

  it('are all declared: any other column of words is known to hold none', async () => {
    const known = new Set(Object.values(holdsNoPerson).flat())
    const undeclared = (await wordColumns())
      // A generated column follows the column that it is made from.
      .filter((c) => !c.generated && !readPersonal(c.comment))
      .map((c) => c.name)
      .filter((name) => !known.has(name) && !known.has(name.replace(/[^.]+$/, '*')))
    expect(undeclared).toEqual([])
  })

  it('are not listed here as holding none', async () => {
    const known = new Set(Object.values(holdsNoPerson).flat())
    const columns = await wordColumns()
    const both = columns.filter((c) => readPersonal(c.comment) && known.has(c.name)).map((c) => c.name)
    expect(both).toEqual([])
    const names = new Set(columns.map((c) => c.name))
    const gone = [...known].filter((name) => !name.endsWith('*') && !names.has(name))
    expect(gone).toEqual([])
  })
})
