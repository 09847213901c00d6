import type { PlanDraft } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './plans.module.css'

/** What is still to put right, and what is only worth a look; each leads to its place. */
export function Findings(props: {
  findings: PlanDraft['findings']
  onTask: (key: string) => void
  onClause: (documentId: string, clauseKey: string) => void
}) {
  const t = useT()
  const { findings, onTask, onClause } = props
  const must = findings.filter((f) => f.level === 'must')
  if (findings.length === 0) return null
  return (
    <details className={css.findings}>
      <summary>
        {must.length > 0
          ? t('plans.findings.must', { n: must.length, rest: findings.length - must.length })
          : t('plans.findings.should', { n: findings.length })}
      </summary>
      <ul>
        {[...must, ...findings.filter((f) => f.level !== 'must')].map((f, i) => {
          const { taskKey, documentId, clauseKey } = f
          const go =
            taskKey !== null
              ? () => onTask(taskKey)
              : documentId !== null && clauseKey !== null
                ? () => onClause(documentId, clauseKey)
                : null
          return (
            <li key={i}>
              <Status state={f.level === 'must' ? 'late' : 'open'}>
                {t(f.level === 'must' ? 'plans.finding.must' : 'plans.finding.should')}
              </Status>
              {go ? (
                <button type="button" onClick={go}>
                  {f.sentence}
                </button>
              ) : (
                <span>
                  {f.sentence}
                  {f.article === null ? null : <span className="small mute"> ({f.article})</span>}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
