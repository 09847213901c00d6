import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, type AppDeps } from '../app.ts'
import { translator } from '../messages/index.ts'
import { leaveMails, readLeave } from '../modules/notices/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { keepLanguage, sendSecretPage, slowDown } from './secret-page.tsx'

const limit = { most: 60, seconds: 900 }

/**
 * The page behind "stop these mails": opening it changes nothing, because mailboxes open links by themselves; the one button
 * does, and so does the one POST of a mailbox's own button (RFC 8058). Works without signing in and without script.
 */
export function registerLeave(app: FastifyInstance, deps: AppDeps): void {
  const page = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    link: string | null,
    body: ReactNode,
  ) => {
    const t = translator(localeOf(request))
    return sendSecretPage(request, reply, { status, title: t('portal.leave.title'), link, children: body })
  }
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const locale = localeOf(request)
    return page(
      request,
      reply,
      error.status,
      null,
      <>
        <h1>{translator(locale)('portal.leave.title')}</h1>
        <p>{sentenceOf(locale, error.code, error.params)}</p>
      </>,
    )
  }
  const done = (request: FastifyRequest, reply: FastifyReply) => {
    const t = translator(localeOf(request))
    return page(
      request,
      reply,
      200,
      null,
      <>
        <h1>{t('portal.leave.done')}</h1>
        <p>{t('portal.leave.done.words')}</p>
        <p>
          <a href="/app/account">{t('portal.leave.choose')}</a>
        </p>
      </>,
    )
  }

  app.get('/mails/leave/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    keepLanguage(request, reply)
    try {
      await slowDown(deps, request, 'leave address', limit)
      const { isOff } = await readLeave(deps, token)
      if (isOff) return await done(request, reply)
      const t = translator(localeOf(request))
      return await page(
        request,
        reply,
        200,
        `/mails/leave/${token}`,
        <>
          <h1>{t('portal.leave.title')}</h1>
          <p>{t('portal.leave.intro')}</p>
          <form method="post" action={`/mails/leave/${token}`} className="form">
            <button type="submit">{t('portal.leave.do')}</button>
          </form>
          <p>
            <a href="/app/account">{t('portal.leave.choose')}</a>
          </p>
        </>,
      )
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post('/mails/leave/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    try {
      await slowDown(deps, request, 'leave address', limit)
      await leaveMails(await contextOf(deps, request), token)
      return await done(request, reply)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })
}
