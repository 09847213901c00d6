import type pg from 'pg'
import { MigrationError } from './migration-error.ts'

/** What the marker at the beginning of a table's COMMENT gives to the two roles. */
interface Access {
  app: string
  wide: string
  policy: boolean
}

/**
 * @param comment `@own …` the unit's rows behind its policy · `@left …` append-only, what left the unit · `@house(select,insert) …`
 *   of the home as a whole, with the application's rights · `@shared …` read by all, written by few use cases
 */
export function accessOf(comment: string): Access | null {
  if (comment.startsWith('@own '))
    return { app: 'select, insert, update, delete', wide: 'select, insert, update, delete', policy: true }
  if (comment.startsWith('@left '))
    return { app: 'select, insert', wide: 'select, insert, update', policy: false }
  if (comment.startsWith('@shared '))
    return { app: 'select, insert, update, delete', wide: 'select, insert, update, delete', policy: false }
  const house = /^@house\(([a-z,]*)\) /.exec(comment)
  if (house)
    return {
      app: (house[1] ?? '').replaceAll(',', ', '),
      wide: 'select, insert, update, delete',
      policy: false,
    }
  return null
}

interface Table {
  /** with its schema */
  name: string
  comment: string | null
  secured: boolean
  policies: string[]
  app: string[]
  wide: string[]
}

/** As PostgreSQL spells the policy's condition with `shared` in the search path. */
const ownUnits = '(scope_all() OR (unit_id = ANY (scope_units())))'
const wantedPolicies = [`own_units ${ownUnits} ${ownUnits}`, 'wide true true']

/**
 * The tables of some schemas whose grants and policies are not what the marker in their COMMENT asks for, or that have none.
 * @param ask runs a query with `shared` in its search path
 */
export async function findWrongAccess(
  ask: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>,
  schemas: string[],
): Promise<{ name: string; access: Access | null }[]> {
  const granted = (role: string) => `array(select lower(x.privilege_type) from aclexplode(c.relacl) x
    where x.grantee = (select oid from pg_roles where rolname = '${role}') order by 1)`
  const { rows } = await ask(
    `select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.relrowsecurity as secured,
       array(select p.polname || ' ' || pg_get_expr(p.polqual, p.polrelid) || ' ' || pg_get_expr(p.polwithcheck, p.polrelid)
         from pg_policy p where p.polrelid = c.oid order by 1) as policies,
       ${granted('lantoa_app')} as app, ${granted('lantoa_wide')} as wide
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') order by 1`,
    [schemas],
  )
  return (rows as Table[]).flatMap((t) => {
    const access = accessOf(t.comment ?? '')
    const isRight =
      access &&
      t.secured === access.policy &&
      t.policies.join('; ') === (access.policy ? wantedPolicies.join('; ') : '') &&
      sorted(t.app) === sorted(access.app.split(', ')) &&
      sorted(t.wide) === sorted(access.wide.split(', '))
    return isRight ? [] : [{ name: t.name, access }]
  })
}

function sorted(rights: string[]): string {
  return [...rights].sort().join(' ')
}

/**
 * Makes grants and policies from the markers, at every start, so that no table is forgotten. What is right already is left
 * alone: to touch it waits for whoever uses the table, and a worker that uses two of them would wait for this in turn.
 */
export async function applyAccess(client: pg.PoolClient, schema: string): Promise<void> {
  await client.query('set local search_path = shared')
  const statements = [`grant usage on schema ${schema} to lantoa_app, lantoa_wide`]
  for (const { name: table, access } of await findWrongAccess(
    (...query) => client.query(...query),
    [schema],
  )) {
    if (!access)
      throw new MigrationError(`table ${table} does not say @own, @left, @house or @shared in its comment`)
    statements.push(`revoke all on ${table} from lantoa_app, lantoa_wide`)
    statements.push(
      `grant ${access.app} on ${table} to lantoa_app`,
      `grant ${access.wide} on ${table} to lantoa_wide`,
    )
    if (access.policy) {
      statements.push(`alter table ${table} enable row level security`)
      statements.push(`drop policy if exists own_units on ${table}`, `drop policy if exists wide on ${table}`)
      statements.push(
        `create policy own_units on ${table} to lantoa_app using (shared.scope_all() or unit_id = any (shared.scope_units()))
         with check (shared.scope_all() or unit_id = any (shared.scope_units()))`,
        `create policy wide on ${table} to lantoa_wide using (true) with check (true)`,
      )
    }
  }
  if (schema === 'shared')
    statements.push('grant execute on all functions in schema shared to lantoa_app, lantoa_wide')
  await client.query(statements.join(';\n'))
}
