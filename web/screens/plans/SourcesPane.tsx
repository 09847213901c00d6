import type { ReactNode } from 'react'
import { formatClause } from '#src/messages/format.ts'
import type { PlanSource } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { ClauseOutline, SourceTabs } from '../../parts/ClauseOutline.tsx'
import { CoverageLegend, CoverageSummary } from '../../parts/CoverageSquare.tsx'
import { outlineOf, short, type Task } from './model.ts'
import css from './plans.module.css'

/** "SGDĐT · 3127": whose it is by its number and symbol, which people know it by; without one, its issuer's name. */
export function sourceLabel(source: {
  issuerName: string
  numberSymbol: string | null
  type: string
}): string {
  const [number, symbol] = source.numberSymbol?.split('/') ?? []
  const issuer = symbol?.includes('-')
    ? symbol.slice(symbol.lastIndexOf('-') + 1)
    : short(source.issuerName, 28)
  return `${issuer} · ${number ?? source.type}`
}

/** The left pane: each superior document with what became of its clauses. */
export function SourcesPane(props: {
  sources: PlanSource[]
  source: PlanSource | undefined
  tasks: readonly Task[]
  clause: string | undefined
  onSource: (documentId: string) => void
  onClause: (key: string) => void
  /** under the summary: a provisional basis, a later revision */
  notice?: ReactNode
  act?: ReactNode
}) {
  const t = useT()
  const { sources, source, tasks, clause } = props
  if (!source)
    return (
      <div className={css.side}>
        <p className={css.summary}>{t('plans.sources.none')}</p>
        {props.act ? <div className={css.sideAct}>{props.act}</div> : null}
      </div>
    )
  return (
    <div className={css.side}>
      <SourceTabs
        label={t('plans.sources')}
        sources={sources.map((s) => ({ id: s.documentId, label: sourceLabel(s) }))}
        selected={source.documentId}
        onSelect={props.onSource}
      />
      {props.notice}
      <div className={css.summary}>
        <Covered source={source} />
      </div>
      <ClauseOutline
        groups={outlineOf(source, tasks, {
          declined: t('views.coverage.declined'),
          toDecide: t('plans.decision.to_decide'),
          cite: (path) => formatClause(path, t),
        })}
        selected={clause}
        onSelect={props.onClause}
      />
      <div className={css.legend}>
        <CoverageLegend />
      </div>
      {props.act ? <div className={css.sideAct}>{props.act}</div> : null}
    </div>
  )
}

/** How far the clauses of a document are answered; tasks still to decide answer nothing yet, and are said apart. */
export function Covered(props: { source: PlanSource }) {
  const t = useT()
  const { source } = props
  const parents = new Set(source.clauses.map((c) => c.parentKey))
  const undecided = source.clauses.filter((c) => !parents.has(c.key)).reduce((n, c) => n + c.undecided, 0)
  return (
    <>
      <CoverageSummary counts={source.counts} />
      {undecided > 0 ? (
        <p className={css.undecided}>{t('plans.sources.toDecide', { n: undecided })}</p>
      ) : null}
    </>
  )
}
