import { translator, type Locale } from '../messages/index.ts'
import type { Problem } from '../platform/errors.ts'
import { renderPage } from './page.tsx'

/**
 * What a browser shows of a refusal outside the staff application: the sentence, and what to read out on the telephone.
 * @param publicUrl where the way home leads when the page was asked for under another name
 */
export function renderProblem(locale: Locale, problem: Problem, publicUrl: string | null): string {
  const t = translator(locale)
  const elsewhere = problem.code === 'common.only_at' ? publicUrl : null
  const title = t(
    problem.status === 404
      ? 'common.error.missingPage'
      : elsewhere
        ? 'portal.onlyAt.title'
        : 'common.error.title',
  )
  return renderPage({
    locale,
    title,
    narrow: true,
    children: (
      <>
        <h1>{title}</h1>
        <p>{problem.detail}</p>
        {problem.status >= 500 ? (
          <p className="note">{t('common.error.reference', { reference: problem.reference })}</p>
        ) : null}
        <p>
          <a href={elsewhere ?? '/'}>{elsewhere ?? t('portal.home')}</a>
        </p>
      </>
    ),
  })
}
