import { translator, type Locale } from '../messages/index.ts'
import type { Problem } from '../platform/errors.ts'
import { renderPage } from './page.tsx'

/** What a browser shows of a refusal outside the staff application: the sentence, and what to read out on the telephone. */
export function renderProblem(locale: Locale, problem: Problem): string {
  const t = translator(locale)
  const missing = problem.status === 404
  return renderPage({
    locale,
    title: t(missing ? 'common.error.missingPage' : 'common.error.title'),
    narrow: true,
    children: (
      <>
        <h1>{t(missing ? 'common.error.missingPage' : 'common.error.title')}</h1>
        <p>{problem.detail}</p>
        {problem.status >= 500 ? (
          <p className="note">{t('common.error.reference', { reference: problem.reference })}</p>
        ) : null}
        <p>
          <a href="/">{t('portal.home')}</a>
        </p>
      </>
    ),
  })
}
