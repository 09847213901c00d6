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
        {grouped([...must, ...findings.filter((f) => f.level !== 'must')]).map((of) =>
          of.length > fewest && isMany(of[0]) ? (
            <li key={of[0].code}>
              <Level of={of[0]} />
              <details>
                <summary>{t(`plans.checks.${of[0].code}`, { n: of.length })}</summary>
                <ul>
                  {of.map((f, i) => (
                    <li key={i}>
                      <Sentence of={f} onTask={onTask} onClause={onClause} />
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ) : (
            of.map((f, i) => (
              <li key={`${f.code} ${i}`}>
                <Level of={f} />
                <Sentence of={f} onTask={onTask} onClause={onClause} />
              </li>
            ))
          ),
        )}
      </ul>
    </details>
  )
}

type Finding = PlanDraft['findings'][number]

/** So many of one kind stand each in its line; more are one line that opens. */
const fewest = 3
const many = [
  'no_reason',
  'kept_changed',
  'no_task_title',
  'no_target_value',
  'no_time',
  'no_lead',
  'clause_open',
  'clause_reason',
  'bad_link',
] as const

function isMany(f: Finding): f is Finding & { code: (typeof many)[number] } {
  return many.some((code) => code === f.code)
}

/** Those of one kind together, in the order in which their first comes. */
function grouped(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const f of findings) {
    const group = groups.get(`${f.level} ${f.code}`)
    if (group) group.push(f)
    else groups.set(`${f.level} ${f.code}`, [f])
  }
  return [...groups.values()]
}

function Level(props: { of: Finding }) {
  const t = useT()
  const { level } = props.of
  return (
    <Status state={level === 'must' ? 'late' : 'open'}>
      {t(level === 'must' ? 'plans.finding.must' : 'plans.finding.should')}
    </Status>
  )
}

function Sentence(props: {
  of: Finding
  onTask: (key: string) => void
  onClause: (documentId: string, clauseKey: string) => void
}) {
  const { of: f, onTask, onClause } = props
  const { taskKey, documentId, clauseKey } = f
  const go =
    taskKey !== null
      ? () => onTask(taskKey)
      : documentId !== null && clauseKey !== null
        ? () => onClause(documentId, clauseKey)
        : null
  return go ? (
    <button type="button" onClick={go}>
      {f.sentence}
    </button>
  ) : (
    <span>
      {f.sentence}
      {f.article === null ? null : <span className="small mute"> ({f.article})</span>}
    </span>
  )
}
