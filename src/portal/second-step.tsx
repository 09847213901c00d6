import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, originOf, sessionCookie, type AppDeps } from '../app.ts'
import { translator, type Translate } from '../messages/index.ts'
import {
  allowsPasskeys,
  askForPasskey,
  deviceOf,
  finishSetup,
  passByCode,
  passByPasskey,
  readSecondStep,
  readSetup,
  type Entry,
} from '../modules/people/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { ErrorSummary, Field, readForm } from './form.tsx'
import { renderPage } from './page.tsx'
import { cookieOptions, safeNext } from './sign-in.tsx'

/** Names the step of signing in that a browser stands before. */
export const stepCookie = 'lantoa_step'

/** Sends a browser on after a proof: into the application, to the second step, or to its setting up. */
export function answerEntry(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  entry: Entry,
  next: string,
): FastifyReply {
  if (entry.kind === 'in') {
    reply.setCookie(sessionCookie, entry.token, cookieOptions(deps, request))
    if (request.cookies[stepCookie]) reply.clearCookie(stepCookie, { path: '/sign-in' })
    return reply.redirect(next, 303)
  }
  const page = entry.kind === 'second' ? '/sign-in/second' : '/sign-in/set-up'
  return setStep(deps, request, reply, entry.step).redirect(`${page}?next=${encodeURIComponent(next)}`, 303)
}

/** Keeps the step in this browser alone; it ends earlier by itself. */
export function setStep(
  deps: AppDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  step: string,
): FastifyReply {
  return reply.setCookie(stepCookie, step, {
    ...cookieOptions(deps, request),
    path: '/sign-in',
    maxAge: 1800,
  })
}

interface FormProps {
  t: Translate
  next: string
  error: string | null
}

function SecondForm(props: FormProps & { hasTotp: boolean; hasPasskey: boolean }): ReactNode {
  const { t, next, error, hasTotp, hasPasskey } = props
  return (
    <>
      <h1>{t('portal.second.title')}</h1>
      <ErrorSummary t={t} wrongs={{}} general={error} />
      {hasPasskey ? <PasskeyButton t={t} next={next} /> : null}
      <form method="post" action="/sign-in/second" className="form">
        <input type="hidden" name="next" value={next} />
        <Field
          name="code"
          label={t(hasTotp ? 'portal.second.code' : 'portal.second.recovery')}
          hint={t(hasTotp ? 'portal.second.code.hint' : 'portal.second.recovery.hint')}
          wrong={undefined}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={40}
          autoFocus={error === null && !hasPasskey}
        />
        <button type="submit">{t('portal.second.do')}</button>
      </form>
      <p className="hint">{t('portal.second.help')}</p>
      <p>
        <a href={`/sign-in?next=${encodeURIComponent(next)}`}>{t('portal.second.back')}</a>
      </p>
    </>
  )
}

/** Shown by the script where the browser knows passkeys; without script the page works by codes. */
export function PasskeyButton({ t, next }: { t: Translate; next: string }): ReactNode {
  return (
    <div data-passkey hidden>
      <p>
        <button type="button" data-next={next} className="second">
          {t('portal.passkey.do')}
        </button>
      </p>
      <p className="error" role="alert" hidden data-failed={t('portal.passkey.failed')} />
    </div>
  )
}

function SetUpForm(props: FormProps & { secret: string; uri: string; qr: string }): ReactNode {
  const { t, next, error, secret, uri, qr } = props
  return (
    <>
      <h1>{t('portal.setUp.title')}</h1>
      <ErrorSummary t={t} wrongs={{}} general={error} />
      <p>{t('portal.setUp.why')}</p>
      <ol>
        <li>{t('portal.setUp.app')}</li>
        <li>
          {t('portal.setUp.scan')}
          <p>
            <img
              className="qr"
              src={`data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}`}
              alt={t('portal.setUp.qr')}
              width="200"
              height="200"
            />
          </p>
          <p>
            {t('portal.setUp.type')} <code>{secret}</code>
          </p>
          <p>
            <a href={uri}>{t('portal.setUp.here')}</a>
          </p>
        </li>
        <li>{t('portal.setUp.code')}</li>
      </ol>
      <form method="post" action="/sign-in/set-up" className="form">
        <input type="hidden" name="next" value={next} />
        <Field
          name="code"
          label={t('portal.second.code')}
          wrong={undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={20}
        />
        <button type="submit">{t('portal.setUp.do')}</button>
      </form>
    </>
  )
}

function CodesPage({ t, next, codes }: { t: Translate; next: string; codes: string[] }): ReactNode {
  return (
    <>
      <h1>{t('portal.codes.title')}</h1>
      <p>{t('portal.codes.words')}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="no-print">{t('portal.codes.print')}</p>
      <p className="no-print">
        <a className="button" href={next}>
          {t('portal.codes.on')}
        </a>
      </p>
    </>
  )
}

/** The second step of signing in and its setting up: server pages, which work without script. */
export function registerSecondStep(app: FastifyInstance, deps: AppDeps): void {
  const stepOf = (request: FastifyRequest) => request.cookies[stepCookie] ?? ''
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    title: string,
    children: ReactNode,
    options: { script?: boolean } = {},
  ) =>
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(renderPage({ locale: localeOf(request), title, narrow: true, children, ...options }))

  /** A step that is over leads back to the first; anything else is said on the page that asked. */
  const failed = async (
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
    next: string,
    again: (sentence: string, status: number) => Promise<unknown>,
  ) => {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'people.step_over')
      return reply
        .clearCookie(stepCookie, { path: '/sign-in' })
        .redirect(`/sign-in?over=1&next=${encodeURIComponent(next)}`, 303)
    return again(sentenceOf(localeOf(request), error.code, error.params), error.status)
  }

  const second = async (
    request: FastifyRequest,
    reply: FastifyReply,
    next: string,
    error: string | null,
    status = 200,
  ) => {
    const t = translator(localeOf(request))
    const { hasTotp, hasPasskey } = await readSecondStep(deps.db, deps.clock, stepOf(request))
    const offered = { hasTotp, hasPasskey: hasPasskey && allowsPasskeys(originOf(deps, request)) }
    return send(
      request,
      reply,
      status,
      t('portal.second.title'),
      <SecondForm {...{ t, next, error, ...offered }} />,
      {
        script: offered.hasPasskey,
      },
    )
  }
  app.get('/sign-in/second', { schema: { hide: true } }, async (request, reply) => {
    const next = safeNext((request.query as Record<string, unknown>)['next'])
    return second(request, reply, next, null).catch((error: unknown) =>
      failed(request, reply, error, next, () => failAgain(error)),
    )
  })
  app.post('/sign-in/second', { schema: { hide: true } }, async (request, reply) => {
    const input = readForm(request.body, ['code', 'next'])
    const next = safeNext(input.next)
    try {
      const token = await passByCode(await contextOf(deps, request), stepOf(request), {
        code: input.code.slice(0, 40),
        address: request.ip,
        device: deviceOf(request.headers['user-agent'] ?? ''),
      })
      return answerEntry(deps, request, reply, { kind: 'in', token }, next)
    } catch (error) {
      return failed(request, reply, error, next, (sentence, status) =>
        second(request, reply, next, sentence, status),
      )
    }
  })

  // Asked by the script; the sentences of refusals are shown on the page.
  app.post('/sign-in/passkey/options', { schema: { hide: true } }, async (request, reply) => {
    const ctx = await contextOf(deps, request)
    reply.header('cache-control', 'no-store')
    return askForPasskey(ctx, stepOf(request) || null, request.ip)
  })
  app.post('/sign-in/passkey', { schema: { hide: true } }, async (request, reply) => {
    const token = await passByPasskey(await contextOf(deps, request), stepOf(request) || null, {
      response: request.body,
      device: deviceOf(request.headers['user-agent'] ?? ''),
    })
    reply.setCookie(sessionCookie, token, cookieOptions(deps, request)).header('cache-control', 'no-store')
    if (stepOf(request)) reply.clearCookie(stepCookie, { path: '/sign-in' })
    return { ok: true }
  })

  const setUp = async (
    request: FastifyRequest,
    reply: FastifyReply,
    next: string,
    error: string | null,
    status = 200,
  ) => {
    const t = translator(localeOf(request))
    const begun = await readSetup(await contextOf(deps, request), stepOf(request))
    return send(
      request,
      reply,
      status,
      t('portal.setUp.title'),
      <SetUpForm {...{ t, next, error, ...begun }} />,
    )
  }
  app.get('/sign-in/set-up', { schema: { hide: true } }, async (request, reply) => {
    const next = safeNext((request.query as Record<string, unknown>)['next'])
    return setUp(request, reply, next, null).catch((error: unknown) =>
      failed(request, reply, error, next, () => failAgain(error)),
    )
  })
  app.post('/sign-in/set-up', { schema: { hide: true } }, async (request, reply) => {
    const input = readForm(request.body, ['code', 'next'])
    const next = safeNext(input.next)
    try {
      const { token, codes } = await finishSetup(await contextOf(deps, request), stepOf(request), {
        code: input.code.slice(0, 40),
        address: request.ip,
        device: deviceOf(request.headers['user-agent'] ?? ''),
      })
      const t = translator(localeOf(request))
      reply
        .setCookie(sessionCookie, token, cookieOptions(deps, request))
        .clearCookie(stepCookie, { path: '/sign-in' })
      return await send(request, reply, 200, t('portal.codes.title'), <CodesPage {...{ t, next, codes }} />)
    } catch (error) {
      return failed(request, reply, error, next, (sentence, status) =>
        setUp(request, reply, next, sentence, status),
      )
    }
  })
}

function failAgain(error: unknown): Promise<never> {
  return Promise.reject(error instanceof Error ? error : new Error(String(error)))
}
