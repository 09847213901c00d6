import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, type AppDeps } from '../app.ts'
import { formatDate, formatInstant } from '../messages/format.ts'
import { translator, type Locale } from '../messages/index.ts'
import {
  openDeliveryLink,
  readDeliveryLink,
  readOpenedLink,
  readOpenedPaper,
  type Linked,
} from '../modules/dispatch/index.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { sendFile } from '../platform/http/register.ts'
import { keepLanguage, sendSecretPage, slowDown } from './secret-page.tsx'

/** A token can't be guessed; an office behind one address opens its links with ease. */
const limit = { most: 120, seconds: 900 }

function Head({ locale, linked }: { locale: Locale; linked: Linked }): ReactNode {
  const t = translator(locale)
  const paper = [linked.type, linked.numberSymbol].filter(Boolean).join(' ')
  return (
    <>
      <p className="note">{t('portal.delivery.from', { unit: linked.unitName })}</p>
      <h1 lang="vi">{linked.subject}</h1>
      <p>
        {linked.issuedOn === null
          ? t('portal.delivery.paper', { paper, issuer: linked.issuerName })
          : t('portal.delivery.paper.dated', {
              paper,
              issuer: linked.issuerName,
              day: formatDate(linked.issuedOn),
            })}
      </p>
      <p>{t('portal.delivery.for', { receiver: linked.receiver })}</p>
    </>
  )
}

/**
 * The pages behind the one-time link of a mail to a receiver outside: looking at it changes nothing, the one button opens
 * it, and the files are then there for an hour. Without account and without script.
 */
export function registerDelivery(app: FastifyInstance, deps: AppDeps): void {
  const hide = { schema: { hide: true } }
  const page = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    link: string | null,
    children: ReactNode,
  ) => {
    const title = translator(localeOf(request))('portal.delivery.title')
    return sendSecretPage(request, reply.header('x-robots-tag', 'noindex'), { status, title, link, children })
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
        <h1>{translator(locale)('portal.delivery.closed')}</h1>
        <p>{sentenceOf(locale, error.code, error.params)}</p>
      </>,
    )
  }

  app.get('/document/:token', hide, async (request, reply) => {
    const { token } = request.params as { token: string }
    keepLanguage(request, reply)
    const locale = localeOf(request)
    const t = translator(locale)
    try {
      await slowDown(deps, request, 'delivery address', limit)
      const linked = await readDeliveryLink(await contextOf(deps, request), token)
      return await page(
        request,
        reply,
        200,
        `/document/${token}`,
        <>
          <Head locale={locale} linked={linked} />
          <form method="post" action={`/document/${token}`} className="form">
            <button type="submit">{t('portal.delivery.do')}</button>
            <p className="note">{t('portal.delivery.once', { until: formatInstant(linked.expiresAt) })}</p>
          </form>
        </>,
      )
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post('/document/:token', hide, async (request, reply) => {
    const { token } = request.params as { token: string }
    try {
      await slowDown(deps, request, 'delivery address', limit)
      const opened = await openDeliveryLink(await contextOf(deps, request), token)
      return await reply.redirect(`/document/opened/${opened}`, 303)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.get('/document/opened/:opened', hide, async (request, reply) => {
    const { opened } = request.params as { opened: string }
    keepLanguage(request, reply)
    const locale = localeOf(request)
    const t = translator(locale)
    try {
      await slowDown(deps, request, 'delivery address', limit)
      const linked = await readOpenedLink(await contextOf(deps, request), opened)
      const path = `/document/opened/${opened}`
      return await page(
        request,
        reply,
        200,
        path,
        <>
          <Head locale={locale} linked={linked} />
          <ul>
            <li>
              <a href={`${path}/pdf`}>{t('portal.delivery.pdf')}</a>
            </li>
            {linked.withDocx ? (
              <li>
                <a href={`${path}/docx`}>{t('portal.delivery.docx')}</a>
              </li>
            ) : null}
          </ul>
          {linked.openedUntil === null ? null : (
            <p className="note" role="status">
              {t('portal.delivery.until', { until: formatInstant(linked.openedUntil) })}
            </p>
          )}
        </>,
      )
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.get('/document/opened/:opened/:kind', hide, async (request, reply) => {
    const { opened, kind } = request.params as { opened: string; kind: string }
    try {
      await slowDown(deps, request, 'delivery address', limit)
      if (kind !== 'pdf' && kind !== 'docx') throw new AppError('common.not_found')
      const file = await readOpenedPaper(await contextOf(deps, request), opened, kind)
      reply.header('referrer-policy', 'no-referrer')
      return await sendFile(reply, file)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })
}
