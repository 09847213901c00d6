import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, type AppDeps } from '../app.ts'
import { translator, type Locale } from '../messages/index.ts'
import {
  acceptInvitation,
  acceptInvited,
  addressPrefix,
  beginInvited,
  countTry,
  deviceOf,
  longestPassword,
  readInvitation,
  readInvited,
  refusalOfLogin,
  refusalOfPassword,
  type InvitedAsked,
  type OpenInvitation,
} from '../modules/people/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { ErrorSummary, Field, readForm, type Wrongs } from './form.tsx'
import { renderPage } from './page.tsx'
import { providerCookie } from './provider.tsx'
import { answerEntry, setStep, stepCookie } from './second-step.tsx'
import { cookieOptions } from './sign-in.tsx'

/** A link's token can't be guessed; this only keeps one address from making us hash passwords all day. */
const limit = { most: 40, seconds: 900 }

interface FormProps {
  locale: Locale
  token: string
  invitation: OpenInvitation
  login: string
  wrongs: Wrongs
  general: string | null
  /** name of another provider of sign-in; null: none */
  provider: string | null
}

function InvitationForm(props: FormProps): ReactNode {
  const { locale, token, invitation, login, wrongs, general, provider } = props
  const t = translator(locale)
  const again = invitation.login !== null
  return (
    <>
      <h1>{t(again ? 'portal.invitation.title.again' : 'portal.invitation.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={general} />
      <p>
        {t(again ? 'portal.invitation.intro.again' : 'portal.invitation.intro', {
          person: invitation.personName,
          unit: invitation.unitName,
        })}
      </p>
      <form method="post" action={`/invitation/${token}`} className="form">
        <Field
          name="login"
          label={t('portal.signIn.login')}
          {...(again ? {} : { hint: t('portal.invitation.login.hint') })}
          wrong={wrongs['login']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          readOnly={again}
          maxLength={120}
          defaultValue={invitation.login ?? login}
        />
        <Field
          name="password"
          label={t('portal.signIn.password')}
          hint={t('portal.invitation.password.hint')}
          wrong={wrongs['password']}
          type="password"
          autoComplete="new-password"
          required
          maxLength={longestPassword}
        />
        <Field
          name="again"
          label={t('portal.invitation.again')}
          wrong={wrongs['again']}
          type="password"
          autoComplete="new-password"
          required
          maxLength={longestPassword}
        />
        <button type="submit">{t(again ? 'portal.invitation.do.again' : 'portal.invitation.do')}</button>
      </form>
      {provider === null ? null : (
        <>
          <p className="hint">{t('portal.invitation.instead', { name: provider })}</p>
          <p>
            <a className="button second" href={`/invitation/${token}/provider`}>
              {t('portal.invitation.provider', { name: provider })}
            </a>
          </p>
        </>
      )}
    </>
  )
}

interface YesProps {
  locale: Locale
  asked: InvitedAsked
  login: string
  wrongs: Wrongs
  general: string | null
}

/** After the provider: whose account it becomes, by which name, and the yes. */
function YesForm({ locale, asked, login, wrongs, general }: YesProps): ReactNode {
  const t = translator(locale)
  const words = { person: asked.personName, unit: asked.unitName, name: asked.provider }
  return (
    <>
      <h1>{t('portal.invited.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={general} />
      <p>{t('portal.invited.intro', words)}</p>
      {asked.login === null ? null : <p>{t('portal.invited.again', words)}</p>}
      <form method="post" action={invitedPath} className="form">
        <Field
          name="login"
          label={t('portal.signIn.login')}
          {...(asked.login === null ? { hint: t('portal.invitation.login.hint') } : {})}
          wrong={wrongs['login']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          readOnly={asked.login !== null}
          maxLength={120}
          defaultValue={login}
        />
        <button type="submit">{t('portal.invited.do')}</button>
      </form>
      <p className="hint">{t('portal.invited.not', words)}</p>
    </>
  )
}

/** Where the yes is asked: below the path of the step's cookie. */
export const invitedPath = '/sign-in/invitation'

/** The pages of an invitation, without script: log-in name and password, or the provider and a yes. */
export function registerInvitation(app: FastifyInstance, deps: AppDeps): void {
  const provider = deps.provider?.name ?? null
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    children: ReactNode,
    link: string | null,
    title: 'portal.invitation.title' | 'portal.invited.title' = 'portal.invitation.title',
  ) => {
    const locale = localeOf(request)
    return (
      reply
        .status(status)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        // The address is a secret: it goes nowhere as the place one came from.
        .header('referrer-policy', 'no-referrer')
        .send(
          renderPage({
            locale,
            title: translator(locale)(title),
            narrow: true,
            otherLanguage: link && `${link}?lang=${locale === 'vi' ? 'en' : 'vi'}`,
            children,
          }),
        )
    )
  }
  /** A link that no longer opens anything: why, and what to do. */
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const t = translator(localeOf(request))
    return send(
      request,
      reply,
      error.status,
      <>
        <h1>{t('portal.invitation.closed')}</h1>
        <p>{sentenceOf(localeOf(request), error.code, error.params)}</p>
        <p>
          <a href="/sign-in">{t('portal.signIn.title')}</a>
        </p>
      </>,
      null,
    )
  }
  const throttle = async (request: FastifyRequest) => {
    const wait = await countTry(
      deps.db,
      'invitation address',
      addressPrefix(request.ip),
      limit,
      deps.clock.now(),
    )
    if (wait > 0) throw new AppError('common.slow_down')
  }

  app.get('/invitation/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    const { lang } = request.query as { lang?: unknown }
    if (lang === 'vi' || lang === 'en')
      reply.setCookie('lantoa_lang', lang, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    try {
      await throttle(request)
      const invitation = await readInvitation(await contextOf(deps, request), token)
      const locale = localeOf(request)
      const form = { locale, token, invitation, login: '', wrongs: {}, general: null, provider }
      return await send(request, reply, 200, <InvitationForm {...form} />, `/invitation/${token}`)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post('/invitation/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    const input = readForm(request.body, ['login', 'password', 'again'])
    const locale = localeOf(request)
    const ctx = await contextOf(deps, request)
    try {
      await throttle(request)
      const invitation = await readInvitation(ctx, token)
      const fail = (status: number, wrongs: Wrongs, general: string | null) =>
        send(
          request,
          reply,
          status,
          <InvitationForm
            {...{ locale, token, invitation, login: input.login, wrongs, general, provider }}
          />,
          null,
        )
      const wrongs = wrongsOf(locale, input, invitation)
      if (Object.keys(wrongs).length > 0) return await fail(400, wrongs, null)
      try {
        const device = deviceOf(request.headers['user-agent'] ?? '')
        const entry = await acceptInvitation(ctx, token, { ...input, device })
        return answerEntry(deps, request, reply, entry, '/app/')
      } catch (error) {
        if (!(error instanceof AppError) || error.fields.length === 0) throw error
        return await fail(error.status, wrongsBy(error), null)
      }
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  // A link, not a form: browsers hold the redirect after a form to the policy form-action 'self'. That another site can
  // send a browser here does no harm: nothing is linked without the yes.
  app.get('/invitation/:token/provider', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    try {
      await throttle(request)
      const { url, state } = await beginInvited(await contextOf(deps, request), token)
      return await setStep(deps, request, reply, state)
        .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        .redirect(url)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.get('/sign-in/invitation', { schema: { hide: true } }, async (request, reply) => {
    const { lang } = request.query as { lang?: unknown }
    if (lang === 'vi' || lang === 'en')
      reply.setCookie('lantoa_lang', lang, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    try {
      const asked = await readInvited(await contextOf(deps, request), request.cookies[stepCookie] ?? '')
      const form = { locale: localeOf(request), asked, login: asked.proposed, wrongs: {}, general: null }
      return await send(request, reply, 200, <YesForm {...form} />, invitedPath, 'portal.invited.title')
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post('/sign-in/invitation', { schema: { hide: true } }, async (request, reply) => {
    const { login } = readForm(request.body, ['login'])
    const step = request.cookies[stepCookie] ?? ''
    const ctx = await contextOf(deps, request)
    try {
      await throttle(request)
      const device = deviceOf(request.headers['user-agent'] ?? '')
      const entry = await acceptInvited(ctx, step, { login, device })
      reply.setCookie(providerCookie, '1', cookieOptions(deps, request))
      return await answerEntry(deps, request, reply, entry, '/app/')
    } catch (error) {
      if (!(error instanceof AppError) || error.fields.length === 0) return refuse(request, reply, error)
      const asked = await readInvited(ctx, step)
      const form = { locale: localeOf(request), asked, login, wrongs: wrongsBy(error), general: null }
      return send(request, reply, error.status, <YesForm {...form} />, invitedPath, 'portal.invited.title')
    }
  })
}

/** What a refusal says of fields. */
function wrongsBy(error: AppError): Wrongs {
  return Object.fromEntries(error.fields.map((f) => [f.path, f.message]))
}

/** Everything that is wrong with the form at once, by field. */
function wrongsOf(
  locale: Locale,
  input: { login: string; password: string; again: string },
  invitation: OpenInvitation,
): Wrongs {
  const wrongs: Wrongs = {}
  const login = invitation.login === null ? refusalOfLogin(input.login) : null
  if (login) wrongs['login'] = sentenceOf(locale, login)
  const password = refusalOfPassword(input.password, invitation.login ?? input.login)
  if (password) wrongs['password'] = sentenceOf(locale, password)
  else if (input.password !== input.again) wrongs['again'] = translator(locale)('portal.invitation.differs')
  return wrongs
}
