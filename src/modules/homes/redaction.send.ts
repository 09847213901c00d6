import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { coveredSpans } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { EventSubject } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { findPersonalTables, type PersonalTable } from '../../platform/personal.ts'
import { changeTexts, selectRows, type FoundRow } from '../../platform/redaction.ts'
import { postMessage } from '../dispatch/index.ts'
import { carryRedactionJob, type CarryRedaction } from '../people/index.ts'
import { withCopies } from './homes.schema.ts'
import type {} from './homes.tables.ts'
import { coveredTables, type CoveredTable, type RedactionAcross } from './redaction.schema.ts'

type Redaction = z.output<typeof RedactionAcross>

/** So many subjects are told of in one message. */
const mostSubjects = 200

/** What a message of the kind `redaction` is about: what lost words here, from which it is gathered when it goes. */
export interface AboutRedaction {
  ground: string
  subjects: { what: CoveredTable; id: string; version: number | null }[]
  files: string[]
}

interface Homes {
  /** names by schema */
  names: Map<string, string>
}

/**
 * `homes.carry_redaction`: when words went here by law, every home that was ever sent copies is told where they stood. Which
 * of these it holds it knows itself.
 */
export function registerCarrying(): void {
  onJob<CarryRedaction, Homes>(carryRedactionJob, {
    prepare: async (ctx) => {
      const homes = await ctx.db.selectFrom('system.homes').select(['schema_name', 'name']).execute()
      return { names: new Map(homes.map((h) => [h.schema_name, h.name])) }
    },
    step: async (trx, ctx, { payload }, { names }) => {
      const { subject, ground, except } = payload
      const before = await sql`
        select 1 from carried_redactions where subject_what = ${subject.what} and subject_id = ${subject.id} limit 1`.execute(
        trx,
      )
      if (before.rows.length > 0) return { done: true }
      const parts = await partsOf(trx, subject, ground)
      const homes = await sql<{ home: string }>`
        select distinct to_home as home from outbox_messages where kind = any(${[...withCopies]}::text[])
          and to_home is distinct from ${except} order by 1`.execute(trx)
      for (const { home } of homes.rows)
        for (const about of parts) {
          const messageId = await postMessage(trx, ctx, home, 'redaction', about)
          await trx
            .insertInto('carried_redactions')
            .values({
              message_id: messageId,
              subject_what: subject.what === 'person' ? 'person' : 'inbox_message',
              subject_id: subject.id,
              to_home: home,
              home_name: names.get(home) ?? home,
              at: ctx.clock.now(),
            })
            .execute()
        }
      return { done: true }
    },
  })
}

/** What went for a subject, as the log has it. */
async function partsOf(trx: Trx, subject: EventSubject, ground: string): Promise<AboutRedaction[]> {
  const named = JSON.stringify([{ what: subject.what, id: subject.id }])
  const { rows } = await sql<{ what: string; id: string; version: number | null }>`
    select distinct s->>'what' as what, s->>'id' as id, (s->>'version')::int as version
    from events e, jsonb_array_elements(e.subjects) s
    where e.verb = 'words.redact' and e.subjects @> ${named}::jsonb order by 1, 2, 3`.execute(trx)
  const files = rows.filter((r) => r.what === 'file').map((r) => r.id)
  const carried: readonly string[] = coveredTables
  // The filter leaves these tables.
  const subjects = rows.filter((r) => carried.includes(r.what)) as AboutRedaction['subjects']
  const parts: AboutRedaction[] = []
  for (let i = 0; i < Math.max(subjects.length, Math.min(files.length, 1)); i += mostSubjects)
    parts.push({ ground, subjects: subjects.slice(i, i + mostSubjects), files: i === 0 ? files : [] })
  return parts
}

/**
 * What a message of the kind `redaction` says.
 * @returns null while a message with copies that was ordered before is still to go: it may have been gathered before the
 *   words went, and has to lie there first
 */
export async function gatherRedaction(
  trx: Trx,
  ctx: Ctx,
  messageId: string,
  about: AboutRedaction,
): Promise<Redaction | null> {
  const { rows: waiting } = await sql`
    select 1 from outbox_messages me join outbox_messages m on m.to_home = me.to_home and m.created_at <= me.created_at
    join jobs j on j.kind = 'homes.send' and j.state = 'waiting' and j.payload->>'messageId' = m.id::text
    where me.id = ${messageId} and m.sent_at is null and m.kind = any(${[...withCopies]}::text[]) limit 1`.execute(
    trx,
  )
  if (waiting.length > 0) return null
  const rows: Redaction['rows'] = []
  for (const table of await coverable(trx, ctx)) {
    const subjects = about.subjects.filter((s) => s.what === table.name)
    if (subjects.length === 0) continue
    const which = { where: areSubjects(table, subjects), after: null, most: 100_000 }
    for (const row of await selectRows(trx, table, which, false)) {
      const texts = coveredTexts(row)
      if (texts.length > 0) rows.push({ table: table.name, key: row.key, texts })
    }
  }
  return { ground: about.ground, rows, files: about.files }
}

export type Coverable = PersonalTable & { name: CoveredTable }

/** The tables that a redaction names, with their personal columns, as the catalogue has them. */
export async function coverable(trx: Trx, ctx: Ctx): Promise<Coverable[]> {
  const carried: readonly string[] = coveredTables
  const found = (await findPersonalTables(trx, ctx.home)).filter((t) => carried.includes(t.name))
  return found as Coverable[]
}

/** As `subjectOf` names a row: by the first id of its key and, where the key has one, the version. */
function areSubjects(table: PersonalTable, subjects: AboutRedaction['subjects']): RawBuilder<unknown> {
  const id = sql.ref(`t.${table.key.find((k) => k.type === 'uuid')?.name ?? 'id'}`)
  const version = table.key.find((k) => k.name === 'revision' || k.name === 'version')
  const ids = subjects.map((s) => s.id)
  if (!version) return sql`${id} = any(${ids}::uuid[])`
  return sql`(${id}, ${sql.ref(`t.${version.name}`)}) in (select * from unnest(${ids}::uuid[], ${subjects.map((s) => s.version)}::int[]))`
}

function coveredTexts({ words }: FoundRow): Redaction['rows'][number]['texts'] {
  const texts: Redaction['rows'][number]['texts'] = []
  for (const [column, value] of Object.entries(words))
    changeTexts(value, column, (text, path) => {
      const spans = coveredSpans(text)
      if (spans.length > 0) texts.push({ path, length: text.length, spans })
      return text
    })
  return texts
}
