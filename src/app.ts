import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { SecureContextOptions } from 'node:tls'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Config } from './config.ts'
import { projectRoot } from './config.ts'
import { locales, type Locale } from './messages/index.ts'
import { allRoutes } from './modules/routes.ts'
import { findCaller, noteCall, type Caller } from './modules/machines/index.ts'
import { mailFigure } from './modules/notices/index.ts'
import { deviceOf, findSignedIn, type SignedIn } from './modules/people/index.ts'
import type { Clock } from './platform/clock.ts'
import { systemActor, type Ctx } from './platform/context.ts'
import { isConnectionLoss, type Db } from './platform/db.ts'
import { AppError, isDiskFull, problemOf } from './platform/errors.ts'
import type { FileStore } from './platform/files.ts'
import { FilesAwayError } from './platform/files-s3.ts'
import { registerMetrics } from './platform/http/metrics.ts'
import { registerRoutes } from './platform/http/register.ts'
import { refuseCrossSite, refuseOtherHost, setSecurityHeaders } from './platform/http/security.ts'
import { newId } from './platform/ids.ts'
import { faultOf, type Log } from './platform/log.ts'
import { registerPace } from './pace.ts'
import type { Provider } from './platform/oidc.ts'
import type { Secrets } from './platform/secrets.ts'
import { renderProblem } from './portal/error-page.tsx'
import { registerPortal } from './portal/portal.ts'

export interface AppDeps {
  config: Pick<Config, 'publicUrl' | 'empty'> &
    Partial<Pick<Config, 'metricsToken' | 'mail' | 'offline' | 'pace' | 'proxies'>>
  db: Db
  files: FileStore
  clock: Clock
  log: Log
  /** the installation's key; without it nobody has a second factor by codes */
  secrets?: Secrets
  /** another provider of sign-in */
  provider?: Provider
  /** certificate and key: the server speaks HTTPS; without them plain HTTP */
  tls?: SecureContextOptions
  /** the owner's connections, for the page that makes the first home; without it there is no such page */
  pool?: pg.Pool
  /** what the first-run page asks of whoever comes from another machine; null: nobody may come from there */
  firstRunCode?: string | null
  /** a copy of the database that only follows it: public pages read there */
  replica?: Db
  /** when the newest backup was taken, for /metrics */
  lastBackup?: () => Date | null
  /** folder with the built staff application */
  webRoot?: string
}

export const sessionCookie = 'lantoa_session'

declare module 'fastify' {
  interface FastifyRequest {
    /** who is signed in: undefined until asked, then kept for the request */
    signedIn?: SignedIn | null
    /** which key a request to the interface showed; null: none */
    caller?: Caller | null
  }
}

/** The language of an answer: the person's own, else the one chosen by cookie or `?lang=`, else Vietnamese. */
export function localeOf(request: FastifyRequest): Locale {
  const query = request.query as Record<string, unknown> | undefined
  // An address that could not be read comes here without cookies.
  const cookies = request.cookies as typeof request.cookies | undefined
  const asked = query?.['lang'] ?? cookies?.['lantoa_lang']
  return request.signedIn?.locale ?? locales.find((l) => l === asked) ?? 'vi'
}

/** Who sends a request, by its cookie; looked up once. */
export async function signedInOf(deps: AppDeps, request: FastifyRequest): Promise<SignedIn | null> {
  if (request.signedIn !== undefined) return request.signedIn
  const token = request.cookies[sessionCookie]
  request.signedIn = token ? await findSignedIn(deps.db, token, deps.clock.now(), deps.clock.today()) : null
  return request.signedIn
}

/** The context of a request: its person, or nobody in no home. */
export async function contextOf(deps: AppDeps, request: FastifyRequest): Promise<Ctx> {
  const signedIn = await signedInOf(deps, request)
  return {
    db: deps.db,
    home: signedIn?.home ?? '',
    clock: deps.clock,
    actor: signedIn?.actor ?? { ...systemActor, kind: 'person' },
    locale: localeOf(request),
    files: deps.files,
    log: deps.log,
    request: null,
    origin: originOf(deps, request),
    device: deviceOf(request.headers['user-agent'] ?? ''),
    ...(deps.provider ? { provider: deps.provider } : {}),
    ...(deps.secrets ? { secrets: deps.secrets } : {}),
    hasMail: deps.config.mail != null,
    ...(signedIn ? { sessionId: signedIn.sessionId, login: signedIn.login } : {}),
  }
}

/** The context of a request to the interface: a machine by its key, or as `contextOf` says. */
async function callerContextOf(deps: AppDeps, request: FastifyRequest): Promise<Ctx> {
  const { db, clock, files, log } = deps
  request.caller ??= await findCaller(db, clock, request.headers.authorization)
  if (request.caller === null) return contextOf(deps, request)
  const { home, actor, mode, refusal } = request.caller
  if (refusal) throw refusal
  const isSimulated = mode === 'test'
  return { db, home, clock, actor, locale: localeOf(request), files, log, request: null, isSimulated }
}

/** Marks what a test key is answered, and notes the call: when the answer arrives, the log knows of it. */
async function noteCaller(deps: AppDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { caller } = request
  if (!caller) return
  if (caller.mode === 'test') reply.header('lantoa-simulated', 'true')
  const call = {
    at: deps.clock.now(),
    method: request.method,
    path: (request.url.split('?')[0] ?? '').slice(0, 300),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
  }
  await noteCall(deps.db, caller, call).catch((error: unknown) => deps.log.error(faultOf(error)))
}

/** Whose word on where a request came from is taken. */
function trustedProxies(config: AppDeps['config']): string | string[] | false {
  if (config.proxies && config.proxies.length > 0) return config.proxies
  return config.publicUrl === null ? false : 'loopback'
}

/** The address by which a browser came: the public one, else the one it asked for. */
export function originOf(deps: AppDeps, request: FastifyRequest): string {
  return deps.config.publicUrl ?? `${request.protocol}://${request.host}`
}

/** How long a browser that came by HTTPS comes by nothing else (s). */
const halfAYear = 15_552_000

function secure({ config }: AppDeps, request: FastifyRequest, reply: FastifyReply): void {
  setSecurityHeaders(reply, null)
  // A request whose address could not be read does not know what the proxy said of it.
  const isPrivate = request.protocol === 'https' || config.publicUrl?.startsWith('https:') === true
  if (isPrivate) reply.header('strict-transport-security', `max-age=${halfAYear}`)
}

/** Builds the server without listening: tests drive it by `inject`. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    logger: false, // our own line below: method, route pattern, status, time; never the address or query
    trustProxy: trustedProxies(deps.config),
    bodyLimit: 2 * 1024 * 1024,
    // 50 MB over a weak line take some minutes; Fastify's own default is to wait for ever.
    requestTimeout: 900_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: () => newId(),
    // An address that is no address comes past every hook and handler.
    frameworkErrors: (error, request, reply) => {
      secure(deps, request, reply)
      answerError(deps, error, request, reply)
    },
  }
  // With `https` Fastify makes a server of Node's https; its type stays that of plain HTTP for whoever gets it.
  const app = Fastify(deps.tls ? ({ ...options, https: deps.tls } as FastifyServerOptions) : options)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 256 * 1024 })
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  app.addHook('onRequest', async (request, reply) => {
    secure(deps, request, reply)
    refuseOtherHost(request, deps.config.publicUrl)
    refuseCrossSite(request, deps.config.publicUrl)
  })
  // A test's clock may stand still: there it is asked for.
  registerPace(app, deps, deps.config.pace ?? 0)
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    // Every request is the debug level's; what was slow is worth the administrator's attention.
    if (reply.elapsedTime > 1_000) deps.log.info(line)
    else deps.log.debug(line)
  })
  setErrorHandler(app, deps)

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lan Tỏa',
        version: '1',
        description:
          'The interface of Lan Tỏa. Operations tagged `stable` are never broken within v1; those tagged `screen` belong to our own screens and may change. Every write may carry `lantoa-request-id` (a UUID): sent again it happens once.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(async (api) => {
    api.addHook('onSend', async (request, reply) => noteCaller(deps, request, reply))
    registerRoutes(api, allRoutes, {
      prefix: '/api/v1',
      contextOf: (request) => callerContextOf(deps, request),
    })
  })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
    await sql`select 1`.execute(deps.db)
    return reply.header('cache-control', 'no-store').send({ ok: true })
  })
  const { db, pool, clock, lastBackup } = deps
  const token = deps.config.metricsToken ?? null
  registerMetrics(app, {
    db,
    clock,
    token,
    rows: [mailFigure],
    ...(pool && { pool }),
    ...(lastBackup && { lastBackup }),
  })
  registerPortal(app, deps)
  await registerStaffApplication(app, deps)
  return app
}

function setErrorHandler(app: FastifyInstance, deps: AppDeps): void {
  app.setErrorHandler(async (error, request, reply) => answerError(deps, error, request, reply))
  app.setNotFoundHandler(async () => {
    throw new AppError('common.not_found')
  })
}

/** The sentence of a refusal or fault: a page for browsers outside the interface, problem details for programs. */
function answerError(
  deps: AppDeps,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = asAppError(error)
  const line = { id: request.id, route: request.routeOptions.url, ...faultOf(error) }
  if (!known) deps.log.error(line)
  else if (isUnstorable(error) || known.status > 500) deps.log.warn(line)
  const locale = localeOf(request)
  const problem = problemOf(known ?? new AppError('common.fault'), locale, request.id)
  reply.status(problem.status).header('cache-control', 'no-store')
  if (problem.status === 503) reply.header('retry-after', '10')
  if (!request.url.startsWith('/api/v1/') && request.headers.accept?.includes('text/html'))
    return reply.type('text/html; charset=utf-8').send(renderProblem(locale, problem, deps.config.publicUrl))
  return reply.type('application/problem+json').send(JSON.stringify(problem))
}

/** PostgreSQL's codes for a value that no column can hold: a number out of range, a day that is none, NUL in a text. */
const unstorable = ['22003', '22007', '22008', '22021', '22P02', '22P05']

function isUnstorable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && unstorable.includes(String(error.code))
}

/** What Fastify and zod refuse by themselves, as our own codes. */
function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((v) => ({
      path: v.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: v.message ?? '',
    }))
    return new AppError('common.invalid', {}, { fields })
  }
  // Neither is a fault of ours: a sentence says what to do, and the same request is sent again later.
  if (isConnectionLoss(error)) return new AppError('common.database_away')
  if (isDiskFull(error)) return new AppError('common.disk_full')
  if (error instanceof FilesAwayError) return new AppError('common.files_away')
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('common.too_large')
  if (code.startsWith('FST_ERR_CTP') || code === 'FST_ERR_BAD_URL' || isUnstorable(error))
    return new AppError('common.invalid')
  return null
}

/** In place of the service worker where working without a line is off: it takes itself and its files away. */
const noWorker = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('lantoa-')) await caches.delete(name)
  await self.registration.unregister()
})()))
`

/** The built staff application under /app/: files for ever by their hashed names, the page itself with a fresh nonce. */
async function registerStaffApplication(app: FastifyInstance, deps: AppDeps): Promise<void> {
  const root = deps.webRoot ?? join(projectRoot, 'dist/web')
  if (!existsSync(join(root, 'index.html'))) return
  const isOffline = deps.config.offline ?? true
  const page = readFileSync(join(root, 'index.html'), 'utf8').replace(
    '<meta name="offline" content="" />',
    `<meta name="offline" content="${isOffline ? 'on' : 'off'}" />`,
  )
  const worker = isOffline ? readFileSync(join(root, 'sw.js'), 'utf8') : noWorker
  await app.register(fastifyStatic, {
    root,
    prefix: '/app/',
    index: false,
    wildcard: false,
    // These two change under their names.
    globIgnore: ['index.html', 'sw.js'],
    maxAge: '365d',
    immutable: true,
  })
  const sendPage = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    setSecurityHeaders(reply, nonce)
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        page.replace('<meta name="csp-nonce" content="" />', `<meta name="csp-nonce" content="${nonce}" />`),
      )
  }
  const send = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!(await signedInOf(deps, request)))
      return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`)
    return sendPage(reply)
  }
  // For the service worker to keep: the page holds nothing of whoever asks, so it asks nobody.
  app.get('/app/shell', { schema: { hide: true } }, async (_request, reply) => sendPage(reply))
  app.get('/app/sw.js', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(worker),
  )
  app.get('/app', { schema: { hide: true } }, send)
  app.get('/app/*', { schema: { hide: true } }, send)
}
