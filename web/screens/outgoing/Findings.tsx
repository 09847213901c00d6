import type { OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './outgoing.module.css'

/** What is still to put right, and what is only worth a look; each leads to its place. */
export function Findings(props: { findings: OutgoingView['findings']; onBlock: (key: string) => void }) {
  const t = useT()
  const { findings, onBlock } = props
  const must = findings.filter((f) => f.level === 'must')
  if (findings.length === 0) return null
  return (
    <details className={css.findings}>
      <summary>
        {must.length > 0
          ? t('outgoing.findings.must', { n: must.length, rest: findings.length - must.length })
          : t('outgoing.findings.should', { n: findings.length })}
      </summary>
      <ul>
        {[...must, ...findings.filter((f) => f.level !== 'must')].map((f, i) => {
          const { blockKey } = f
          return (
            <li key={i}>
              <Status state={f.level === 'must' ? 'late' : 'open'}>{t(`outgoing.finding.${f.level}`)}</Status>
              {blockKey === null ? (
                <span>
                  {f.sentence}
                  {f.article === null ? null : <span className="small mute"> ({f.article})</span>}
                </span>
              ) : (
                <button type="button" onClick={() => onBlock(blockKey)}>
                  {f.sentence}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
