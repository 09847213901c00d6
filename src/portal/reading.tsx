import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, type AppDeps } from '../app.ts'
import { formatDate } from '../messages/format.ts'
import { translator, type Locale } from '../messages/index.ts'
import { confirmByLink, readByLink, type LinkedReading } from '../modules/dispatch/index.ts'
import { addressPrefix, countTry } from '../modules/people/index.ts'
import { dayOf } from '../platform/clock.ts'
import { AppError, sentenceOf } from '../platform/errors.ts'
import { renderPage } from './page.tsx'

/** A token can't be guessed; a staff room behind one address opens its links with ease. */
const limit = { most: 240, seconds: 900 }

function ReadingPage(props: { locale: Locale; token: string; reading: LinkedReading }): ReactNode {
  const { locale, token, reading } = props
  const t = translator(locale)
  const paper = [reading.type, reading.numberSymbol].filter(Boolean).join(' ')
  return (
    <>
      <p className="note">{t('portal.reading.from', { unit: reading.unitName })}</p>
      <h1>{reading.subject}</h1>
      <p>
        {reading.issuedOn === null
          ? t('portal.reading.paper', { paper, issuer: reading.issuerName })
          : t('portal.reading.paper.dated', {
              paper,
              issuer: reading.issuerName,
              day: formatDate(reading.issuedOn),
            })}
      </p>
      <p>{t('portal.reading.for', { person: reading.personName })}</p>
      <section className="reading" lang="vi">
        {reading.text
          .split(/\n+/)
          .filter((line) => line.trim() !== '')
          .map((line, i) => (
            // The text of a kept document does not change while the page is drawn.
            <p key={i}>{line}</p>
          ))}
      </section>
      {reading.readAt === null ? (
        <form method="post" action={`/read/${token}`} className="form">
          <button type="submit">{t('portal.reading.do')}</button>
          <p className="note">{t('portal.reading.hint')}</p>
        </form>
      ) : (
        <p className="note" role="status">
          {t('portal.reading.done', { day: formatDate(dayOf(reading.readAt)) })}
        </p>
      )}
    </>
  )
}

/** The page behind a personal link: a document, and a button that says that one has read it. Without script. */
export function registerReading(app: FastifyInstance, deps: AppDeps): void {
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    children: ReactNode,
    link: string | null,
  ) => {
    const locale = localeOf(request)
    return (
      reply
        .status(status)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-robots-tag', 'noindex')
        // The address is a secret: it goes nowhere as the place one came from.
        .header('referrer-policy', 'no-referrer')
        .send(
          renderPage({
            locale,
            title: translator(locale)('portal.reading.title'),
            otherLanguage: link && `${link}?lang=${locale === 'vi' ? 'en' : 'vi'}`,
            children,
          }),
        )
    )
  }
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof AppError)) throw error
    const locale = localeOf(request)
    return send(
      request,
      reply,
      error.status,
      <>
        <h1>{translator(locale)('portal.reading.closed')}</h1>
        <p>{sentenceOf(locale, error.code, error.params)}</p>
      </>,
      null,
    )
  }
  const throttle = async (request: FastifyRequest) => {
    const prefix = addressPrefix(request.ip)
    const wait = await countTry(deps.db, 'reading address', prefix, limit, deps.clock.now())
    if (wait > 0) throw new AppError('common.slow_down')
  }

  app.get('/read/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    const { lang } = request.query as { lang?: unknown }
    if (lang === 'vi' || lang === 'en')
      reply.setCookie('lantoa_lang', lang, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    try {
      await throttle(request)
      const reading = await readByLink(await contextOf(deps, request), token)
      const page = <ReadingPage {...{ locale: localeOf(request), token, reading }} />
      return await send(request, reply, 200, page, `/read/${token}`)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post('/read/:token', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.params as { token: string }
    try {
      await throttle(request)
      await confirmByLink(await contextOf(deps, request), token)
      return await reply.redirect(`/read/${token}`, 303)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })
}
