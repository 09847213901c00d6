import type { ReactNode } from 'react'
import type { PlanSource } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { ClauseOutline, SourceTabs } from '../../parts/ClauseOutline.tsx'
import { CoverageLegend, CoverageSummary } from '../../parts/CoverageSquare.tsx'
import { outlineOf, type Task } from './model.ts'
import css from './plans.module.css'

/** "Sở GD&ĐT · 3127": who issued it, and its number. */
export function sourceLabel(source: {
  issuerName: string
  numberSymbol: string | null
  type: string
}): string {
  const number = source.numberSymbol?.split('/')[0] ?? source.type
  return `${source.issuerName} · ${number}`
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
        <CoverageSummary counts={source.counts} />
      </div>
      <ClauseOutline
        groups={outlineOf(source, tasks, t('views.coverage.declined'))}
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
