import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { allRoutes } from '../../src/modules/routes.ts'
import type { AnyRoute } from '../../src/platform/http/route.ts'
import { testHome } from '../support/database.ts'
import type { Browser } from '../support/http.ts'
import { makeRequests, type Requests } from './requests.ts'
import { makeOutsider, makeRichWorld, type RichWorld } from './rich-world.ts'

let rich: RichWorld
let requests: Requests
let outsider: Browser
let ownIds: Set<string>
let richIds: Set<string>

beforeAll(async () => {
  rich = await makeRichWorld({ papers: true })
  richIds = await everyId()
  requests = await makeRequests(rich)
  const made = await makeOutsider(rich)
  outsider = made.browser
  ownIds = new Set([made.unit.id])
}, 180_000)

/** Every id that stands anywhere in the home's tables. */
async function everyId(): Promise<Set<string>> {
  const found = new Set<string>()
  for (const table of await tablesOf([testHome])) {
    const { rows } = await rich.world.database.pool.query<{ line: string }>(
      `select x::text as line from ${table} x`,
    )
    for (const { line } of rows) for (const id of line.match(uuid) ?? []) found.add(id)
  }
  // Facts that everybody may know.
  for (const table of ['programmes', 'report_forms', 'known_documents']) {
    const { rows } = await rich.world.database.pool.query<{ id: string }>(`select id from shared.${table}`)
    for (const { id } of rows) found.delete(id)
  }
  return found
}
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

async function tablesOf(schemas: string[]): Promise<string[]> {
  const { rows } = await rich.world.database.pool.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1) order by 1`,
    [schemas],
  )
  return rows.map((r) => r.name)
}

/** One line a table over all its rows; of sessions who is signed in, not when they were last seen. */
async function state(): Promise<Record<string, string>> {
  const tables = (await tablesOf([testHome, 'shared', 'system'])).filter(
    (t) => t !== 'system.rate_counters' && t !== 'system.sessions',
  )
  const parts = tables.map(
    (t) =>
      `select '${t}' as name, md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as sum from ${t} x`,
  )
  parts.push(
    `select 'system.sessions', md5(string_agg(id::text || account_id || coalesce(unit_id::text, ''), '|' order by id)) from system.sessions`,
  )
  const { rows } = await rich.world.database.pool.query<{ name: string; sum: string }>(
    parts.join(' union all '),
  )
  return {
    ...Object.fromEntries(rows.map((r) => [r.name, r.sum])),
    files: readdirSync(rich.world.filesDir, { recursive: true, withFileTypes: true })
      .flatMap((f) => (f.isFile() ? [f.name] : []))
      .sort()
      .join('\n'),
  }
}

const parameterised = allRoutes.filter((r) => r.path.includes('/:'))
const rest = allRoutes.filter((r) => !r.path.includes('/:'))

/** Every address of a route with ids of the rich world, and its query and body where it asks for them. */
function addresses(route: AnyRoute): string[] {
  const segments = route.path.split('/').slice(1)
  let paths = ['']
  for (const [i, segment] of segments.entries()) {
    const key = `${segments[i - 1] ?? ''}/${segment}`
    const values = segment.startsWith(':') ? requests.parameters[key] : [segment]
    if (!values || values.length === 0)
      throw new Error(`${route.operationId}: say in requests.ts which values ${key} takes`)
    paths = paths.flatMap((path) => values.map((value) => `${path}/${value}`))
  }
  const queries = queriesOf(route)
  return paths.flatMap((path) => queries.map((q) => `/api/v1${path}${q === '' ? '' : `?${encodeURI(q)}`}`))
}

function queriesOf(route: AnyRoute): readonly string[] {
  const known = requests.queries[route.operationId]
  if (!known && route.query && !route.query.safeParse({}).success)
    throw new Error(`${route.operationId}: say in requests.ts what its query is`)
  return known ?? ['']
}

function bodyOf(route: AnyRoute): object | Buffer | undefined {
  if (!route.body && !route.upload) return undefined
  const body = requests.bodies[route.operationId]
  if (!body) throw new Error(`${route.operationId}: say in requests.ts what its body is`)
  requireValid(route, body)
  return body
}

function requireValid(route: AnyRoute, body: object | Buffer): void {
  const checked = route.body?.safeParse(body)
  if (checked && !checked.success)
    throw new Error(`${route.operationId}: the body in requests.ts is not valid: ${checked.error.message}`)
}

// A client-made id that is taken: the same answer whoever has it, so that it can't be told apart from one's own mistake.
const makesItsId = new Set(['takeInDocument'])
// Facts of data/, which are everybody's; what of the rich world stands beside them is not told, and whoever says something
// of one says it for the own unit.
const everybodys = new Set(['getKnownDocument', 'correctKnownDocument', 'withdrawKnownDocument'])

describe('an outsider with every role', () => {
  it(
    'finds nothing behind any route with a parameter, and nothing has changed',
    { timeout: 240_000 },
    async () => {
      let before = await state()
      const wrong: string[] = []
      for (const [i, route] of parameterised.entries()) {
        const body = bodyOf(route)
        for (const path of addresses(route)) {
          const answer = await outsider.call(route.method, path, body)
          const asTaken = makesItsId.has(route.operationId) && answer.statusCode === 422
          const isEverybodys = everybodys.has(route.operationId) && path.includes(rich.known.word)
          if (answer.statusCode !== 404 && !asTaken && !isEverybodys)
            wrong.push(
              `${route.method} ${route.path} (${route.operationId}): ${answer.statusCode} ${answer.body.slice(0, 200)}`,
            )
          if (answer.body.match(uuid)?.some((id) => richIds.has(id) && !path.includes(id)))
            wrong.push(`${route.operationId} tells ids`)
        }
        // Looking at every row takes longer than the calls: a change is told for eight routes at a time.
        if (i % 8 < 7 && i < parameterised.length - 1) continue
        const after = await state()
        const changed = Object.keys(after).filter((t) => after[t] !== before[t])
        if (changed.length > 0)
          wrong.push(`${route.operationId} or one of the seven before it changed ${changed.join(', ')}`)
        before = after
      }
      expect(wrong).toEqual([])
      expect(parameterised.length).toBeGreaterThan(60)
    },
  )

  it('gets no id of the rich world out of a list or view', async () => {
    const wrong: string[] = []
    for (const route of rest.filter((r) => r.method === 'GET')) {
      for (const query of queriesOf(route)) {
        const answer = await outsider.call(
          'GET',
          `/api/v1${route.path}${query === '' ? '' : `?${encodeURI(query)}`}`,
        )
        if (![200, 404].includes(answer.statusCode))
          wrong.push(`${route.operationId}: ${answer.statusCode} ${answer.body}`)
        const isPublic = route.access.grounds.every((g) => g === 'public')
        const told = (answer.body.match(uuid) ?? []).filter(
          (id) => richIds.has(id) && !ownIds.has(id) && !query.includes(id) && !(isPublic && isUnit(id)),
        )
        if (told.length > 0)
          wrong.push(`${route.operationId}?${query} tells ${[...new Set(told)].join(', ')}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('can name nothing of it in a body: the answer is a refusal, and nothing has changed', async () => {
    let before = await state()
    const wrong: string[] = []
    for (const route of rest.filter((r) => r.method !== 'GET')) {
      const bodies = requests.references[route.operationId]
      if (bodies === undefined)
        throw new Error(`${route.operationId}: say in requests.ts what it can refer to`)
      for (const body of bodies ?? []) {
        requireValid(route, body)
        for (const query of queriesOf(route)) {
          const answer = await outsider.call(
            route.method,
            `/api/v1${route.path}${query === '' ? '' : `?${query}`}`,
            body,
          )
          const told = (answer.body.match(uuid) ?? []).filter((id) => richIds.has(id))
          if (told.length > 0) wrong.push(`${route.operationId} tells ${told.join(', ')}`)
          if (answer.statusCode >= 500)
            wrong.push(`${route.operationId}: ${answer.statusCode} ${answer.body}`)
        }
      }
      const after = await state()
      const changed = Object.keys(after).filter((t) => after[t] !== before[t])
      if (changed.length > 0) wrong.push(`${route.operationId} changed ${changed.join(', ')}`)
      before = after
    }
    expect(wrong).toEqual([])
  })
})

function isUnit(id: string): boolean {
  return Object.values(rich.units).some((u) => u.id === id)
}

/** The same requests from those inside: otherwise 404 could be the answer to a request that nobody can make. */
describe('the requests of the test', () => {
  it('find the thing when somebody inside sends them', { timeout: 240_000 }, async () => {
    const missing: string[] = []
    // What takes things away comes last, so that there is something to find.
    const takesAway = /DELETE|void|discard|drop|revoke|end|erase|withdraw|refuse|return/i
    const order = [...parameterised].sort(
      (a, b) =>
        Number(a.method !== 'GET') - Number(b.method !== 'GET') ||
        Number(takesAway.test(a.method + a.operationId)) - Number(takesAway.test(b.method + b.operationId)),
    )
    for (const route of order) if (!(await isFound(route))) missing.push(`${route.method} ${route.path}`)
    expect(missing).toEqual([])
  })
})

async function isFound(route: AnyRoute): Promise<boolean> {
  const body = bodyOf(route)
  for (const path of addresses(route))
    for (const browser of Object.values(rich.insiders)) {
      const { statusCode } = await browser.call(route.method, path, body)
      if (route.method === 'GET' ? statusCode === 200 : statusCode !== 404 && statusCode < 500) return true
    }
  return false
}
