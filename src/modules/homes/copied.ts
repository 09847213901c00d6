import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'

/** A row as it travels: columns by name, dates and times as PostgreSQL writes them in JSON. */
export type Row = Record<string, unknown>
/** Rows by table. */
export type Rows = Partial<Record<CopiedTable, Row[]>>

/**
 * What is copied of each table, in an order in which foreign keys hold. Left out is what is made anew (search words), and
 * whether a paper takes scans, which its issuer knows alone, and
 * who did it: persons are of their own home, and their names stand in the words where they belong. A test compares the
 * lists with the catalogue, so that a column made tomorrow is decided about.
 */
export const copied = {
  files: ['hash', 'size', 'mime', 'created_at', 'redacted_at', 'redaction_reason'],
  documents: [
    'id',
    'unit_id',
    'origin',
    'type',
    'number',
    'symbol',
    'number_symbol',
    'match_key',
    'issuer_name',
    'issuer_unit_id',
    'issued_on',
    'subject',
    'plan_id',
    'plan_revision',
    'report_id',
    'report_version',
    'register_entry_id',
    'file_hash',
    'file_name',
    'text',
    'page_html',
    'reading',
    'salt',
    'hash',
    'is_public',
    'redacted_at',
    'created_at',
  ],
  clauses: [
    'document_id',
    'key',
    'ord',
    'parent_key',
    'level',
    'marker',
    'path',
    'kind',
    'words',
    'span_start',
    'span_end',
  ],
  document_citations: [
    'document_id',
    'ord',
    'words',
    'span_start',
    'span_end',
    'type',
    'number_symbol',
    'match_key',
    'title',
    'issued_on',
    'issuer',
    'relation',
  ],
  document_relations: ['document_id', 'target_id', 'relation'],
  document_papers: ['document_id', 'docx_hash', 'pdf_hash', 'created_at'],
  plans: ['id', 'unit_id', 'year', 'revision', 'document_id', 'title', 'issued_on', 'created_at'],
  plan_revisions: [
    'plan_id',
    'revision',
    'unit_id',
    'document_id',
    'year',
    'period_from',
    'period_until',
    'title',
    'programmes',
    'content',
    'salt',
    'hash',
    'issued_on',
    'issued_at',
    'is_public',
    'redacted_at',
  ],
  plan_bases: ['plan_id', 'revision', 'ord', 'relation', 'line', 'document_id', 'is_provisional', 'words'],
  tasks: [
    'plan_id',
    'revision',
    'key',
    'ord',
    'unit_id',
    'decision',
    'decision_reason',
    'is_key',
    'title',
    'content',
    'forms',
    'audiences',
    'lead_words',
    'support_words',
    'time_words',
    'time_from',
    'time_until',
    'product',
    'target_indicator',
    'target_value',
    'cost',
    'fund',
  ],
  task_clauses: ['plan_id', 'revision', 'task_key', 'document_id', 'clause_key'],
  task_origins: ['plan_id', 'revision', 'task_key', 'origin_plan_id', 'origin_revision', 'origin_key'],
  clause_declines: ['plan_id', 'revision', 'document_id', 'clause_key', 'reason'],
  activities: ['id', 'unit_id', 'version', 'day', 'state', 'photos_expected', 'photos_arrived', 'created_at'],
  activity_versions: [
    'activity_id',
    'version',
    'unit_id',
    'day',
    'title',
    'form',
    'audiences',
    'place',
    'persons',
    'attendances',
    'result',
    'shortcoming',
    'cause',
    'next_step',
    'cost',
    'fund',
    'photo_ids',
    'reason',
    'recorded_at',
    'salt',
    'hash',
    'redacted_at',
  ],
  activity_figures: ['activity_id', 'version', 'indicator', 'n', 'd'],
  activity_tasks: ['activity_id', 'version', 'plan_id', 'task_key', 'revision'],
  activity_programmes: ['activity_id', 'version', 'programme_id'],
  evidence: [
    'id',
    'activity_id',
    'unit_id',
    'file_hash',
    'thumb_hash',
    'arrived_hash',
    'picture_hash',
    'width',
    'height',
    'arrived_at',
    'redacted_at',
  ],
  reports: [
    'id',
    'unit_id',
    'form_id',
    'period',
    'period_from',
    'period_until',
    'due_on',
    'version',
    'state',
    'accepted_version',
    'submitted_on',
    'superior_id',
    'created_at',
  ],
  report_versions: [
    'report_id',
    'version',
    'unit_id',
    'document_id',
    'content',
    'salt',
    'hash',
    'submitted_at',
    'redacted_at',
  ],
  report_figures: [
    'report_id',
    'version',
    'indicator',
    'own_n',
    'own_d',
    'below_n',
    'below_d',
    'correction_n',
    'correction_d',
    'correction_reason',
    'total_n',
    'total_d',
    'running_n',
    'running_d',
    'carried_n',
    'revised_n',
    'state',
  ],
  report_activities: ['report_id', 'version', 'activity_id', 'activity_version'],
  report_children: ['report_id', 'version', 'child_report_id', 'child_version', 'child_unit_id'],
  report_missing: ['report_id', 'version', 'unit_id', 'state'],
  report_submissions: ['report_id', 'version', 'to_unit_id', 'role', 'at'],
  report_answers: [
    'id',
    'report_id',
    'version',
    'unit_id',
    'answer',
    'words',
    'at',
    'salt',
    'hash',
    'redacted_at',
  ],
  directions: [
    'id',
    'unit_id',
    'title',
    'words',
    'expects',
    'due_on',
    'document_id',
    'clauses',
    'lines',
    'at',
    'salt',
    'hash',
    'redacted_at',
  ],
  direction_acts: [
    'id',
    'direction_id',
    'unit_id',
    'ord',
    'by_unit_id',
    'kind',
    'words',
    'to_act',
    'is_public',
    'due_on',
    'evidence',
    'at',
    'salt',
    'hash',
    'redacted_at',
  ],
} as const satisfies Record<string, readonly string[]>

export type CopiedTable = keyof typeof copied

/** Columns of these tables that are not copied, each with its reason above. */
export const notCopied: Partial<Record<CopiedTable, readonly string[]>> = {
  documents: ['created_by', 'search'],
  document_papers: ['is_signed'],
  plan_revisions: ['head_person_id', 'signer_person_id'],
  tasks: ['lead_person_id'],
  activities: ['created_by'],
  activity_versions: ['recorded_by'],
  evidence: ['arrived_by'],
  report_versions: ['submitted_by'],
  report_answers: ['person_id'],
  directions: ['person_id'],
  direction_acts: ['person_id'],
}

/** @param where SQL over the alias `t` */
export async function rowsOf(trx: Trx, table: CopiedTable, where: RawBuilder<unknown>): Promise<Row[]> {
  // 64 bits are more than a number of JavaScript holds.
  const columns = sql.join(
    copied[table].map((c) => (c === 'picture_hash' ? sql`t.picture_hash::text` : sql.ref(`t.${c}`))),
  )
  const { rows } = await sql<{ row: Row }>`
    select to_jsonb(x) as row from (select ${columns} from ${sql.table(table)} t where ${where}) x`.execute(
    trx,
  )
  return rows.map((r) => r.row)
}

/**
 * Puts rows in; what is there stays as it is.
 * @param only SQL over the alias `x`, the row to come: of links only those whose other end is here
 */
export async function putRows(
  trx: Trx,
  table: CopiedTable,
  rows: readonly Row[],
  only: RawBuilder<unknown> = sql`true`,
): Promise<void> {
  if (rows.length === 0) return
  const columns = sql.join(copied[table].map((c) => sql.ref(c)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) x where ${only}
    on conflict do nothing`.execute(trx)
}
