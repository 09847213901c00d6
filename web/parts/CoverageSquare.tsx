import { useT } from '../app/i18n.tsx'
import css from './CoverageSquare.module.css'
import { CoverageShape } from './shapes.tsx'

/** What became of a superior's clause: its own words kept, adapted, declined with a reason, or nothing carries it out. */
export type Coverage = 'kept' | 'adapted' | 'declined' | 'none'
const order: Coverage[] = ['kept', 'adapted', 'declined', 'none']
export type CoverageCounts = Record<Coverage, number>

/** The square of a clause; `word` draws the word beside it, else the word is for readers only. */
export function CoverageSquare(props: { coverage: Coverage; word?: boolean }) {
  const t = useT()
  const short = props.word && props.coverage === 'none'
  return (
    <span className={css.square} data-coverage={props.coverage}>
      <CoverageShape coverage={props.coverage} />
      <span className={props.word ? undefined : 'vh'}>
        {t(short ? 'views.coverage.none.short' : `views.coverage.${props.coverage}`)}
      </span>
    </span>
  )
}

/** How many clauses of a plan have tasks: the gap in words, and a strip of four parts with the same numbers. */
export function CoverageSummary(props: { counts: CoverageCounts }) {
  const t = useT()
  const { counts } = props
  const total = order.reduce((n, c) => n + counts[c], 0)
  return (
    <div className={css.summary}>
      <p>
        {counts.none === 0 ? (
          <b>{t('views.coverage.full')}</b>
        ) : (
          <>
            <b>{t('views.coverage.gap', { none: counts.none, total })}</b>{' '}
            {t('views.coverage.gap.rest', { none: counts.none })}
          </>
        )}
      </p>
      <span className={css.strip} role="img" aria-label={t('views.coverage.summary', counts)}>
        {order
          .filter((c) => counts[c] > 0)
          .map((c) => (
            <span key={c} data-coverage={c} style={{ flexGrow: counts[c] }} />
          ))}
      </span>
    </div>
  )
}

/** The four squares with their words. */
export function CoverageLegend() {
  const t = useT()
  return (
    <ul className={css.legend} aria-label={t('common.legend')}>
      {order.map((c) => (
        <li key={c}>
          <CoverageSquare coverage={c} word />
        </li>
      ))}
    </ul>
  )
}
