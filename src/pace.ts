import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localeOf, signedInOf, type AppDeps } from './app.ts'
import { findCaller } from './modules/machines/index.ts'
import { AppError, problemOf } from './platform/errors.ts'
import { addressPrefix, makePace, type Pace } from './platform/http/pace.ts'
import { logoutPath } from './portal/provider.tsx'
import { renderSlowDown } from './portal/slow-down.tsx'

/**
 * Requests a minute. A person's are counted by account: a whole school behind one address shares none of them. Only what
 * comes without an account is counted by the address's prefix, and there each form by itself.
 */
export const paces = {
  read: { most: 3_000, seconds: 60 },
  write: { most: 600, seconds: 60 },
  /** pieces of files */
  piece: { most: 3_000, seconds: 60 },
  /** of the interface, by nobody */
  stranger: { most: 600, seconds: 60 },
  page: { most: 1_200, seconds: 60 },
  form: { most: 60, seconds: 60 },
} as const satisfies Record<string, Pace>

interface Step {
  kind: string
  subject: string
  pace: Pace
}

/** What a request counts as; null for what is not counted: files of the application, styles, the probes of machines. */
async function stepOf(deps: AppDeps, request: FastifyRequest): Promise<Step | null> {
  const route = request.routeOptions.url ?? 'none'
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const from = addressPrefix(request.ip)
  if (route.startsWith('/api/v1/')) {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      // A key that is known counts its calls itself.
      request.caller ??= await findCaller(deps.db, deps.clock, authorization).catch(() => null)
      if (request.caller) return null
    }
    const signedIn = await signedInOf(deps, request)
    const account = signedIn?.actor.accountId
    if (account == null) return { kind: 'stranger', subject: from, pace: paces.stranger }
    const isPiece = request.headers['content-type'] === 'application/octet-stream'
    const kind = reads ? 'read' : isPiece ? 'piece' : 'write'
    return { kind, subject: account, pace: paces[kind] }
  }
  if (/^\/(app|healthz|metrics|mark\.svg|pages\.)/.test(route)) return null
  if (reads) return { kind: 'page', subject: from, pace: paces.page }
  // Leaving is never too much, nor that a province leaves, of which one server tells; it counts what is wrong itself.
  if (route === '/sign-out' || route === logoutPath) return null
  return { kind: `form ${route}`, subject: from, pace: paces.form }
}

/**
 * Slows down whoever asks too much: the interface says when to come again (429, `Retry-After`) and our screens do so by
 * themselves; a page comes again by itself; a form keeps what was typed and is sent again by one press.
 * @param factor multiplies every limit; 0: nobody is slowed down
 */
export function registerPace(app: FastifyInstance, deps: AppDeps, factor: number): void {
  if (factor === 0) return
  const count = makePace(deps.db)
  // After the body is read, so that a form can be given back; before anything is looked at.
  app.addHook('preValidation', async (request, reply) => {
    const step = await stepOf(deps, request)
    if (!step) return
    const pace = { ...step.pace, most: Math.max(1, Math.round(step.pace.most * factor)) }
    const wait = await count(step.kind, step.subject, pace, deps.clock.now())
    if (wait > 0) return slowDown(request, reply, wait)
  })
}

function slowDown(request: FastifyRequest, reply: FastifyReply, wait: number): FastifyReply {
  const locale = localeOf(request)
  reply.status(429).headers({ 'retry-after': String(wait), 'cache-control': 'no-store' })
  if (request.url.startsWith('/api/v1/')) {
    const problem = problemOf(new AppError('common.slow_down'), locale, request.id)
    return reply.type('application/problem+json').send(JSON.stringify(problem))
  }
  return reply.type('text/html; charset=utf-8').send(
    renderSlowDown({
      locale,
      wait,
      address: request.url,
      form: request.method === 'POST' ? (request.body ?? {}) : null,
    }),
  )
}
