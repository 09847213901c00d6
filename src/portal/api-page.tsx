import type { FastifyInstance } from 'fastify'
import type { ReactNode } from 'react'
import { translator, type Locale, type Translate } from '../messages/index.ts'
import { allRoutes } from '../modules/routes.ts'
import { callLimit } from '../modules/machines/index.ts'
import { declaredErrors, sentenceOf } from '../platform/errors.ts'
import type { AnyRoute } from '../platform/http/route.ts'
import { inOther, publicLocale, sendPublic } from './agency.tsx'
import { describeApi, type ApiDescription, type Field, type Operation } from './api-description.ts'
import { renderPage } from './page.tsx'

/** Who may call, in words: from the route's own declaration, which the server holds to. */
function whoMay(t: Translate, { who, grounds }: AnyRoute['access']): string {
  const caller =
    who === 'anyone'
      ? t('api.who.anyone')
      : who === 'signed-in' || who === 'machines'
        ? t(who === 'machines' ? 'api.who.machines' : 'api.who.signedIn')
        : t('api.who.roles', { roles: who.map((role) => t(`api.role.${role}`)).join(', ') })
  const reads = grounds.map((ground) => t(`api.ground.${ground}`)).join(', ')
  return reads === '' ? caller : `${caller} ${t('api.reads', { grounds: reads })}`
}

/** A type with a link for each named shape in it. */
function Type({ field }: { field: Field }): ReactNode {
  if (field.shapes.length === 0) return field.type
  return field.type.split(/\b/).map((word, i) =>
    field.shapes.includes(word) ? (
      <a key={i} href={`#shape-${word}`}>
        {word}
      </a>
    ) : (
      word
    ),
  )
}

function Fields({
  label,
  heading,
  fields,
  t,
}: {
  label: string
  heading?: string
  fields: readonly Field[]
  t: Translate
}): ReactNode {
  const [first] = fields
  if (!first) return null
  const title = heading === undefined ? null : <h4>{heading}</h4>
  if (first.name === '')
    return (
      <>
        {title}
        <p>
          <Type field={first} />
        </p>
      </>
    )
  return (
    <>
      {title}
      {/* Wide tables scroll by themselves, by keyboard too; the page never does. */}
      <div className="wide" tabIndex={0} role="region" aria-label={`${label}: ${heading ?? t('api.field')}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('api.field')}</th>
              <th scope="col">{t('api.type')}</th>
              <th scope="col">{t('api.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <td>
                  <code>{field.name}</code>
                  {field.isRequired ? '' : ` ${t('api.optional')}`}
                </td>
                <td>
                  <Type field={field} />
                </td>
                <td lang="en">{field.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function OperationPart({ operation, t }: { operation: Operation; t: Translate }): ReactNode {
  const { method, path, id, summary, stability, route } = operation
  return (
    <article id={id}>
      <h3>
        <code>
          {method} {path}
        </code>
      </h3>
      <p lang="en">{summary}</p>
      <p className="k">
        <b>{t(`api.stability.${stability}`)}</b> · {route ? whoMay(t, route.access) : null} ·{' '}
        {route?.access.key ? (
          <>
            {t('api.withKey')} <code>{route.access.key}</code> ·{' '}
          </>
        ) : null}
        <a href={`#${id}`}>{id}</a>
      </p>
      <Fields label={id} heading={t('api.parameters')} fields={operation.parameters} t={t} />
      {operation.isUpload ? <p className="k">{t('api.upload')}</p> : null}
      <Fields label={id} heading={t('api.request')} fields={operation.body} t={t} />
      {operation.isFile ? <p className="k">{t('api.file')}</p> : null}
      <Fields label={id} heading={t('api.response')} fields={operation.response} t={t} />
    </article>
  )
}

/** Stands for whatever value a sentence shows: on this page there is none yet. */
const anyValue = new Proxy<Record<string, string>>({}, { get: () => '…', has: () => true })

/** Every code with its status and the sentence that people see. */
function Errors({ locale }: { locale: Locale }): ReactNode {
  const errors = [...declaredErrors()].sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <ul className="works">
      {errors.map(([code, status]) => (
        <li key={code} id={`error-${code}`}>
          <code>
            {status} {code}
          </code>
          <p className="k">{sentenceOf(locale, code, anyValue).replaceAll('NaN', '…')}</p>
        </li>
      ))}
    </ul>
  )
}

/** How another platform calls, to copy: `curl` as it stands. */
function WithKey({ t, locale }: { t: Translate; locale: Locale }): ReactNode {
  const scopes = Map.groupBy(
    allRoutes.filter((route) => route.access.key !== undefined),
    (route) => route.access.key ?? '',
  )
  return (
    <section>
      <h2 id="keys">{t('api.keys')}</h2>
      <p>{t('api.keys.words')}</p>
      <p>{t('api.keys.test')}</p>
      <p>{t('api.keys.limit', { most: callLimit.most })}</p>
      {examples(locale).map(({ words, lines }) => (
        <div key={words}>
          <p>{words}</p>
          <pre tabIndex={0} role="region" aria-label={words}>
            <code>{lines.join(' \\\n  ')}</code>
          </pre>
        </div>
      ))}
      <ul className="works">
        {[...scopes].map(([scope, routes]) => (
          <li key={scope}>
            <code>{scope}</code> {t(`machines.scope.${scope}`)}
            <p className="k">
              {routes.map(({ operationId }, i) => (
                <span key={operationId}>
                  {i > 0 ? ', ' : ''}
                  <a href={`#${operationId}`}>{operationId}</a>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Example {
  words: string
  lines: string[]
}

function examples(locale: Locale): Example[] {
  const t = translator(locale)
  const key = `-H 'Authorization: Bearer lt_test_…'`
  const address = 'https://lan-toa.example'
  return [
    { words: t('api.example.read'), lines: [`curl ${address}/api/v1/plans`, key] },
    {
      words: t('api.example.log'),
      lines: [
        `curl -i ${address}/api/v1/activities`,
        key,
        `-H 'Content-Type: application/json'`,
        `-d '{"id": "01980000-0000-7000-8000-000000000001", "day": "2026-06-12", "form": "leaflet", "title": "${t('api.example.title')}"}'`,
      ],
    },
  ]
}

function ApiBody({ api, locale }: { api: ApiDescription; locale: Locale }): ReactNode {
  const t = translator(locale)
  const nouns = [...Map.groupBy(api.operations, (o) => o.noun)].sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <>
      <h1>{t('api.title')}</h1>
      <p>{t('api.intro')}</p>
      <p>{t('api.signIn')}</p>
      <p>{t('api.repeat')}</p>
      <p>{t('api.paging')}</p>
      <p>
        <a href="/api/v1/openapi.json">{t('api.json')}</a>
      </p>
      <WithKey t={t} locale={locale} />
      <nav aria-label={t('api.nouns')}>
        {nouns.map(([noun, list]) => (
          <a key={noun} href={`#${noun}`}>
            {noun} ({list.length})
          </a>
        ))}
        <a href="#shapes">{t('api.shapes')}</a>
        <a href="#errors">{t('api.errors')}</a>
      </nav>
      {nouns.map(([noun, list]) => (
        <section key={noun}>
          <h2 id={noun}>{noun}</h2>
          {list.map((operation) => (
            <OperationPart key={operation.id} operation={operation} t={t} />
          ))}
        </section>
      ))}
      <section>
        <h2 id="shapes">{t('api.shapes')}</h2>
        {api.shapes.map(({ name, fields }) => (
          <article key={name} id={`shape-${name}`}>
            <h3>
              <code>{name}</code>
            </h3>
            <Fields label={name} fields={fields} t={t} />
          </article>
        ))}
      </section>
      <section>
        <h2 id="errors">{t('api.errors')}</h2>
        <p>{t('api.problem')}</p>
        <Errors locale={locale} />
      </section>
    </>
  )
}

/** `/api/` and `/api/v1`: the interface as a page to read, made from the same description as the generated client. */
export function registerApiPage(app: FastifyInstance): void {
  // The same for everybody until the next release, and 300 kB to draw: kept once a language.
  const drawn = new Map<Locale, string>()
  for (const path of ['/api', '/api/v1'])
    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      const locale = publicLocale(request)
      const html = drawn.get(locale) ?? drawPage(app, locale)
      drawn.set(locale, html)
      return sendPublic(request, reply, html)
    })
}

function drawPage(app: FastifyInstance, locale: Locale): string {
  return renderPage({
    locale,
    title: translator(locale)('api.title'),
    otherLanguage: inOther(locale, '/api/', {}),
    children: <ApiBody api={describeApi(app.swagger(), allRoutes)} locale={locale} />,
  })
}
