import { useQuery } from '@tanstack/react-query'
import { formatDayMonth, formatNumber } from '#src/messages/format.ts'
import type { TaskProgress, TaskThread as ThreadData, ThreadTask } from '../../api/generated/index.ts'
import { getTaskThreadOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { DrawerPart } from '../../parts/Drawer.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Thread, type ThreadNode } from '../../parts/Thread.tsx'
import { clauseNode, photoSrc, shortSymbol, type NodeWords } from '../thread/nodes.tsx'
import css from './progress.module.css'
import { StandingState, useReached } from './Standing.tsx'

/** Clauses shown over a task; the rest stand in the outline at the left. */
const mostClauses = 2
/** Characters of a clause in the narrow drawer; the whole of it is one press away. */
const mostQuoted = 180

/**
 * The thread of a task of an issued plan: the superior's sentence, the tasks between, this one, what units below made of
 * it, what was done, and the figure that counts it; each a link.
 */
export function TaskThread(props: {
  planId: string
  taskKey: string
  progress: TaskProgress | undefined
  isOwn: boolean
}) {
  const { t, locale } = useLanguage()
  const { planId, taskKey } = props
  const query = useQuery(getTaskThreadOptions({ path: { planId, taskKey } }))
  const reached = useReached()
  const { data } = query
  const address = `/thread/from?plan=${planId}&task=${encodeURIComponent(taskKey)}`
  return (
    <DrawerPart
      title={t('views.thread')}
      act={
        <AppLink href={data?.figure ? figureAddress(data.figure) : address}>
          {t('views.progress.thread.expand')}
        </AppLink>
      }
    >
      {data ? (
        <Thread nodes={nodesOf(data, props, address, { t, locale }, reached)} />
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={4} />
      )}
    </DrawerPart>
  )
}

function figureAddress(figure: NonNullable<ThreadData['figure']>): string {
  const version = figure.version === null ? '' : `&version=${figure.version}`
  return `/thread?report=${figure.reportId}${version}&indicator=${encodeURIComponent(figure.indicator)}`
}

function nodesOf(
  thread: ThreadData,
  at: Parameters<typeof TaskThread>[0],
  address: string,
  words: NodeWords,
  reached: ReturnType<typeof useReached>,
): ThreadNode[] {
  const { task, ups } = thread
  // The uppermost task whose plan carries out a superior's clause: its clauses begin the thread.
  const way = [...ups].reverse()
  const first = [...way, task].find((x) => x.clauses.some((c) => !c.hidden)) ?? task
  const clauses = [...first.clauses]
    .sort((a, b) => Number(b.line === 'profession') - Number(a.line === 'profession'))
    .slice(0, mostClauses)
  return [
    ...clauses.map((c) => shortened(clauseNode(c, words, false))),
    ...way.slice(first === task ? way.length : way.indexOf(first)).map((x) => placeOf(x, words)),
    { ...placeOf(task, words), here: true },
    ...belowNode(at, address, words, reached),
    doneNode(thread, at, address, words),
    ...(thread.figure ? [figureNode(thread.figure, words)] : []),
  ]
}

/** The words of a clause cut between two of them, the lit ones too. */
function shortened(node: ThreadNode): ThreadNode {
  const { quote } = node
  if (!quote || quote.text.length <= mostQuoted) return node
  const cut = quote.text.slice(0, mostQuoted)
  const text = cut.slice(0, cut.lastIndexOf(' '))
  return {
    ...node,
    quote: {
      text: `${text}…`,
      spans: quote.spans
        .filter((s) => s.start < text.length)
        .map((s) => ({ ...s, end: Math.min(s.end, text.length) })),
    },
  }
}

function placeOf(task: ThreadTask, { t }: NodeWords): ThreadNode {
  return {
    id: `task ${task.planId} ${task.key}`,
    kind: 'task',
    whose: task.unit.shortName,
    where: t('reports.thread.where', {
      symbol: shortSymbol(task.numberSymbol),
      path: t('reports.thread.task', { n: task.ord }),
    }),
    title: task.title,
    href: `/plans/${task.planId}?task=${encodeURIComponent(task.key)}`,
    hidden: task.hidden,
  }
}

/** What units below made of the task; of a superior's plan the reader's own task alone. */
function belowNode(
  at: Parameters<typeof TaskThread>[0],
  address: string,
  { t }: NodeWords,
  reached: ReturnType<typeof useReached>,
): ThreadNode[] {
  const { progress } = at
  if (progress?.of) {
    const { of, standing } = progress
    return [
      {
        id: 'mine',
        kind: 'task',
        whose: t('views.progress.mine'),
        where: t('views.progress.mine.whose'),
        title: of.title,
        href: `/plans/${of.planId}?task=${encodeURIComponent(of.key)}`,
        more: standing ? (
          <span className={css.standFact}>
            <span className={css.words}>{reached(standing)}</span>
            <StandingState standing={standing} />
          </span>
        ) : (
          t('views.progress.mine.declined')
        ),
      },
    ]
  }
  const below = progress?.below
  if (!below) return []
  const { units, kept, adapted, declined, waiting } = below
  return [
    {
      id: 'below',
      kind: 'task',
      whose: t('views.progress.below.units', { n: units + waiting }),
      where: t('views.progress.below.whose'),
      more: (
        <>
          {units > 0 ? <p>{t('views.progress.below.words', { kept, adapted, declined })}</p> : null}
          {waiting > 0 ? (
            <p className={css.empty}>{t('views.progress.below.waiting', { n: waiting })}</p>
          ) : null}
        </>
      ),
      ...(units > 0
        ? { side: <AppLink href={address}>{t('views.progress.below.open', { n: units })}</AppLink> }
        : {}),
    },
  ]
}

function doneNode(
  thread: ThreadData,
  at: Parameters<typeof TaskThread>[0],
  address: string,
  { t }: NodeWords,
): ThreadNode {
  const { activities } = thread
  const of = at.progress?.of ?? (at.isOwn ? { planId: at.planId, key: at.taskKey } : null)
  if (!activities)
    return {
      id: 'done',
      kind: 'activity',
      empty: true,
      more: t('views.progress.thread.none'),
      ...(of && at.progress?.standing && !at.progress.below
        ? {
            side: (
              <AppLink href={`/activities/new?plan=${of.planId}&task=${encodeURIComponent(of.key)}`}>
                {t('views.progress.thread.log')}
              </AppLink>
            ),
          }
        : {}),
    }
  const { count, withPhotos, from, until, photos } = activities
  // Of a task that units below do their part of, the activities are theirs too, which the list of one's own is not.
  const list =
    of && !at.progress?.below ? `/activities?plan=${of.planId}&task=${encodeURIComponent(of.key)}` : address
  return {
    id: 'done',
    kind: 'activity',
    where: from === until ? formatDayMonth(from) : `${formatDayMonth(from)}–${formatDayMonth(until)}`,
    title: t(withPhotos > 0 ? 'views.progress.thread.withPhotos' : 'views.progress.thread.activities', {
      n: count,
      photos: withPhotos,
    }),
    href: list,
    more:
      photos.length > 0 ? (
        <div className={css.photos}>
          {photos.map((p) => (
            <AppLink key={p.id} href={`/activities/${p.activityId}`}>
              <img
                src={photoSrc(p.activityId, p.id, 'thumbnail')}
                alt={t('views.progress.thread.photo', { title: p.title })}
                width={p.width}
                height={p.height}
                loading="lazy"
              />
            </AppLink>
          ))}
        </div>
      ) : null,
  }
}

function figureNode(figure: NonNullable<ThreadData['figure']>, { locale }: NodeWords): ThreadNode {
  const { n, d, isRatio, unit, name } = figure
  const shown = isRatio && d > 0 ? Math.floor((n * 100) / d) : n
  return {
    id: 'figure',
    kind: 'figure',
    where: figure.periodName,
    more: (
      <>
        <AppLink className={css.figure} href={figureAddress(figure)}>
          {formatNumber(shown, locale)}
          <span className="vh"> {unit}</span>
        </AppLink>{' '}
        {name.charAt(0).toLowerCase() + name.slice(1)}
      </>
    ),
  }
}
