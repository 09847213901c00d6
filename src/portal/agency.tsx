import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import type { AppDeps } from '../app.ts'
import { formatDate, formatInstant, formatNumber } from '../messages/format.ts'
import { translator, type Locale, type Translate } from '../messages/index.ts'
import {
  findAgencies,
  readAgencyPage,
  readPublicPaper,
  type Agency,
  type AgencyPage,
  type Content,
  type ListedAgency,
  type PublicProgress,
} from '../modules/views/index.ts'
import { systemActor, type Ctx } from '../platform/context.ts'
import { isConnectionLoss } from '../platform/db.ts'
import { AppError } from '../platform/errors.ts'
import { sendFile } from '../platform/http/register.ts'
import { isId } from '../platform/ids.ts'
import { renderPage } from './page.tsx'

function ContentBar({ content, t, locale }: { content: Content; t: Translate; locale: Locale }): ReactNode {
  const { all, done, late, lateUnits } = content
  return (
    <li>
      <div className="n">
        <span lang="vi">{content.words}</span>
        <b>
          {all === 0
            ? t('agency.content.none')
            : t('agency.content.done', { done: formatNumber(done, locale), all: formatNumber(all, locale) })}
        </b>
      </div>
      {all === 0 ? (
        <div className="bar none" />
      ) : (
        // Drawn by attributes: the policy of our pages allows no style in them.
        <svg className="bar" viewBox={`0 0 ${all} 1`} preserveAspectRatio="none" aria-hidden="true">
          <rect className="done" width={done} height="1" />
          <rect className="late" x={done} width={late} height="1" />
        </svg>
      )}
      {late > 0 ? (
        <p className="k">
          <em>{t('agency.content.late', { n: late })}</em> {t('agency.content.lateUnits', { n: lateUnits })}
        </p>
      ) : null}
    </li>
  )
}

function Tasks({
  progress,
  agency,
  t,
}: {
  progress: PublicProgress
  agency: Agency
  t: Translate
}): ReactNode {
  return (
    <details>
      <summary>{t('agency.tasks', { agency: agency.shortName, n: progress.tasks.length })}</summary>
      <ul className="works">
        {progress.tasks.map((task) => (
          <li key={task.key}>
            <b lang="vi">{task.title}</b>
            <p className="k">
              <span lang="vi">
                {[task.timeWords, task.product].filter((words) => words !== '').join(' · ')}
              </span>{' '}
              <span className={`st ${task.state}`}>{t(`agency.state.${task.state}`)}</span>
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Plan({
  progress,
  agency,
  locale,
}: {
  progress: PublicProgress
  agency: Agency
  locale: Locale
}): ReactNode {
  const t = translator(locale)
  const { plan, below } = progress
  const paper = (kind: 'pdf' | 'docx') => `/p/${agency.code}/${plan.documentId}.${kind}`
  return (
    <section>
      <h2>{t('agency.plan', { year: String(plan.year), title: plan.title })}</h2>
      <p className="up">
        {plan.numberSymbol
          ? t('agency.plan.number', { number: plan.numberSymbol, date: formatDate(plan.issuedOn) })
          : null}{' '}
        {t('agency.plan.works', { done: progress.done, all: progress.all })}{' '}
        {below.all > 0 ? t('agency.plan.below', { n: below.all, units: below.units }) : null}
      </p>
      <ul className="progress">
        {progress.contents.map((content) => (
          <ContentBar key={content.key} content={content} t={t} locale={locale} />
        ))}
      </ul>
      <Tasks progress={progress} agency={agency} t={t} />
      {plan.hasPapers ? (
        <p className="papers">
          <a href={paper('pdf')}>{t('agency.paper.pdf')}</a>{' '}
          <a href={paper('docx')}>{t('agency.paper.docx')}</a>
        </p>
      ) : null}
    </section>
  )
}

/** A closed agency's page stays, and leads on to whoever goes on for it. */
function Closed({ agency, locale }: { agency: Agency; locale: Locale }): ReactNode {
  if (!agency.closed) return null
  const t = translator(locale)
  const { day, by } = agency.closed
  return (
    <>
      <p>{t('agency.closed', { day: formatDate(day) })}</p>
      <ul className="works">
        {by.map(({ code, name }) => (
          <li key={code}>
            <a lang="vi" href={`/p/${code}${locale === 'en' ? '?lang=en' : ''}`}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function AgencyBody({ page, locale }: { page: AgencyPage; locale: Locale }): ReactNode {
  const t = translator(locale)
  const { agency, head, years, year } = page
  const query = locale === 'en' ? '&lang=en' : ''
  return (
    <>
      <h1>{t('agency.heading')}</h1>
      <Closed agency={agency} locale={locale} />
      <p>{t('agency.intro', { agency: agency.name })}</p>
      {page.plans.map((progress) => (
        <Plan key={progress.plan.id} progress={progress} agency={agency} locale={locale} />
      ))}
      <p className="up">{t('agency.how')}</p>
      {years.length > 1 ? (
        <nav aria-label={t('agency.years')}>
          {t('agency.years')}:{' '}
          {years
            .filter((y) => y !== year)
            .map((y) => (
              <a key={y} href={`/p/${agency.code}?year=${y}${query}`}>
                {y}
              </a>
            ))}
        </nav>
      ) : null}
      <dl className="facts">
        <div>
          <dt>{t('agency.responsible')}</dt>
          <dd>
            {head
              ? t('agency.responsible.head', { title: head.title ?? t('agency.head'), name: head.name })
              : agency.name}
          </dd>
        </div>
        <div>
          <dt>{t('agency.reach')}</dt>
          <dd>{t('agency.reach.words', { agency: agency.name, place: agency.place })}</dd>
        </div>
        <div>
          <dt>{t('agency.updated')}</dt>
          <dd>{page.changedAt ? formatInstant(page.changedAt) : null}</dd>
        </div>
      </dl>
      <p className="papers">
        <a href={`/p/${agency.code}/check${locale === 'en' ? '?lang=en' : ''}`}>{t('archive.check.title')}</a>
      </p>
      <p className="up">{t('agency.foot')}</p>
    </>
  )
}

function HomeBody({
  q,
  found,
  most,
  locale,
}: {
  q: string
  found: ListedAgency[]
  most: number
  locale: Locale
}): ReactNode {
  const t = translator(locale)
  const isEmpty = found.length === 0
  return (
    <>
      <h1>{t('agency.home.title')}</h1>
      <form className="q" role="search" action="/">
        {locale === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
        <input
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label={t('agency.home.search')}
          placeholder={t('agency.home.search')}
          autoComplete="off"
        />
        <button>{t('agency.home.do')}</button>
      </form>
      {isEmpty ? (
        <p>{q === '' ? t('agency.home.none') : t('agency.home.nothing', { q })}</p>
      ) : (
        <h2>{t('agency.home.found', { n: Math.min(found.length, most) })}</h2>
      )}
      <ul className="works">
        {found.slice(0, most).map((a) => (
          <li key={a.code}>
            <a href={`/p/${a.code}${locale === 'en' ? '?lang=en' : ''}`}>{a.name}</a>
            <p className="k">{a.place}</p>
          </li>
        ))}
      </ul>
      {found.length > most ? <p>{t('agency.home.more')}</p> : null}
      <p className="papers">
        <a href="/sign-in">{t('agency.home.signIn')}</a>{' '}
        <a href={locale === 'en' ? '/api/?lang=en' : '/api/'}>{t('agency.home.api')}</a>{' '}
        <a href={locale === 'en' ? '/roots?lang=en' : '/roots'}>{t('archive.roots.title')}</a>
      </p>
    </>
  )
}

function Notice({
  title,
  words,
  locale,
  children,
}: {
  title: string
  words: string
  locale: Locale
  children?: ReactNode
}): ReactNode {
  const t = translator(locale)
  return (
    <>
      <h1>{title}</h1>
      {children ?? <p>{words}</p>}
      <p>
        <a href={locale === 'en' ? '/?lang=en' : '/'}>{t('agency.missing.list')}</a>
      </p>
    </>
  )
}

/** Agencies on one page of the list; who looks for another types its name. */
const mostListed = 60

/** The language by the address alone: public pages set and read no cookie. */
export function publicLocale(request: FastifyRequest): Locale {
  const query = request.query as Record<string, unknown>
  return query['lang'] === 'en' ? 'en' : 'vi'
}

/** The same address in the other language. */
export function inOther(locale: Locale, path: string, query: Record<string, string>): string {
  const search = new URLSearchParams(locale === 'vi' ? { ...query, lang: 'en' } : query).toString()
  return search === '' ? path : `${path}?${search}`
}

/** Sends a public page that browsers keep and ask about by its tag. */
export function sendPublic(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
  status = 200,
): FastifyReply {
  const tag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 20)}"`
  reply.header('etag', tag).header('cache-control', 'no-cache')
  if (status === 200 && request.headers['if-none-match'] === tag) return reply.status(304).send()
  return reply.status(status).type('text/html; charset=utf-8').send(html)
}

/** `/`, `/p/:unitCode` and the papers of public plans: no script, no cookie, no account. */
export function registerAgencyPages(app: FastifyInstance, deps: AppDeps): void {
  const ctxOf = (request: FastifyRequest): Ctx => ({
    db: deps.db,
    home: '',
    clock: deps.clock,
    actor: { ...systemActor, kind: 'person' },
    locale: publicLocale(request),
    files: deps.files,
    log: deps.log,
    request: null,
  })
  /** From a replica where there is one, so that many readers hold up nobody's work; while it is away, from the primary. */
  const readFor = async <T,>(request: FastifyRequest, run: (ctx: Ctx) => Promise<T>): Promise<T> => {
    const ctx = ctxOf(request)
    if (!deps.replica) return run(ctx)
    try {
      return await run({ ...ctx, db: deps.replica })
    } catch (error) {
      if (!isConnectionLoss(error)) throw error
      return run(ctx)
    }
  }
  const hide = { schema: { hide: true } }

  app.get('/', hide, async (request, reply) => {
    const locale = publicLocale(request)
    const { q: asked } = request.query as Record<string, unknown>
    const q = typeof asked === 'string' ? asked.trim().slice(0, 100) : ''
    const found = await readFor(request, (ctx) => findAgencies(ctx, q, mostListed + 1))
    const html = renderPage({
      locale,
      title: translator(locale)('agency.home.title'),
      otherLanguage: inOther(locale, '/', q === '' ? {} : { q }),
      children: <HomeBody q={q} found={found} most={mostListed} locale={locale} />,
    })
    return sendPublic(request, reply, html)
  })

  app.get('/p/:code', hide, async (request, reply) => {
    const locale = publicLocale(request)
    const t = translator(locale)
    const { code } = request.params as { code: string }
    const { year: asked } = request.query as Record<string, unknown>
    const year = typeof asked === 'string' && /^\d{4}$/.test(asked) ? Number(asked) : null
    const path = `/p/${encodeURIComponent(code)}`
    const otherLanguage = inOther(locale, path, year === null ? {} : { year: String(year) })
    try {
      const { agency, page } = await readFor(request, (ctx) => readAgencyPage(ctx, code, year))
      const frame = { name: agency.name, above: agency.above, href: path }
      if (!page) {
        const title = agency.closed
          ? t('agency.closed.title', { agency: agency.name })
          : t('agency.none.title', { agency: agency.name })
        const children = (
          <Notice title={title} words={t('agency.none.words')} locale={locale}>
            {agency.closed ? <Closed agency={agency} locale={locale} /> : undefined}
          </Notice>
        )
        return sendPublic(
          request,
          reply,
          renderPage({ locale, title, agency: frame, otherLanguage, children }),
          agency.closed ? 200 : 404,
        )
      }
      const title = t('agency.title', { agency: agency.name })
      const children = <AgencyBody page={page} locale={locale} />
      return sendPublic(request, reply, renderPage({ locale, title, agency: frame, otherLanguage, children }))
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'common.not_found') throw error
      const title = t('agency.missing.title')
      const children = <Notice title={title} words={t('agency.missing.words')} locale={locale} />
      return sendPublic(request, reply, renderPage({ locale, title, otherLanguage, children }), 404)
    }
  })

  app.get('/p/:code/:paper', hide, async (request, reply) => {
    const { code, paper } = request.params as { code: string; paper: string }
    const [, id = '', kind] = /^([0-9a-f-]{36})\.(pdf|docx)$/.exec(paper) ?? []
    if (!isId(id)) throw new AppError('common.not_found')
    return sendFile(reply, await readPublicPaper(ctxOf(request), code, id, kind === 'pdf' ? 'pdf' : 'docx'))
  })
}
