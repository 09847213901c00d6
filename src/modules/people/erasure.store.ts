import { sql } from 'kysely'
import { personMask, type PersonMask } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { deleteFactors } from './factor/factor.store.ts'
import type {} from './people.tables.ts'

export interface PersonRow {
  id: string
  unitId: string
  name: string
  email: string | null
  phone: string | null
  erasedAt: Date | null
  createdAt: Date
}

/** A person of the home, whichever unit keeps the row. */
export async function findPersonRow(trx: Trx, id: string, lock: boolean): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`
    select id, unit_id as "unitId", name, email, phone, erased_at as "erasedAt", created_at as "createdAt"
    from persons where id = ${id} ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0] ?? null
}

export function maskOf(person: Pick<PersonRow, 'name' | 'email' | 'phone'>): PersonMask {
  return personMask({
    name: person.name,
    contacts: [person.email, person.phone].filter((c) => c !== null),
  })
}

/** How many other people of the home, not erased, have the same full name. */
export async function countNamesakes(trx: Trx, person: PersonRow): Promise<number> {
  const { rows } = await sql<{ name: string }>`
    select name from persons where id <> ${person.id} and erased_at is null
      and shared.vn_norm(name) = shared.vn_norm(${person.name})`.execute(trx)
  const mask = personMask({ name: person.name })
  return rows.filter((r) => mask.count(r.name) > 0).length
}

/**
 * Ends what lets the person in and sign: memberships, invitations, keys with the picture of a signature, the person's place
 * in an account, and the account itself when no other home knows it.
 */
export async function closeAccess(trx: Trx, ctx: Ctx, personId: string): Promise<void> {
  const today = ctx.clock.today()
  await sql`delete from memberships where person_id = ${personId} and valid_from >= ${today}`.execute(trx)
  await sql`update memberships set valid_until = ${today}
    where person_id = ${personId} and (valid_until is null or valid_until > ${today})`.execute(trx)
  await sql`delete from invitations where person_id = ${personId}`.execute(trx)
  await sql`update signing_keys set sealed = null, picture = null, removed_at = ${ctx.clock.now()}
    where person_id = ${personId} and removed_at is null`.execute(trx)
  const { rows } = await sql<{ account_id: string }>`
    delete from account_persons where home = ${ctx.home} and person_id = ${personId} returning account_id`.execute(
    trx,
  )
  for (const { account_id } of rows) {
    const { rows: others } =
      await sql`select 1 from account_persons where account_id = ${account_id}`.execute(trx)
    if (others.length > 0) continue
    await deleteFactors(trx, account_id)
    await sql`delete from account_identities where account_id = ${account_id}`.execute(trx)
    await sql`delete from accounts a where a.id = ${account_id}
      and not exists (select 1 from account_persons p where p.account_id = a.id)`.execute(trx)
  }
}

/** Sessions of accounts that no longer exist: in `system`, which no transaction of a use case writes to. */
export async function endOrphanSessions(ctx: Ctx): Promise<void> {
  await sql`delete from system.sessions s where s.home = ${ctx.home}
    and not exists (select 1 from shared.account_persons p where p.account_id = s.account_id and p.home = s.home)`.execute(
    ctx.db,
  )
}

/** The last step: the name and what else the row holds of the person. */
export async function clearPersonRow(trx: Trx, personId: string): Promise<void> {
  await sql`update persons set name = '[đã xóa]', email = null, phone = null, audience_tags = '{}' where id = ${personId}`.execute(
    trx,
  )
}

/** Files that may hold words, after a hash: not our own papers, which follow their document, and no pictures. */
export async function findSearchableFiles(trx: Trx, after: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select f.hash from files f where f.redacted_at is null and f.mime not like 'image/%' and f.hash > ${after}
      and not exists (select 1 from document_papers p where p.docx_hash = f.hash or p.pdf_hash = f.hash)
    order by f.hash limit ${sql.lit(most)}`.execute(trx)
  return rows.map((r) => r.hash)
}

/**
 * Marks as redacted the papers of documents that lost words since those were made, and scans of such papers, which show them
 * too.
 * @param most documents at most: both papers of one go together, because new ones then take their place
 * @returns hashes of the files, ids of the documents
 */
export async function redactPapers(
  trx: Trx,
  now: Date,
  most: number,
): Promise<{ hashes: string[]; documentIds: string[] }> {
  const { rows } = await sql<{ id: string; hashes: string[] }>`
    select d.id, array_remove(array[p.docx_hash, p.pdf_hash], null) || array(select s.file_hash from document_scans s where s.document_id = d.id) as hashes
    from documents d join document_papers p on p.document_id = d.id
    where d.redacted_at >= p.created_at
      and exists (select 1 from files f where f.hash in (p.docx_hash, p.pdf_hash) and f.redacted_at is null)
    order by d.id limit ${sql.lit(most)}`.execute(trx)
  const hashes = rows.flatMap((row) => row.hashes)
  await redactFiles(trx, now, hashes)
  return { hashes, documentIds: rows.map((row) => row.id) }
}

/** Marks files as redacted, so that nothing serves them any more; their bytes go after the transaction. */
export async function redactFiles(trx: Trx, now: Date, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  await sql`update files set redacted_at = ${now}, redaction_reason = 'erased' where hash = any(${[...hashes]}::text[])`.execute(
    trx,
  )
}

/** Hashes that no home holds any more as a file with bytes: homes share one file store. */
export async function findUnheld(ctx: Ctx, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return []
  const homes = await ctx.db.selectFrom('system.homes').select('schema_name').execute()
  const held = new Set<string>()
  for (const { schema_name } of homes) {
    const { rows } = await sql<{ hash: string }>`
      select hash from ${sql.id(schema_name)}.files where redacted_at is null and hash = any(${[...hashes]}::text[])`.execute(
      ctx.db,
    )
    for (const { hash } of rows) held.add(hash)
  }
  return hashes.filter((hash) => !held.has(hash))
}
