import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { contextOf, localeOf, sessionCookie, type AppDeps } from '../app.ts'
import { translator, type Locale } from '../messages/index.ts'
import { beginSession, deviceOf, longestPassword } from '../modules/people/index.ts'
import { beginOpening } from '../modules/reports/index.ts'
import { AppError } from '../platform/errors.ts'
import { isFromHere } from '../platform/http/security.ts'
import {
  firstRunFields,
  hasHome,
  isInstallationCode,
  makeFirstAgency,
  wrongsOfFirstRun,
  type FirstRunForm,
} from './first-run.ts'
import { ErrorSummary, Field, readForm, SelectField, type Wrongs } from './form.tsx'
import { renderPage } from './page.tsx'
import { cookieOptions } from './sign-in.tsx'

type Kinds = { value: string; label: string }[]

function FirstRunPage(props: {
  locale: Locale
  form: FirstRunForm
  wrongs: Wrongs
  kinds: Kinds
  asksCode: boolean
}): ReactNode {
  const { locale, form, wrongs, kinds, asksCode } = props
  const t = translator(locale)
  const field = (name: (typeof firstRunFields)[number]) => ({
    name,
    label: t(`portal.firstRun.${name}`),
    wrong: wrongs[name],
    defaultValue: form[name],
    required: true,
  })
  return (
    <>
      <h1>{t('portal.firstRun.title')}</h1>
      <ErrorSummary t={t} wrongs={wrongs} general={null} />
      <p>{t('portal.firstRun.intro')}</p>
      <form method="post" action="/first-run" className="form">
        {asksCode && (
          <Field
            {...field('installation')}
            hint={t('portal.firstRun.installation.hint')}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
          />
        )}
        <h2>{t('portal.firstRun.agency')}</h2>
        <Field {...field('name')} hint={t('portal.firstRun.name.hint')} maxLength={200} />
        <SelectField
          name="kind"
          label={t('portal.firstRun.kind')}
          wrong={wrongs['kind']}
          value={form.kind}
          first={t('portal.firstRun.kind.choose')}
          options={kinds}
        />
        <Field {...field('abbreviation')} hint={t('portal.firstRun.abbreviation.hint')} maxLength={30} />
        <Field {...field('place')} hint={t('portal.firstRun.place.hint')} maxLength={80} />
        <Field
          {...field('code')}
          required={false}
          hint={t('portal.firstRun.code.hint')}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
        />
        <h2>{t('portal.firstRun.admin')}</h2>
        <Field {...field('person')} autoComplete="name" maxLength={80} />
        <Field
          {...field('login')}
          hint={t('portal.invitation.login.hint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={120}
        />
        <Field
          {...field('password')}
          hint={t('portal.invitation.password.hint')}
          type="password"
          autoComplete="new-password"
          maxLength={longestPassword}
          defaultValue=""
        />
        <Field
          {...field('again')}
          type="password"
          autoComplete="new-password"
          maxLength={longestPassword}
          defaultValue=""
        />
        <button type="submit">{t('portal.firstRun.do')}</button>
      </form>
    </>
  )
}

/**
 * The page that makes the first agency and its administrator. It is there as long as the installation has no home, and
 * only where the server was told to begin empty: without that the demonstration is loaded. On this machine whoever comes
 * first uses it; from elsewhere, or where there is a public address, whoever shows the installation code.
 */
export function registerFirstRun(app: FastifyInstance, deps: AppDeps): void {
  const { pool } = deps
  if (!deps.config.empty || !pool) return
  const asksCode = (request: FastifyRequest) => deps.config.publicUrl !== null || !isFromHere(request)
  let over = false
  /** Once there is a home it stays, so this is asked no more. */
  const isOver = async () => {
    over ||= await hasHome(deps.db)
    return over
  }
  const send = async (request: FastifyRequest, reply: FastifyReply, form: FirstRunForm, wrongs: Wrongs) => {
    const locale = localeOf(request)
    const wrong = Object.keys(wrongs).length > 0
    return reply
      .status(wrong ? 400 : 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        renderPage({
          locale,
          title: translator(locale)('portal.firstRun.title'),
          narrow: true,
          otherLanguage: wrong ? null : `/first-run?lang=${locale === 'vi' ? 'en' : 'vi'}`,
          children: (
            <FirstRunPage
              {...{ locale, form, wrongs, kinds: await kindsOf(deps, locale), asksCode: asksCode(request) }}
            />
          ),
        }),
      )
  }

  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0]
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads || (path !== '/' && path !== '/sign-in')) return
    if (!(await isOver())) return reply.redirect('/first-run', 303)
  })

  app.get('/first-run', { schema: { hide: true } }, async (request, reply) => {
    if (await isOver()) throw new AppError('common.not_found')
    const { lang } = request.query as { lang?: unknown }
    if (lang === 'vi' || lang === 'en')
      reply.setCookie('lantoa_lang', lang, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    return send(request, reply, readForm({}, firstRunFields), {})
  })

  app.post('/first-run', { schema: { hide: true } }, async (request, reply) => {
    if (await isOver()) throw new AppError('common.not_found')
    const locale = localeOf(request)
    const form = readForm(request.body, firstRunFields)
    const isInstaller = !asksCode(request) || isInstallationCode(form.installation, deps.firstRunCode ?? null)
    const wrongs = {
      ...(!isInstaller && { installation: translator(locale)('portal.firstRun.installation.wrong') }),
      ...wrongsOfFirstRun(locale, form),
    }
    if (Object.keys(wrongs).length > 0) return send(request, reply, form, wrongs)
    try {
      const ctx = await contextOf(deps, request)
      const account = await makeFirstAgency(pool, ctx, form)
      // The server orders the homes' daily jobs when it starts; this home came later.
      await beginOpening({ ...ctx, home: account.home })
      const device = deviceOf(request.headers['user-agent'] ?? '')
      const token = await beginSession(deps.db, account, device, deps.clock.now())
      return await reply.setCookie(sessionCookie, token, cookieOptions(deps, request)).redirect('/app/', 303)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'portal.first_run_over') return reply.redirect('/sign-in', 303)
      return send(request, reply, form, Object.fromEntries(error.fields.map((f) => [f.path, f.message])))
    }
  })
}

async function kindsOf(deps: AppDeps, locale: Locale): Promise<Kinds> {
  // There is no home yet, so no transaction of one: kinds are facts of `shared`.
  const kinds = await deps.db
    .withSchema('shared')
    .selectFrom('unit_kinds')
    .select(['code', locale === 'vi' ? 'name_vi as name' : 'name_en as name'])
    .orderBy('ord')
    .execute()
  return kinds.map((k) => ({ value: k.code, label: k.name }))
}
