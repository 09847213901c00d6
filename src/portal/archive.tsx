import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import type { AppDeps } from '../app.ts'
import { formatDate, formatInstant } from '../messages/format.ts'
import { translator, type Locale } from '../messages/index.ts'
import { findPublicFile, readDayRoots, type FoundDocument } from '../modules/views/index.ts'
import { sha256 } from '../platform/canonical.ts'
import { systemActor, type Ctx } from '../platform/context.ts'
import { inOther, publicLocale, sendPublic } from './agency.tsx'
import { fileOfForm } from './multipart.ts'
import { renderPage } from './page.tsx'

/** A file that anybody may have looked up: what an agency publishes is a few pages. */
const mostBytes = 20 * 1024 * 1024
const hashForm = /^[0-9a-f]{64}$/
/** Roots on one page: a month. */
const onPage = 31

type Roots = Awaited<ReturnType<typeof readDayRoots>>

function RootsBody({ roots, locale }: { roots: Roots; locale: Locale }): ReactNode {
  const t = translator(locale)
  const lang = locale === 'en' ? '&lang=en' : ''
  return (
    <>
      <h1>{t('archive.roots.title')}</h1>
      <p>{t('archive.roots.intro')}</p>
      {roots.rows.length === 0 ? <p>{t('archive.roots.none')}</p> : null}
      <ul className="works">
        {roots.rows.map((root) => (
          <li key={root.day}>
            <b>{formatDate(root.day)}</b>
            <p>
              <code>{root.hash}</code>
            </p>
            <p className="k">
              {t('archive.roots.at', { at: formatInstant(root.at) })}{' '}
              {root.homes.map((h) => t('archive.roots.seal', { home: h.home, seal: h.seal })).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {roots.next === null ? null : (
        <p>
          <a href={`/roots?before=${roots.next}${lang}`}>{t('archive.roots.earlier')}</a>
        </p>
      )}
      <p className="up">{t('archive.roots.how')}</p>
    </>
  )
}

function CheckBody(props: {
  code: string
  agency: string
  hash: string | null
  /** what was handed in is neither a file nor a hash */
  isUnclear: boolean
  documents: readonly FoundDocument[]
  locale: Locale
}): ReactNode {
  const { code, agency, hash, isUnclear, documents, locale } = props
  const t = translator(locale)
  const query = locale === 'en' ? '?lang=en' : ''
  return (
    <>
      <h1>{t('archive.check.title')}</h1>
      <p>{t('archive.check.intro', { agency })}</p>
      {isUnclear ? (
        <div className="error" role="alert">
          <p>{t('archive.check.unclear', { most: mostBytes / 1024 / 1024 })}</p>
        </div>
      ) : null}
      {hash === null ? null : (
        <section role="status">
          <h2>
            {documents.length > 0
              ? t('archive.check.issued', { agency })
              : t('archive.check.unknown', { agency })}
          </h2>
          {documents.length > 0 ? (
            <ul className="works">
              {documents.map((d) => (
                <li key={`${d.id} ${d.kind}`}>
                  <b lang="vi">
                    {d.type} {d.numberSymbol}
                  </b>
                  <p lang="vi">{d.subject}</p>
                  <p className="k">
                    {d.issuedOn === null ? null : t('archive.check.day', { day: formatDate(d.issuedOn) })}{' '}
                    {t(`archive.kind.${d.kind}`)}
                    {d.state === 'earlier' ? ` · ${t('archive.check.earlier')}` : null}
                  </p>
                </li>
              ))}
            </ul>
          ) : (
            <p>{t('archive.check.unknownHint')}</p>
          )}
          <p className="k">
            SHA-256: <code>{hash}</code>
          </p>
        </section>
      )}
      <form
        method="post"
        encType="multipart/form-data"
        action={`/p/${encodeURIComponent(code)}/check${query}`}
      >
        <label htmlFor="file">{t('archive.check.file')}</label>
        <input id="file" name="file" type="file" accept=".pdf,.docx" />
        <label htmlFor="hash">{t('archive.check.hash')}</label>
        <input id="hash" name="hash" maxLength={100} autoComplete="off" spellCheck={false} />
        <button>{t('archive.check.do')}</button>
      </form>
      <p className="up">
        {t('archive.check.kept')} <a href={`/roots${query}`}>{t('archive.roots.title')}</a>
      </p>
    </>
  )
}

/** `/roots`: the roots of the days; `/p/:code/check`: whether an agency issued exactly this file. No account, no cookie. */
export function registerArchivePages(app: FastifyInstance, deps: AppDeps): void {
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
  const hide = { schema: { hide: true } }

  app.get('/roots', hide, async (request, reply) => {
    const locale = publicLocale(request)
    const { before: asked } = request.query as Record<string, unknown>
    const before = typeof asked === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined
    const query = before === undefined ? {} : { before }
    const roots = await readDayRoots({ db: deps.replica ?? deps.db }, { ...query, limit: onPage })
    const title = translator(locale)('archive.roots.title')
    const otherLanguage = inOther(locale, '/roots', query)
    const children = <RootsBody roots={roots} locale={locale} />
    return sendPublic(request, reply, renderPage({ locale, title, otherLanguage, children }))
  })

  app.get('/p/:code/check', hide, async (request, reply) => {
    const { code } = request.params as { code: string }
    const { hash: asked, unclear } = request.query as Record<string, unknown>
    const hash = typeof asked === 'string' && hashForm.test(asked) ? asked : null
    return showCheck(request, reply, code, hash, unclear === '1')
  })

  async function showCheck(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    hash: string | null,
    isUnclear: boolean,
  ): Promise<FastifyReply> {
    const locale = publicLocale(request)
    const { agency, documents } = await findPublicFile(ctxOf(request), code, hash)
    const path = `/p/${encodeURIComponent(code)}`
    const html = renderPage({
      locale,
      title: translator(locale)('archive.check.title'),
      agency: { name: agency.name, above: agency.above, href: path },
      otherLanguage: inOther(locale, `${path}/check`, hash === null ? {} : { hash }),
      children: (
        <CheckBody
          code={code}
          agency={agency.name}
          hash={hash}
          isUnclear={isUnclear}
          documents={documents}
          locale={locale}
        />
      ),
    })
    return sendPublic(request, reply, html)
  }

  // The bytes are hashed and forgotten; the answer has an address of its own, so that it can be read again and sent on.
  void app.register((scope, _options, ready) => {
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: mostBytes + 64 * 1024 },
      (_request, body, done) => done(null, body),
    )
    scope.post('/p/:code/check', hide, (request, reply) => {
      const { code } = request.params as { code: string }
      const form = Buffer.isBuffer(request.body)
        ? fileOfForm(request.headers['content-type'] ?? '', request.body)
        : { file: null, fields: new Map<string, string>() }
      const written = (form.fields.get('hash') ?? '').trim().toLowerCase()
      const hash = form.file ? sha256(form.file) : hashForm.test(written) ? written : null
      const to = new URLSearchParams({
        ...(hash === null ? { unclear: '1' } : { hash }),
        ...(publicLocale(request) === 'en' ? { lang: 'en' } : {}),
      })
      return reply.redirect(`/p/${encodeURIComponent(code)}/check?${to.toString()}`, 303)
    })
    ready()
  })
}
