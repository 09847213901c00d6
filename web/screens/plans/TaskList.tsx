import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { PlanContent, PlanSource, Terms } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { CoverageSquare } from '../../parts/CoverageSquare.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import { Status } from '../../parts/Status.tsx'
import { formatClause, formatNumber } from '#src/messages/format.ts'
import { groupsOf, short, type Decision, type Task, type TaskGroup } from './model.ts'
import css from './plans.module.css'
import type { ProgressMap } from './progressModel.ts'
import { TaskStand } from './Standing.tsx'

/** What the bench lets a person do with tasks; an issued plan gives none of it. */
export interface TaskDeeds {
  decide: (task: Task, decision: Decision, reason?: string) => void
  add: (clauseKey: string | null) => void
  decline: (clauseKey: string, reason: string) => void
}

/** What became of a task, or that it waits for a decision: shape and word. */
export function DecisionState(props: { decision: Decision }) {
  const t = useT()
  const { decision } = props
  if (decision === 'to_decide') return <Status state="nil">{t('plans.decision.to_decide')}</Status>
  if (decision === 'own') return <span>{t('plans.decision.own')}</span>
  return <CoverageSquare coverage={decision} word />
}

/** Where the tasks of an issued plan stand, as far as the reader may know. */
export interface ShownProgress {
  of: ProgressMap
  /** false: of a superior's plan, the reader's own part */
  isWhole: boolean
}

/** Tasks under the superior's clause that they carry out; a clause without any has a slot with two ways. */
export function TaskList(props: {
  content: PlanContent
  source: PlanSource | undefined
  terms: Terms | undefined
  clause: string | undefined
  openKey: string | undefined
  onOpen: (key: string) => void
  filter: (task: Task) => boolean
  deeds?: TaskDeeds
  /** of an issued plan: then a row says how far its task is, not that it is to be decided */
  progress?: ShownProgress
  /** under a clause nothing carries out, in a plan that is issued: the way to change that */
  gapAct?: ReactNode
}) {
  const t = useT()
  const { content, source, filter } = props
  const groups = groupsOf(source, content.tasks)
  const shown = groups.filter(
    (g) => g.tasks.some(({ task }) => filter(task)) || (g.tasks.length === 0 && filterShowsAll(filter)),
  )
  if (content.tasks.length === 0 && !source)
    return props.deeds ? (
      <div className={css.slot}>
        <b>{t('plans.tasks.none')}</b>
        <div className={css.acts}>
          <Button icon={<IconPlus stroke={1.75} />} onClick={() => props.deeds?.add(null)}>
            {t('plans.task.add')}
          </Button>
        </div>
      </div>
    ) : (
      <p>{t('plans.tasks.none')}</p>
    )
  return (
    <>
      {shown.length === 0 ? <p className={css.declined}>{t('views.progress.filter.none')}</p> : null}
      {shown.map((group) => (
        <Group key={group.clause?.key ?? ''} {...props} group={group} />
      ))}
      {props.deeds ? (
        <Button icon={<IconPlus stroke={1.75} />} onClick={() => props.deeds?.add(null)}>
          {t('plans.task.addFree')}
        </Button>
      ) : null}
    </>
  )
}

/** A filter that lets everything through also shows clauses without tasks. */
export const everyTask = (): boolean => true
function filterShowsAll(filter: (task: Task) => boolean): boolean {
  return filter === everyTask
}

function Group(props: Parameters<typeof TaskList>[0] & { group: TaskGroup }) {
  const t = useT()
  const { group, source, deeds, filter } = props
  const { clause } = group
  const box = useRef<HTMLElement>(null)
  const isCurrent = clause !== null && clause.key === props.clause
  useEffect(() => {
    if (isCurrent) bringIntoPane(box.current, 'top')
  }, [isCurrent])
  const declined = props.content.declinedClauses.find(
    (d) => d.documentId === source?.documentId && d.clauseKey === clause?.key,
  )
  return (
    <section className={css.group} ref={box}>
      <div className={css.groupHead} data-current={isCurrent || undefined}>
        <h2>{clause ? formatClause(clause.path, t) : t(source ? 'plans.tasks.others' : 'plans.tasks')}</h2>
        {clause ? <p lang="vi">“{short(clause.words, 220)}”</p> : null}
      </div>
      {declined ? (
        <p className={css.declined}>
          <CoverageSquare coverage="declined" word />: {declined.reason}{' '}
          {deeds && clause ? (
            <Button size="small" kind="bare" onClick={() => deeds.decline(clause.key, '')}>
              {t('plans.clause.takeBack')}
            </Button>
          ) : null}
        </p>
      ) : null}
      {group.tasks
        .filter(({ task }) => filter(task))
        .map(({ task, n }) => (
          <TaskRow key={task.key} {...props} task={task} n={n} />
        ))}
      {clause && group.tasks.length === 0 && !declined ? (
        clause.coverage === 'none' ? (
          <Slot clauseKey={clause.key} act={props.gapAct} {...(deeds ? { deeds } : {})} />
        ) : (
          <p className={css.declined}>
            <CoverageSquare coverage={clause.coverage} word />
            {clause.reason ? `: ${clause.reason}` : null}
          </p>
        )
      ) : null}
    </section>
  )
}

/** Scrolls the pane alone: the browser's own way moves the page under its bars too. */
function bringIntoPane(thing: HTMLElement | null, to: 'top' | 'middle'): void {
  const pane = thing?.closest<HTMLElement>('[data-side]')
  if (!thing || !pane) return
  if (pane.scrollHeight <= pane.clientHeight) {
    thing.scrollIntoView({ block: 'nearest' })
    return
  }
  const [box, frame] = [thing.getBoundingClientRect(), pane.getBoundingClientRect()]
  const above = to === 'top' ? 16 : Math.max(0, (frame.height - box.height) / 2)
  pane.scrollTop += box.top - frame.top - above
}

/** A clause nothing carries out: ink, not red, because a gap is no fault. */
function Slot(props: { clauseKey: string; deeds?: TaskDeeds; act?: ReactNode }) {
  const t = useT()
  const [asking, setAsking] = useState(false)
  const { deeds, clauseKey } = props
  return (
    <div className={css.slot}>
      <b>{t('plans.clause.none')}</b>
      {deeds ? (
        <div className={css.acts}>
          <Button icon={<IconPlus stroke={1.75} />} onClick={() => deeds.add(clauseKey)}>
            {t('plans.task.add')}
          </Button>
          <Button kind="bare" onClick={() => setAsking(true)}>
            {t('plans.clause.decline')}
          </Button>
        </div>
      ) : props.act ? (
        <div className={css.acts}>{props.act}</div>
      ) : null}
      {asking && deeds ? (
        <ReasonDialog
          title={t('plans.clause.decline.title')}
          label={t('plans.reason')}
          act={t('plans.clause.decline.act')}
          onClose={() => setAsking(false)}
          onDone={(reason) => {
            deeds.decline(clauseKey, reason)
            setAsking(false)
          }}
        />
      ) : null}
    </div>
  )
}

/** "7.000 tờ gấp" of a task's target, or that its figure is still to be filled in. */
export function useTargetWords(terms: Terms | undefined): (task: Task) => string | null {
  const t = useT()
  const { locale } = useLanguage()
  return (task) => {
    if (!task.target) return null
    const name =
      terms?.indicators.find((i) => i.code === task.target?.indicator)?.name ?? task.target.indicator
    return task.target.value === null
      ? t('plans.target.missing', { name })
      : `${name}: ${formatNumber(task.target.value, locale)}`
  }
}

function TaskRow(props: Parameters<typeof TaskList>[0] & { task: Task; n: number }) {
  const t = useT()
  const { task, n, deeds, openKey, progress } = props
  const target = useTargetWords(props.terms)(task)
  const [asking, setAsking] = useState(false)
  const row = useRef<HTMLDivElement>(null)
  const isOpen = openKey === task.key
  // A link to a task brings it into sight; pressing a row moves nothing.
  const wasLinked = useRef(isOpen)
  useEffect(() => {
    if (wasLinked.current) bringIntoPane(row.current, 'middle')
  }, [])
  const second = [task.leadWords, task.time.words, ...(progress && task.isKey ? [t('plans.task.isKey')] : [])]
    .filter((w) => w !== '')
    .join(' · ')
  return (
    <div
      ref={row}
      className={css.task}
      data-open={isOpen || undefined}
      data-issued={progress ? true : undefined}
    >
      <span className={css.n}>{n}</span>
      <div>
        <button
          type="button"
          className={css.name}
          data-task={task.key}
          data-empty={task.title === '' || undefined}
          aria-current={isOpen || undefined}
          onClick={() => props.onOpen(task.key)}
        >
          {task.title === '' ? t('plans.task.untitled') : task.title}
        </button>
        {second === '' ? null : <p className={css.second}>{second}</p>}
        {progress && task.decision !== 'own' ? (
          <p className={css.second}>
            <DecisionState decision={task.decision} />
          </p>
        ) : null}
        {task.isKey && !progress ? <p className={css.second}>{t('plans.task.isKey')}</p> : null}
      </div>
      {progress ? (
        <TaskStand
          progress={progress.of.get(task.key)}
          isWhole={progress.isWhole}
          asked={task.asksBelow && task.decision !== 'declined'}
        />
      ) : (
        <div className={css.state}>
          {target ? <p>{target}</p> : null}
          <p>
            <DecisionState decision={task.decision} />
          </p>
        </div>
      )}
      {deeds && task.decision === 'to_decide' ? (
        <div className={css.decide}>
          <Button size="small" onClick={() => deeds.decide(task, 'kept')}>
            {t('plans.decide.kept')}
          </Button>
          <Button size="small" onClick={() => deeds.decide(task, 'adapted')}>
            {t('plans.decide.adapted')}
          </Button>
          <Button size="small" kind="bare" onClick={() => setAsking(true)}>
            {t('plans.decide.declined')}
          </Button>
        </div>
      ) : null}
      {asking && deeds ? (
        <ReasonDialog
          title={t('plans.decide.declined.title')}
          label={t('plans.reason')}
          act={t('plans.decide.declined')}
          onClose={() => setAsking(false)}
          onDone={(reason) => {
            deeds.decide(task, 'declined', reason)
            setAsking(false)
          }}
        />
      ) : null}
    </div>
  )
}
