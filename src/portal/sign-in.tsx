import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { localeOf, originOf, sessionCookie, signedInOf, type AppDeps } from '../app.ts'
import { translator, type Locale } from '../messages/index.ts'
import { allowsPasskeys, endSession, sessionDays, signIn } from '../modules/people/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { isLoopback } from '../platform/http/security.ts'
import { renderPage } from './page.tsx'
import { providerCookie } from './provider.tsx'
import { answerEntry, PasskeyButton } from './second-step.tsx'

/** Where to go after signing in: a path of our own, never another site. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.startsWith('/sign-'))
    return '/app/'
  return next
}

function SignInForm({
  locale,
  login,
  next,
  error,
  isPrivate,
  hasPasskeys,
  provider,
  left,
}: {
  locale: Locale
  login: string
  next: string
  error: string | null
  isPrivate: boolean
  hasPasskeys: boolean
  /** name of another provider; null: none */
  provider: string | null
  /** signed out here, but not there */
  left: boolean
}): ReactNode {
  const t = translator(locale)
  return (
    <>
      <h1>{t('portal.signIn.title')}</h1>
      {error ? (
        <div className="error" role="alert" id="error">
          <p>{error}</p>
        </div>
      ) : null}
      {left && provider !== null ? (
        <div className="note">
          <p>{t('portal.provider.left', { name: provider })}</p>
          <p>
            <a href="/sign-in/provider/out">{t('portal.provider.out', { name: provider })}</a>
          </p>
        </div>
      ) : null}
      {isPrivate ? null : <p className="warning">{t('portal.signIn.notPrivate')}</p>}
      <form method="post" action="/sign-in" className="form">
        <input type="hidden" name="next" value={next} />
        <label htmlFor="login">{t('portal.signIn.login')}</label>
        <input
          id="login"
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={120}
          defaultValue={login}
          aria-describedby={error ? 'error' : undefined}
        />
        <label htmlFor="password">{t('portal.signIn.password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          aria-describedby={error ? 'error' : undefined}
        />
        <button type="submit">{t('portal.signIn.do')}</button>
      </form>
      {provider === null ? null : (
        <p>
          <a className="button second" href={`/sign-in/provider?next=${encodeURIComponent(next)}`}>
            {t('portal.provider.do', { name: provider })}
          </a>
        </p>
      )}
      {hasPasskeys ? <PasskeyButton t={t} next={next} /> : null}
      <p>
        <a href="/forgot">{t('portal.forgot.title')}</a>
      </p>
      <p className="hint">{t('portal.signIn.help')}</p>
    </>
  )
}

/** Sign-in and sign-out: server pages, which work without script. */
export function registerSignIn(app: FastifyInstance, deps: AppDeps): void {
  const page = (
    request: FastifyRequest,
    reply: FastifyReply,
    values: { login: string; next: string; error: string | null; status?: number; left?: boolean },
  ) => {
    const locale = localeOf(request)
    const hasPasskeys = allowsPasskeys(originOf(deps, request))
    return reply
      .status(values.status ?? 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        renderPage({
          locale,
          title: translator(locale)('portal.signIn.title'),
          narrow: true,
          otherLanguage: `/sign-in?lang=${locale === 'vi' ? 'en' : 'vi'}&next=${encodeURIComponent(values.next)}`,
          script: hasPasskeys,
          children: (
            <SignInForm
              locale={locale}
              {...values}
              {...{ hasPasskeys }}
              provider={deps.provider?.name ?? null}
              left={values.left ?? false}
              isPrivate={isPrivate(deps, request)}
            />
          ),
        }),
      )
  }

  app.get('/sign-in', { schema: { hide: true } }, async (request, reply) => {
    const query = request.query as Record<string, unknown>
    const next = safeNext(query['next'])
    if (await signedInOf(deps, request)) return reply.redirect(next)
    if (query['lang'] === 'vi' || query['lang'] === 'en')
      reply.setCookie('lantoa_lang', query['lang'], { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    const over = query['over'] === '1' ? sentenceOf(localeOf(request), 'people.step_over') : null
    return page(request, reply, { login: '', next, error: over, left: query['left'] === '1' })
  })

  app.post('/sign-in', { schema: { hide: true } }, async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>
    const login = typeof body['login'] === 'string' ? body['login'] : ''
    const password = typeof body['password'] === 'string' ? body['password'] : ''
    const next = safeNext(body['next'])
    try {
      const entry = await signIn(deps.db, deps.clock, {
        login,
        password,
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? '',
      })
      return answerEntry(deps, request, reply, entry, next)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return page(request, reply, {
        login,
        next,
        error: sentenceOf(localeOf(request), error.code, error.params),
        status: error.status,
      })
    }
  })

  app.post('/sign-out', { schema: { hide: true } }, async (request, reply) => {
    const signedIn = await signedInOf(deps, request)
    if (signedIn) await endSession(deps.db, signedIn.sessionId)
    const left = request.cookies[providerCookie] !== undefined && deps.provider !== undefined
    if (left) reply.clearCookie(providerCookie, { path: '/' })
    return reply
      .clearCookie(sessionCookie, { path: '/' })
      .redirect(left ? '/sign-in?left=1' : '/sign-in', 303)
  })
}

/** Whether nobody in between reads along: by HTTPS to us or to the proxy before us, or on one machine. */
function isPrivate(deps: AppDeps, request: FastifyRequest): boolean {
  return cookieOptions(deps, request).secure || isLoopback(request.ip)
}

/** Secure wherever the browser came by HTTPS; Lax, so that a link in a mail opens signed in. */
export function cookieOptions(deps: AppDeps, request: FastifyRequest) {
  const secure = deps.config.publicUrl?.startsWith('https:') ?? request.protocol === 'https'
  return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure, maxAge: sessionDays * 86_400 }
}
