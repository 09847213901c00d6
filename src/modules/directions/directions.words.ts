import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { redactedWords, redactRows, type RedactionReason, type WordChange } from '../../platform/redaction.ts'

/**
 * Takes all words of a direction away, or those of one act on it, with the duties and notices that repeat them. The caller
 * has seen to it that they may go; the transaction is the wide role's.
 * @returns whether there was something to take away
 */
export async function takeWordsAway(
  trx: Trx,
  ctx: Ctx,
  direction: { id: string; title: string },
  act: { id: string; words: string } | null,
  ground: string,
): Promise<boolean> {
  const reason = { ground, subject: { what: 'direction', id: direction.id } }
  const table = act ? 'direction_acts' : 'directions'
  const gone = await redact(trx, ctx, table, { key: [act?.id ?? direction.id] }, 'all', reason)
  if (!gone) return false
  const words = act ? act.words : direction.title
  if (words !== '') await redactRepeated(trx, ctx, direction.id, words, reason)
  return true
}

/** Duties name the direction by its title and keep the reason of a later day; notices repeat what duties say. */
async function redactRepeated(
  trx: Trx,
  ctx: Ctx,
  directionId: string,
  words: string,
  reason: RedactionReason,
): Promise<void> {
  const change: WordChange = (text) => (text === words ? redactedWords : text)
  const duties = sql`select o.id from obligations o where o.source_id = ${directionId}
    or o.source_id in (select a.id from direction_acts a where a.direction_id = ${directionId})`
  for (const [table, column] of [
    ['obligations', 't.id'],
    ['notices', 't.subject_id'],
  ] as const) {
    let after: string[] | null = null
    do
      after = await redact(
        trx,
        ctx,
        table,
        { where: sql`${sql.ref(column)} in (${duties})`, after, most: 500 },
        change,
        reason,
      ).then((step) => step?.after ?? null)
    while (after !== null)
  }
}

/** @returns null when nothing was there to take away, else where the next step goes on */
async function redact(
  trx: Trx,
  ctx: Ctx,
  name: string,
  which: Parameters<typeof redactRows>[3],
  change: WordChange,
  reason: RedactionReason,
): Promise<{ after: string[] | null } | null> {
  const table = (await findPersonalTables(trx, ctx.home)).find((t) => t.name === name)
  if (!table) throw new Error(`${name} declares no personal column`)
  const { changed, after } = await redactRows(trx, ctx, table, which, change, reason)
  return changed.length === 0 && after === null ? null : { after }
}
