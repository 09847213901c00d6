import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contextOf, localeOf, originOf, type AppDeps } from '../app.ts'
import { translator } from '../messages/index.ts'
import { beginProviderSignIn, deviceOf, finishProvider, hearLogout } from '../modules/people/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { readForm } from './form.tsx'
import { invitedPath } from './invitation.tsx'
import { renderPage } from './page.tsx'
import { answerEntry, setStep, stepCookie } from './second-step.tsx'
import { cookieOptions, safeNext } from './sign-in.tsx'

/** Says that this browser came in by the provider, so that signing out tells it that it is still signed in there. */
export const providerCookie = 'lantoa_provider'

/** Where the provider says which sessions ended there. */
export const logoutPath = '/sign-in/provider/logout'

/** Signing in by another provider (OpenID Connect): there, back, and out. */
export function registerProvider(app: FastifyInstance, deps: AppDeps): void {
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const locale = localeOf(request)
    const t = translator(locale)
    return reply
      .status(error.status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        renderPage({
          locale,
          title: t('portal.provider.failed'),
          narrow: true,
          children: (
            <>
              <h1>{t('portal.provider.failed')}</h1>
              <p>{sentenceOf(locale, error.code, error.params)}</p>
              <p>
                <a href="/sign-in">{t('portal.signIn.title')}</a>
              </p>
            </>
          ),
        }),
      )
  }

  // A link, not a form: browsers hold the redirect after a form to the policy form-action 'self'.
  app.get('/sign-in/provider', { schema: { hide: true } }, async (request, reply) => {
    const next = safeNext((request.query as Record<string, unknown>)['next'])
    try {
      const { url, state } = await beginProviderSignIn(await contextOf(deps, request), next)
      return await setStep(deps, request, reply, state).header('cache-control', 'no-store').redirect(url)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.get('/sign-in/provider/return', { schema: { hide: true } }, async (request, reply) => {
    // What comes back holds a code: the next page must not learn of it as the place one came from.
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    try {
      const ctx = await contextOf(deps, request)
      const cookie = request.cookies[stepCookie] ?? null
      const device = deviceOf(request.headers['user-agent'] ?? '')
      const returned = await finishProvider(ctx, request.url, cookie, device)
      if (returned.kind === 'linked') return await reply.redirect('/app/account', 303)
      if (returned.kind === 'invited')
        return await setStep(deps, request, reply, returned.step).redirect(invitedPath, 303)
      reply.setCookie(providerCookie, '1', cookieOptions(deps, request))
      return await answerEntry(deps, request, reply, returned.entry, returned.next)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  // Asked by the provider's own server: no browser, cookie or page (OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8).
  app.post(logoutPath, { schema: { hide: true } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const token = readForm(request.body, ['logout_token']).logout_token
    try {
      await hearLogout(await contextOf(deps, request), token, request.ip)
      return await reply.status(200).send()
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'people.no_provider') throw error
      if (error.code === 'people.wait') return reply.status(429).header('retry-after', '60').send()
      const why =
        error.code === 'common.provider_down'
          ? 'the keys can not be read'
          : 'no logout token, or not for the first time'
      return reply.status(400).send({ error: 'invalid_request', error_description: why })
    }
  })

  app.get('/sign-in/provider/out', { schema: { hide: true } }, async (request, reply) => {
    const url = await deps.provider
      ?.signOutUrl(`${originOf(deps, request)}/sign-in`)
      .catch((error: unknown) => {
        if (error instanceof AppError) return null
        throw error
      })
    return reply.header('cache-control', 'no-store').redirect(url ?? '/sign-in')
  })
}
