import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { translator, type Locale, type Translate } from '../messages/index.ts'
import { passkeyScriptUrl, stylesUrl } from './static.ts'

export interface PageProps {
  locale: Locale
  title: string
  /** the agency whose page it is; null on pages of the installation */
  agency?: { name: string; above: string | null; href: string } | null
  /** address of this page in the other language; null where it makes no sense (after a form) */
  otherLanguage?: string | null
  narrow?: boolean
  /** seconds until the browser asks for this page again */
  refresh?: number
  /** loads the small script of passkeys; the page must do without it */
  script?: boolean
  children: ReactNode
}

/** The frame of every public page: HTML and one style sheet; no script but that of passkeys where one signs in. */
function Page(props: PageProps): ReactNode {
  const { locale, title, agency, otherLanguage, narrow, refresh, script, children } = props
  const t: Translate = translator(locale)
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {refresh === undefined ? null : <meta httpEquiv="refresh" content={String(refresh)} />}
        <link rel="icon" href="/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesUrl()} />
        {script ? <script src={passkeyScriptUrl()} defer /> : null}
      </head>
      <body>
        <a className="skip" href="#main">
          {t('session.skip')}
        </a>
        <header className="top">
          <div className="in">
            <a className="brand" href={agency?.href ?? '/'}>
              <img src="/mark.svg" alt="" width="24" height="24" />
              <span>
                <b>{agency?.name ?? t('common.product')}</b>
                {agency?.above ? <small>{agency.above}</small> : null}
              </span>
            </a>
            {otherLanguage ? (
              <a className="lang" href={otherLanguage} lang={locale === 'vi' ? 'en' : 'vi'}>
                {locale === 'vi' ? 'English' : 'Tiếng Việt'}
              </a>
            ) : null}
          </div>
        </header>
        <main id="main" className={narrow ? 'in narrow' : 'in'}>
          {children}
        </main>
      </body>
    </html>
  )
}

/** A whole page as HTML text. */
export function renderPage(props: PageProps): string {
  return `<!doctype html>${renderToStaticMarkup(<Page {...props} />)}`
}
