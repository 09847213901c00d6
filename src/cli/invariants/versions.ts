import { sql, type RawBuilder } from 'kysely'
import { sealedActivity, type SealedActivity } from '../../modules/activities/index.ts'
import { documentContent } from '../../modules/library/index.ts'
import { hashContent } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import { wide } from '../../platform/wide.ts'
import { byQuery, type Finding, type Invariant } from './invariant.ts'

/** A kind of version that events hold by hash, and what that hash is over. */
export interface Sealed {
  /** table of the versions */
  table: string
  /** the noun in the event's subjects */
  what: string
  id: string
  /** column of the version; null for what has only one */
  version: string | null
  /** SQL of the content as jsonb */
  content: RawBuilder<unknown>
  /** from the row's content to what was hashed */
  hashed: (content: never) => unknown
}

type DocumentRow = Parameters<typeof documentContent>[0]

export const sealed: readonly Sealed[] = [
  {
    table: 'documents',
    what: 'document',
    id: 'id',
    version: null,
    content: sql`jsonb_build_object('type', v.type, 'number', v.number, 'symbol', v.symbol, 'issuerName', v.issuer_name,
      'issuedOn', v.issued_on, 'subject', v.subject, 'text', v.text)`,
    hashed: (content: DocumentRow) => documentContent(content),
  },
  {
    table: 'plan_revisions',
    what: 'plan',
    id: 'plan_id',
    version: 'revision',
    content: sql`v.content`,
    hashed: (content) => content,
  },
  {
    table: 'report_versions',
    what: 'report',
    id: 'report_id',
    version: 'version',
    content: sql`v.content`,
    hashed: (content) => content,
  },
  {
    table: 'activity_versions',
    what: 'activity',
    id: 'activity_id',
    version: 'version',
    content: sql`jsonb_build_object('day', v.day, 'title', v.title, 'form', v.form, 'audiences', v.audiences, 'place', v.place,
      'persons', v.persons, 'attendances', v.attendances, 'result', v.result, 'shortcoming', v.shortcoming, 'cause', v.cause,
      'nextStep', v.next_step, 'cost', v.cost, 'fund', v.fund, 'photoIds', v.photo_ids, 'reason', v.reason,
      'figures', coalesce((select jsonb_agg(jsonb_build_object('indicator', f.indicator, 'n', f.n, 'd', f.d))
        from activity_figures f where f.activity_id = v.activity_id and f.version = v.version), '[]'),
      'tasks', coalesce((select jsonb_agg(jsonb_build_object('planId', t.plan_id, 'taskKey', t.task_key, 'revision', t.revision))
        from activity_tasks t where t.activity_id = v.activity_id and t.version = v.version), '[]'),
      'programmes', coalesce((select jsonb_agg(p.programme_id)
        from activity_programmes p where p.activity_id = v.activity_id and p.version = v.version), '[]'))`,
    hashed: (content: SealedActivity) => sealedActivity(content),
  },
  {
    table: 'submission_versions',
    what: 'submission',
    id: 'submission_id',
    version: 'version',
    content: sql`v.content`,
    hashed: (content) => content,
  },
  {
    table: 'known_entry_versions',
    what: 'known_entry',
    id: 'entry_id',
    version: 'version',
    content: sql`jsonb_build_object('type', v.type, 'numberSymbol', v.number_symbol, 'issuer', v.issuer, 'issuedOn', v.issued_on,
      'title', v.title, 'inForceFrom', v.in_force_from, 'inForceUntil', v.in_force_until, 'relations', v.relations,
      'source', v.source, 'state', v.state, 'reason', v.reason)`,
    hashed: (content) => content,
  },
  {
    table: 'report_answers',
    what: 'report_answer',
    id: 'id',
    version: null,
    content: sql`jsonb_build_object('answer', v.answer, 'words', v.words)`,
    hashed: (content) => content,
  },
  {
    table: 'amendment_requests',
    what: 'amendment',
    id: 'id',
    version: null,
    content: sql`jsonb_build_object('difficulty', v.difficulty, 'proposal', v.proposal, 'planId', v.plan_id, 'taskKey', v.task_key)`,
    hashed: (content) => content,
  },
  {
    table: 'amendment_answers',
    what: 'amendment',
    id: 'request_id',
    version: null,
    content: sql`jsonb_build_object('answer', v.answer, 'words', v.words, 'requestId', v.request_id)`,
    hashed: (content) => content,
  },
  {
    table: 'directions',
    what: 'direction',
    id: 'id',
    version: null,
    content: sql`jsonb_build_object('title', v.title, 'words', v.words, 'expects', v.expects, 'dueOn', v.due_on, 'documentId', v.document_id, 'lines', v.lines)
      || case when v.clauses = '{}' then '{}' else jsonb_build_object('clauses', v.clauses) end`,
    hashed: (content) => content,
  },
  {
    table: 'direction_acts',
    what: 'direction_act',
    id: 'id',
    version: null,
    content: sql`jsonb_build_object('directionId', v.direction_id, 'unitId', v.unit_id, 'kind', v.kind, 'words', v.words, 'toAct', v.to_act,
      'isPublic', v.is_public, 'dueOn', v.due_on, 'evidence', v.evidence)`,
    hashed: (content) => content,
  },
]

interface VersionRow {
  id: string
  version: number
  salt: Buffer
  hash: string
  content: unknown
}

/** Rows read at once: a document's text can be a megabyte, an activity is some hundred letters and there are 200,000. */
const pageOf = (table: string) => (table === 'activity_versions' ? 1_000 : 50)

/** Every version's content has the hash that its row keeps, but those that were redacted. */
function contentHash(kind: Sealed): Invariant {
  const id = sql.ref(`v.${kind.id}`)
  const version = kind.version === null ? sql`0` : sql.ref(`v.${kind.version}`)
  return {
    code: 'content_hash',
    find: async (ctx, most, tick) => {
      const found: Finding[] = []
      let looked = 0
      let after: { id: string; version: number } | null = null
      while (found.length < most) {
        const rows: VersionRow[] = await readVersions(ctx, kind, id, version, after)
        for (const row of rows) {
          // What is stored as jsonb is what was sealed, or a row of columns that `hashed` puts into its shape.
          if (hashContent(row.salt, kind.hashed(row.content as never)) !== row.hash)
            found.push({ what: kind.table, id: row.id, version: row.version })
        }
        looked += rows.length
        tick?.(looked)
        const last = rows.at(-1)
        if (!last || rows.length < pageOf(kind.table)) break
        after = { id: last.id, version: last.version }
      }
      return found.slice(0, most)
    },
  }
}

async function readVersions(
  ctx: Ctx,
  kind: Sealed,
  id: RawBuilder<unknown>,
  version: RawBuilder<unknown>,
  after: { id: string; version: number } | null,
): Promise<VersionRow[]> {
  return wide(ctx, 'versions of the home, to hash them again; only ids come back', async (trx) => {
    const { rows } = await sql<VersionRow>`
      select ${id} as id, ${version} as version, v.salt, v.hash, ${kind.content} as content
      from ${sql.table(kind.table)} v
      where v.salt is not null ${after ? sql`and (${id}, ${version}) > (${after.id}::uuid, ${after.version})` : sql``}
      order by 1, 2 limit ${sql.lit(pageOf(kind.table))}`.execute(trx)
    return rows
  })
}

/** The hash of a row stands in an event, which a seal holds: content and hash changed together are found by it. */
function hashInEvent(kind: Sealed): Invariant {
  const version = kind.version === null ? sql`0` : sql.ref(`v.${kind.version}`)
  return byQuery(
    'hash_in_event',
    () => sql`
      select ${kind.table} as what, ${sql.ref(`v.${kind.id}`)}::text as id, ${version} as version from ${sql.table(kind.table)} v
      where not exists (select 1 from events e
        where e.subjects @> jsonb_build_array(jsonb_build_object('what', ${kind.what}::text, 'id', ${sql.ref(`v.${kind.id}`)}, 'hash', v.hash)))`,
  )
}

/**
 * A version without its salt was redacted, with a row that says why and an event that names it; and what was redacted has
 * no salt. The event is sealed: whoever empties a row by hand can't write one that is older.
 */
function redactedWithReason(kind: Sealed): Invariant {
  const id = sql.ref(`v.${kind.id}`)
  const version = kind.version === null ? sql`null::int` : sql.ref(`v.${kind.version}`)
  return byQuery(
    'redacted_reason',
    () => sql`
      select ${kind.table} as what, ${id}::text as id, coalesce(${version}, 0) as version from ${sql.table(kind.table)} v
      where ((v.salt is null) <> (v.redacted_at is not null)
        or (v.redacted_at is not null and not exists (select 1 from redactions r join events e on e.id = r.event_id
          where r.what = ${kind.table} and r.subject_id = ${id} and r.version is not distinct from ${version}
            and e.verb = 'words.redact' and e.subjects @> jsonb_build_array(jsonb_strip_nulls(
              jsonb_build_object('what', ${kind.table}::text, 'id', ${id}, 'version', ${version}))))))
        -- What came without its words was redacted where it is from.
        and not exists (select 1 from copies c where c.what = ${kind.what} and c.id = ${id} and c.revision = coalesce(${version}, 0))`,
  )
}

export const versionInvariants: readonly Invariant[] = sealed.flatMap((kind) => [
  contentHash(kind),
  hashInEvent(kind),
  redactedWithReason(kind),
])
