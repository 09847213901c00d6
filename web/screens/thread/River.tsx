import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { formatClause, formatDate } from '#src/messages/format.ts'
import type {
  ThreadActivity,
  ThreadClause,
  ThreadDirection,
  ThreadTask,
  Thread as ThreadData,
} from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { DirectionStanding, directionHref } from './directions.tsx'
import { clauseHref, topClause, wayOfDirection } from './nodes.tsx'
import { ActivitySide, ActivityWords, Below, ClauseWords, FigureWords, Rests, TaskWords } from './places.tsx'
import { RiverLegend, RiverLines, type Stop } from './RiverLines.tsx'
import css from './thread.module.css'

interface Row {
  id: string
  kind: Stop['kind']
  label: ReactNode
  content: ReactNode
  side: ReactNode
  /** the other units' ways branch off at this row */
  branches?: boolean
  hidden?: boolean
}

/**
 * The thread across a wide screen: labels, the river, the words, and what else hangs on each place. The drawing is for the
 * eye; readers get the same as an ordered list. ↑ and ↓ go along it.
 */
export function River(props: {
  thread: ThreadData
  followed: string | undefined
  onActivity: (id: string) => void
}) {
  const { t } = useLanguage()
  const { thread, followed } = props
  const list = useRef<HTMLOListElement>(null)
  const [stops, setStops] = useState<Stop[]>([])
  const [height, setHeight] = useState(0)
  const rows = useRows(props)
  const ids = rows.map((r) => r.id).join('\n')

  // The lines follow the words: measured after every change of size, pictures arriving included.
  useLayoutEffect(() => {
    const box = list.current
    if (!box) return
    const measure = () => {
      setHeight(box.offsetHeight)
      setStops(
        [...box.children].flatMap((li) =>
          li instanceof HTMLElement
            ? [
                {
                  y: li.offsetTop + 26,
                  kind: (li.dataset['kind'] ?? 'task') as Stop['kind'],
                  branches: li.dataset['branches'] === 'true',
                  hidden: li.dataset['hidden'] === 'true',
                },
              ]
            : [],
        ),
      )
    }
    const seen = new ResizeObserver(measure)
    seen.observe(box)
    for (const li of box.children) seen.observe(li)
    measure()
    return () => seen.disconnect()
  }, [ids])

  function onKeyDown(e: React.KeyboardEvent) {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
    const items = [...(list.current?.children ?? [])]
    const at = items.findIndex((li) => li.contains(document.activeElement))
    const next = items[at + (e.key === 'ArrowDown' ? 1 : -1)]
    if (!(next instanceof HTMLElement)) return
    e.preventDefault()
    next.focus()
  }
  return (
    <>
      <div className={css.river}>
        <RiverLines thread={thread} followed={followed} stops={stops} height={height} />
        {/* The list is one stop of the tab key; the arrows go along it. */}
        <ol ref={list} className={css.places} aria-label={t('views.thread')} onKeyDown={onKeyDown}>
          {rows.map((row, i) => (
            <li
              key={row.id}
              data-kind={row.kind}
              data-branches={row.branches ?? false}
              data-hidden={row.hidden ?? false}
              tabIndex={i === 0 ? 0 : -1}
            >
              <div className={css.label}>{row.label}</div>
              <div className={css.content}>
                {row.hidden ? <p className={css.unseen}>{t('views.thread.hidden')}</p> : row.content}
              </div>
              <div className={css.beside}>{row.side}</div>
            </li>
          ))}
        </ol>
      </div>
      <RiverLegend thread={thread} />
    </>
  )
}

function useRows({ thread, onActivity }: Parameters<typeof River>[0]): Row[] {
  const { t } = useLanguage()
  const tasks = [...thread.tasks].reverse()
  const clause = topClause(thread)
  const direction = wayOfDirection(thread)
  const splits = tasks.findIndex((task) => task.unit.id === thread.figure.unit.id)
  return [
    ...(clause ? [clauseRow(clause, tasks[0], <Rests thread={thread} />)] : []),
    ...tasks.map((task, i): Row => ({
      id: `task ${task.planId} ${task.key}`,
      kind: 'task',
      branches: i === Math.max(splits, 0) && thread.parts.length > 0,
      hidden: task.hidden,
      label: (
        <>
          <b>{task.unit.shortName}</b>
          <span>{task.numberSymbol}</span>
          {task.hidden ? null : <span>{t('reports.thread.task', { n: task.ord })}</span>}
        </>
      ),
      content: <TaskWords task={task} />,
      side: (
        <>
          {i === 0 && !clause ? <p>{t('reports.thread.noClause')}</p> : null}
          <Below task={task} />
        </>
      ),
    })),
    ...(direction ? [directionRow(direction)] : []),
    ...(thread.activity ? [activityRow(thread.activity)] : []),
    {
      id: 'figure',
      kind: 'figure',
      label: (
        <>
          <b>{t('views.thread.figure')}</b>
          <span>{t('reports.thread.crumb.report', { period: thread.figure.periodName })}</span>
          <span>{t('reports.thread.crumb.line', { line: thread.figure.line })}</span>
        </>
      ),
      content: <FigureWords thread={thread} />,
      side: (
        <>
          <p className={css.cap}>
            {thread.parts.length > 0
              ? t('reports.thread.made', { n: thread.parts.filter((p) => p.reportId !== null).length })
              : t('reports.thread.made.own')}
          </p>
          <p>
            <AppLink
              href={`/reports/${thread.figure.reportId}?figure=${thread.figure.indicator}${thread.figure.version === null ? '' : `&version=${thread.figure.version}`}`}
            >
              {t('reports.thread.each')}
            </AppLink>
          </p>
        </>
      ),
    },
  ]

  function clauseRow(c: ThreadClause, task: ThreadTask | undefined, side: ReactNode): Row {
    const others = task?.clauses.filter((o) => o !== c) ?? []
    return {
      id: `clause ${c.documentId} ${c.key}`,
      kind: 'doc',
      hidden: c.hidden,
      label: (
        <>
          <b>{c.issuer}</b>
          <span>{c.numberSymbol}</span>
          {c.hidden ? null : <span>{t('reports.thread.clause', { path: formatClause(c.path, t) })}</span>}
          {others.map((o) => (
            <span key={`${o.documentId} ${o.key}`} className={css.otherClause}>
              {o.hidden ? (
                o.issuer
              ) : (
                <AppLink href={clauseHref(o)}>
                  {o.issuer}, {o.numberSymbol},{' '}
                  {t('reports.thread.clause', { path: formatClause(o.path, t) })}
                </AppLink>
              )}
            </span>
          ))}
        </>
      ),
      content: <ClauseWords clause={c} />,
      side,
    }
  }

  function directionRow(d: ThreadDirection): Row {
    return {
      id: `direction ${d.id}`,
      kind: 'direction',
      label: (
        <>
          <b>{d.unit.shortName}</b>
          <span>{t('views.thread.direction')}</span>
          <span>{formatDate(d.at.slice(0, 10))}</span>
        </>
      ),
      content: (
        <>
          <h2>
            <AppLink href={directionHref(d)}>{d.title}</AppLink>
          </h2>
          <p className={css.facts}>
            <DirectionStanding direction={d} />
          </p>
        </>
      ),
      side: null,
    }
  }

  function activityRow(a: ThreadActivity): Row {
    return {
      id: `activity ${a.id}`,
      kind: 'activity',
      hidden: a.hidden,
      label: (
        <>
          <b>{t('views.thread.activity')}</b>
          <span>{formatDate(a.day)}</span>
          {a.recordedBy ? <span>{t('reports.thread.recordedBy', { name: a.recordedBy })}</span> : null}
        </>
      ),
      content: <ActivityWords activity={a} />,
      side: <ActivitySide thread={thread} activity={a} onActivity={onActivity} />,
    }
  }
}
