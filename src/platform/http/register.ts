import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalJson, sha256 } from '../canonical.ts'
import type { Ctx } from '../context.ts'
import { AppError, onlyFor } from '../errors.ts'
import { isId, newId } from '../ids.ts'
import { simulate } from '../simulate.ts'
import type { AnyRoute, FileAnswer } from './route.ts'

export interface RegisterOptions {
  prefix: string
  /** who calls: the context of the signed-in person, or of nobody */
  contextOf: (request: FastifyRequest) => Promise<Ctx>
}

/** Puts declared routes on the server. Throws for a route that does not say who may call it. */
export function registerRoutes(
  app: FastifyInstance,
  routes: readonly AnyRoute[],
  options: RegisterOptions,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  for (const route of routes) {
    // A declaration can't leave it out in TypeScript; a build with a cast, or plain JavaScript, could.
    if (!('access' in route) || route.access === undefined)
      throw new Error(`${route.operationId} does not declare its access`)
    typed.route({
      method: route.method,
      url: `${options.prefix}${route.path}`,
      ...(route.upload ? { bodyLimit: route.upload.most } : {}),
      schema: {
        operationId: route.operationId,
        summary: route.summary,
        ...(route.access.key ? { description: `With a key: scope \`${route.access.key}\`.` } : {}),
        tags: [route.stability],
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { querystring: route.query } : {}),
        ...(route.body ? { body: route.body } : {}),
        ...(route.upload ? { consumes: ['application/octet-stream'] } : {}),
        ...(route.file || !route.response ? {} : { response: { 200: route.response } }),
      },
      // Before the input is looked at: a stranger learns nothing from how it is refused.
      preValidation: async (request) => {
        const ctx = await options.contextOf(request)
        requireAccess(ctx, route)
        requireActing(ctx, request)
      },
      handler: async (request, reply) => {
        const ctx = actingAt(await options.contextOf(request), route)
        const input = {
          params: request.params,
          query: request.query,
          body: request.body,
          bytes: request.body,
        }
        const asked = { ...ctx, request: requestOf(request, route) }
        const run = (as: Ctx) => route.handler(as, input as never)
        const answer = await (ctx.isSimulated ? simulate(asked, run) : run(asked))
        if (route.file) return sendFile(reply, answer as FileAnswer)
        return answer
      },
    })
  }
}

function requireAccess(ctx: Ctx, route: AnyRoute): void {
  const { who } = route.access
  if (who === 'anyone') return
  if (ctx.actor.kind === 'machine') return requireScope(ctx, route)
  if (ctx.actor.accountId === null) throw new AppError('common.sign_in')
  if (who === 'machines') throw new AppError('common.only_keys')
  if (who === 'signed-in') return
  // Without any of the roles the answer is that of a missing thing for reads by id, and a plain refusal for the rest.
  if (!who.some((role) => ctx.actor.roles.includes(role))) throw onlyFor(who)
}

function requireScope({ actor }: Ctx, { access }: AnyRoute): void {
  if (access.key === undefined) throw new AppError('common.not_for_keys')
  if (!actor.key?.scopes.includes(access.key)) throw new AppError('common.key_scope', { scope: access.key })
}

/** A key that may write does at that operation what a clerk of its unit may; elsewhere it has no role. */
function actingAt(ctx: Ctx, { access }: AnyRoute): Ctx {
  if (ctx.actor.kind !== 'machine' || !access.key?.endsWith(':write')) return ctx
  return { ...ctx, actor: { ...ctx.actor, roles: ['clerk'] } }
}

/**
 * Whoever sends what was written earlier says as whom (`lantoa-acting: <person> <unit>`): another person may have signed
 * in in that browser since, or another unit been chosen, and nothing goes under the wrong name.
 * @throws common.acting_changed
 */
function requireActing({ actor }: Ctx, request: FastifyRequest): void {
  const acting = request.headers['lantoa-acting']
  if (acting !== undefined && acting !== `${actor.personId ?? ''} ${actor.unitId ?? ''}`)
    throw new AppError('common.acting_changed')
}

/**
 * The client's request id and what it asked, so that a repeat can be told from a re-used id. Without the header, the id
 * that the client made for what it creates is the request's too.
 * @throws common.bad_request_id: taken as none, a repeat would happen twice
 */
function requestOf(request: FastifyRequest, route: AnyRoute): Ctx['request'] {
  if (route.method === 'GET') return null
  const header = request.headers['lantoa-request-id']
  const given = (typeof header === 'string' ? header : idOfBody(request.body))?.toLowerCase()
  if (given !== undefined && !isId(given)) throw new AppError('common.bad_request_id')
  const id = given ?? newId()
  const body = Buffer.isBuffer(request.body) ? sha256(request.body) : request.body
  return {
    id,
    hash: sha256(
      canonicalJson({ operation: route.operationId, params: request.params, query: request.query, body }),
    ),
  }
}

/** Only what is created has an `id` at the top of its body. */
function idOfBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('id' in body)) return undefined
  return typeof body.id === 'string' ? body.id : undefined
}

/** Sends a kept file so that whatever it holds can't act in our origin. */
export async function sendFile(reply: FastifyReply, answer: FileAnswer): Promise<FastifyReply> {
  const ascii = answer.name
    .normalize('NFD')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\x20-\x7e]|["\\]/g, '')
  reply.headers({
    'content-type': answer.mime,
    'content-disposition': `${answer.inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(answer.name)}`,
    'cache-control': answer.immutable ? 'private, max-age=31536000, immutable' : 'private, no-store',
    // Whatever a kept file holds, it can't run or load anything in our origin.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  return reply.send(answer.body)
}
