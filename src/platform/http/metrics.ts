import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type pg from 'pg'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Clock } from '../clock.ts'
import type { Db, Trx } from '../db.ts'
import { AppError } from '../errors.ts'
import { wide } from '../wide.ts'
import { isFromHere } from './security.ts'

export interface MetricsDeps {
  db: Db
  /** whose connections are counted */
  pool?: pg.Pool
  clock: Clock
  /** who shows it reads the figures from anywhere; null: only this machine does */
  token: string | null
  /** when the newest backup was whole, null when there is none; without it there is no such figure */
  lastBackup?: () => Date | null
  /** further figures of rows, of modules above */
  rows?: readonly RowFigure[]
}

/** A gauge of counts by one label, summed over all homes. Nothing of a person, unit or home may be a label. */
export interface RowFigure {
  name: string
  help: string
  label: string
  /** asked in the wide role of one home */
  count: (trx: Trx, now: Date) => Promise<{ key: string; n: number }[]>
}

/** What the rows say is asked this seldom (ms), however many ask for the figures. */
const keepFor = 10_000

/**
 * `GET /metrics`, Prometheus' text format: requests by route pattern, durations, connections, lag of the event loop, jobs,
 * seals. Counts and times only: no address, no unit, no person. Whoever may not read it finds nothing there (404).
 */
export function registerMetrics(app: FastifyInstance, deps: MetricsDeps): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countRequests(app, registry)
  if (deps.pool) countConnections(registry, deps.pool)
  if (deps.lastBackup) ageOfBackup(registry, deps.lastBackup)
  const readRows = gaugesOfRows(registry, deps)
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isFromHere(request) && !showsToken(request, deps.token)) throw new AppError('common.not_found')
    await readRows()
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
}

function countRequests(app: FastifyInstance, registry: Registry): void {
  const requests = new Counter({
    name: 'lantoa_http_requests_total',
    help: 'Answered requests by route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'lantoa_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = patternOf(request)
    requests.inc({ method, route, status: reply.statusCode })
    seconds.observe({ method, route }, reply.elapsedTime / 1000)
  })
}

/** The declared route; never the address asked for, which names things. The built files have a route each: they count as one. */
function patternOf(request: FastifyRequest): string {
  const route = request.routeOptions.url ?? 'none'
  return route.startsWith('/app/') ? '/app/*' : route
}

function countConnections(registry: Registry, pool: pg.Pool): void {
  new Gauge({
    name: 'lantoa_database_connections',
    help: 'Connections of this process to PostgreSQL: busy, idle; waiting are those who want one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
}

/** By the disk's time, not the demonstration's. A figure that is not there is a folder without a backup. */
function ageOfBackup(registry: Registry, lastBackup: () => Date | null): void {
  new Gauge({
    name: 'lantoa_last_backup_age_seconds',
    help: 'Age of the newest whole backup in the folder of backups; absent where there is none.',
    registers: [registry],
    collect() {
      const at = lastBackup()
      if (at === null) this.remove()
      else this.set(Math.max(0, (Date.now() - at.getTime()) / 1000))
    },
  })
}

/** @returns fills the gauges from the rows of all homes, unless that was done a moment ago */
function gaugesOfRows(registry: Registry, deps: MetricsDeps): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const up = gauge(
    'lantoa_database_up',
    '1 when PostgreSQL answered, else 0; the figures of rows are then absent.',
  )
  const jobs = gauge('lantoa_jobs', 'Jobs of all homes that are not done: due, later, failed.', [
    'kind',
    'state',
  ])
  const unsealed = gauge('lantoa_unsealed_events', 'Events of all homes that no seal holds yet.')
  const sealAge = gauge(
    'lantoa_last_seal_age_seconds',
    'Age of the last seal, of the home where it is the oldest.',
  )
  const further = (deps.rows ?? []).map((figure) => ({
    figure,
    gauge: gauge(figure.name, figure.help, [figure.label]),
  }))
  let askedAt = -Infinity
  let asking: Promise<void> | null = null
  const ask = async () => {
    try {
      const facts = await factsOf(deps)
      jobs.reset()
      for (const { kind, state, n } of facts.jobs) jobs.inc({ kind, state }, n)
      for (const { figure, gauge: shown } of further) {
        shown.reset()
        for (const { key, n } of facts.further.get(figure.name) ?? []) shown.inc({ [figure.label]: key }, n)
      }
      unsealed.set(facts.unsealed)
      if (facts.sealedAt !== null) sealAge.set((deps.clock.now().getTime() - facts.sealedAt) / 1000)
      else sealAge.remove()
      up.set(1)
    } catch {
      // The figures are wanted most when the database is away.
      jobs.reset()
      for (const { gauge: shown } of further) shown.reset()
      unsealed.remove()
      sealAge.remove()
      up.set(0)
    }
    askedAt = performance.now()
  }
  return () => {
    if (performance.now() - askedAt < keepFor) return Promise.resolve()
    return (asking ??= ask().finally(() => (asking = null)))
  }
}

interface Facts {
  jobs: { kind: string; state: string; n: number }[]
  unsealed: number
  /** of the home that was sealed longest ago (ms since 1970); null where no home has a seal */
  sealedAt: number | null
  /** by the figure's name */
  further: Map<string, { key: string; n: number }[]>
}

async function factsOf({ db, clock, rows: figures = [] }: MetricsDeps): Promise<Facts> {
  const homes = await db.selectFrom('system.homes').select('schema_name').execute()
  const facts: Facts = { jobs: [], unsealed: 0, sealedAt: null, further: new Map() }
  for (const { schema_name: home } of homes) {
    await wide({ db, home }, 'counts and one time; no row comes back', async (trx) => {
      const jobs = await sql<Facts['jobs'][number]>`
        select kind, case when state = 'failed' then state when run_at <= ${clock.now()} then 'due' else 'later' end as state,
          count(*) as n
        from jobs where state <> 'done' group by 1, 2`.execute(trx)
      facts.jobs.push(...jobs.rows)
      for (const { name, count } of figures)
        facts.further.set(name, [...(facts.further.get(name) ?? []), ...(await count(trx, clock.now()))])
      const { rows } = await sql<{ unsealed: number; sealedAt: Date | null }>`
        select (select count(*) from unsealed_events) as unsealed,
          (select at from seals order by n desc limit 1) as "sealedAt"`.execute(trx)
      facts.unsealed += rows[0]?.unsealed ?? 0
      const at = rows[0]?.sealedAt?.getTime()
      if (at !== undefined) facts.sealedAt = Math.min(facts.sealedAt ?? at, at)
    })
  }
  return facts
}

function showsToken(request: FastifyRequest, token: string | null): boolean {
  if (token === null) return false
  // Hashes have one length, so that the comparison takes one time.
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(request.headers.authorization ?? ''), hash(`Bearer ${token}`))
}
