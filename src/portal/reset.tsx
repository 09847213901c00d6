import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, type AppDeps } from '../app.ts'
import { translator, type Locale, type Translate } from '../messages/index.ts'
import { askForNewPassword } from '../modules/notices/index.ts'
import {
  countTry,
  deviceOf,
  longestPassword,
  readReset,
  refusalOfPassword,
  useResetCode,
  useResetLink,
} from '../modules/people/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { ErrorSummary, Field, readForm, type Wrongs } from './form.tsx'
import { keepLanguage, sendSecretPage, slowDown } from './secret-page.tsx'
import { answerEntry } from './second-step.tsx'

/** Of one network, which may be a whole school: asking for mails, and trying links and codes. */
const askLimit = { most: 20, seconds: 900 }
const tryLimit = { most: 60, seconds: 900 }
/** Tries of a code for one name. */
const codeLimit = { most: 8, seconds: 900 }
/** Every answer to a name takes as long, whether there is such an account or not (ms). */
const answerMs = 400

function ForgotForm(props: { t: Translate; hasMail: boolean; wrongs: Wrongs }): ReactNode {
  const { t, hasMail, wrongs } = props
  return (
    <>
      <h1>{t('portal.forgot.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={null} />
      {hasMail ? (
        <>
          <p>{t('portal.forgot.intro')}</p>
          <form method="post" action="/forgot" className="form">
            <Field
              name="login"
              label={t('portal.signIn.login')}
              wrong={wrongs['login']}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              maxLength={120}
            />
            <button type="submit">{t('portal.forgot.do')}</button>
          </form>
          <p className="hint">{t('portal.forgot.noMail')}</p>
        </>
      ) : (
        <p>{t('portal.forgot.noServer')}</p>
      )}
      <p>
        <a href="/reset-code">{t('portal.forgot.haveCode')}</a>
      </p>
      <p>
        <a href="/sign-in">{t('portal.forgot.back')}</a>
      </p>
    </>
  )
}

function NewPassword({ t, wrongs }: { t: Translate; wrongs: Wrongs }): ReactNode {
  return (
    <>
      <Field
        name="password"
        label={t('portal.reset.password')}
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
      <button type="submit">{t('portal.invitation.do.again')}</button>
    </>
  )
}

function LinkForm(props: { t: Translate; token: string; login: string; wrongs: Wrongs }): ReactNode {
  const { t, token, login, wrongs } = props
  return (
    <>
      <h1>{t('portal.reset.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={null} />
      <p>{t('portal.reset.intro')}</p>
      <form method="post" action={`/reset/${token}`} className="form">
        <Field
          name="login"
          label={t('portal.signIn.login')}
          wrong={undefined}
          autoComplete="username"
          readOnly
          defaultValue={login}
        />
        <NewPassword t={t} wrongs={wrongs} />
      </form>
    </>
  )
}

function CodeForm(props: {
  t: Translate
  login: string
  code: string
  wrongs: Wrongs
  general: string | null
}): ReactNode {
  const { t, login, code, wrongs, general } = props
  return (
    <>
      <h1>{t('portal.code.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={general} />
      <p>{t('portal.code.intro')}</p>
      <form method="post" action="/reset-code" className="form">
        <Field
          name="login"
          label={t('portal.signIn.login')}
          wrong={wrongs['login']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={120}
          defaultValue={login}
        />
        <Field
          name="code"
          label={t('portal.code.code')}
          hint={t('portal.code.code.hint')}
          wrong={wrongs['code']}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
          maxLength={40}
          defaultValue={code}
        />
        <NewPassword t={t} wrongs={wrongs} />
      </form>
    </>
  )
}

/** A forgotten password: asked for by mail, or by a code from an administrator. Pages without script. */
export function registerReset(app: FastifyInstance, deps: AppDeps): void {
  const hasMail = deps.config.mail != null
  const say = (request: FastifyRequest) => translator(localeOf(request))
  const note = (request: FastifyRequest, reply: FastifyReply, status: number, title: string, words: string) =>
    sendSecretPage(request, reply, {
      status,
      title,
      link: null,
      children: (
        <>
          <h1>{title}</h1>
          <p>{words}</p>
          <p>
            <a href="/forgot">{say(request)('portal.forgot.title')}</a>
          </p>
          <p>
            <a href="/sign-in">{say(request)('portal.forgot.back')}</a>
          </p>
        </>
      ),
    })
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const words = sentenceOf(localeOf(request), error.code, error.params)
    return note(request, reply, error.status, say(request)('portal.invitation.closed'), words)
  }

  const forgot = (request: FastifyRequest, reply: FastifyReply, status: number, wrongs: Wrongs) => {
    const t = say(request)
    return sendSecretPage(request, reply, {
      status,
      title: t('portal.forgot.title'),
      link: '/forgot',
      children: <ForgotForm t={t} hasMail={hasMail} wrongs={wrongs} />,
    })
  }
  app.get('/forgot', { schema: { hide: true } }, async (request, reply) => {
    keepLanguage(request, reply)
    return forgot(request, reply, 200, {})
  })
  app.post('/forgot', { schema: { hide: true } }, async (request, reply) => {
    const t = say(request)
    const { login } = readForm(request.body, ['login'])
    if (!hasMail) return forgot(request, reply, 200, {})
    if (login.trim() === '' || login.length > 120)
      return forgot(request, reply, 400, { login: t('portal.forgot.missing') })
    const began = performance.now()
    try {
      await slowDown(deps, request, 'forgot address', askLimit)
      await askForNewPassword(await contextOf(deps, request), login.trim())
    } catch (error) {
      return refuse(request, reply, error)
    }
    const left = answerMs - (performance.now() - began)
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
    return note(request, reply, 200, t('portal.forgot.sent'), t('portal.forgot.sent.words'))
  })

  app.get('/reset/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    keepLanguage(request, reply)
    try {
      await slowDown(deps, request, 'reset address', tryLimit)
      const { login } = await readReset(await contextOf(deps, request), token)
      const t = say(request)
      return await sendSecretPage(request, reply, {
        title: t('portal.reset.title'),
        link: `/reset/${token}`,
        children: <LinkForm t={t} token={token} login={login} wrongs={{}} />,
      })
    } catch (error) {
      return refuse(request, reply, error)
    }
  })
  app.post('/reset/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    const input = readForm(request.body, ['password', 'again'])
    const t = say(request)
    try {
      await slowDown(deps, request, 'reset address', tryLimit)
      const ctx = await contextOf(deps, request)
      const { login } = await readReset(ctx, token)
      const fail = (wrongs: Wrongs) =>
        sendSecretPage(request, reply, {
          status: 400,
          title: t('portal.reset.title'),
          link: null,
          children: <LinkForm t={t} token={token} login={login} wrongs={wrongs} />,
        })
      const wrongs = wrongsOf(localeOf(request), input, login)
      if (Object.keys(wrongs).length > 0) return await fail(wrongs)
      const device = deviceOf(request.headers['user-agent'] ?? '')
      const entry = await useResetLink(ctx, token, { password: input.password, device })
      return await answerEntry(deps, request, reply, entry, '/app/')
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  const codePage = (
    request: FastifyRequest,
    reply: FastifyReply,
    values: { status: number; login: string; code: string; wrongs: Wrongs; general: string | null },
  ) => {
    const t = say(request)
    return sendSecretPage(request, reply, {
      status: values.status,
      title: t('portal.code.title'),
      link: '/reset-code',
      children: <CodeForm t={t} {...values} />,
    })
  }
  app.get('/reset-code', { schema: { hide: true } }, async (request, reply) => {
    keepLanguage(request, reply)
    return codePage(request, reply, { status: 200, login: '', code: '', wrongs: {}, general: null })
  })
  app.post('/reset-code', { schema: { hide: true } }, async (request, reply) => {
    const input = readForm(request.body, ['login', 'code', 'password', 'again'])
    const t = say(request)
    const { login, code } = input
    const fail = (status: number, wrongs: Wrongs, general: string | null = null) =>
      codePage(request, reply, { status, login, code, wrongs, general })
    const wrongs = wrongsOf(localeOf(request), input, login)
    if (login.trim() === '') wrongs['login'] = t('portal.forgot.missing')
    if (code.trim() === '') wrongs['code'] = t('portal.code.missing')
    if (Object.keys(wrongs).length > 0) return fail(400, wrongs)
    try {
      await slowDown(deps, request, 'reset address', tryLimit)
      const wait = await countTry(
        deps.db,
        'reset code',
        login.trim().toLowerCase(),
        codeLimit,
        deps.clock.now(),
      )
      if (wait > 0) throw new AppError('people.wait', { minutes: Math.ceil(wait / 60) })
      const device = deviceOf(request.headers['user-agent'] ?? '')
      const ctx = await contextOf(deps, request)
      const entry = await useResetCode(ctx, { login, code, password: input.password, device })
      return await answerEntry(deps, request, reply, entry, '/app/')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const fields = Object.fromEntries(error.fields.map((f) => [f.path, f.message]))
      const general = error.fields.length > 0 ? null : sentenceOf(localeOf(request), error.code, error.params)
      return fail(error.status, fields, general)
    }
  })
}

function wrongsOf(locale: Locale, input: { password: string; again: string }, login: string): Wrongs {
  const wrongs: Wrongs = {}
  const password = refusalOfPassword(input.password, login)
  if (password) wrongs['password'] = sentenceOf(locale, password)
  else if (input.password !== input.again) wrongs['again'] = translator(locale)('portal.invitation.differs')
  return wrongs
}
