import { formatClause, formatDate, formatNumber } from '#src/messages/format.ts'
import type { Locale, Translate } from '#src/messages/index.ts'
import type {
  ThreadActivity,
  ThreadClause,
  ThreadDirection,
  ThreadTask,
  Thread as ThreadData,
} from '../../api/generated/types.gen.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Status } from '../../parts/Status.tsx'
import type { ThreadNode } from '../../parts/Thread.tsx'
import css from './thread.module.css'

/** Address of a photo's small or whole picture. */
export function photoSrc(activityId: string, photoId: string, size: 'thumbnail' | 'picture'): string {
  return `/api/v1/activities/${activityId}/photos/${photoId}/${size}`
}

/** "04/KH-PGDĐT" → "04" where there is little room. */
export function shortSymbol(symbol: string | null): string {
  return symbol?.split('/')[0] ?? ''
}

/** The clause that a task is shown to rest on: the one of the line of guidance first. */
export function mainClause(task: ThreadTask | undefined): ThreadClause | undefined {
  if (!task) return undefined
  return task.clauses.find((c) => c.line === 'profession') ?? task.clauses[0]
}

/** The direction by which the thread goes up where the activity was for no task. */
export function wayOfDirection(thread: ThreadData): ThreadDirection | undefined {
  return thread.tasks.length === 0 ? thread.directions[0] : undefined
}

/** The clause at the thread's upper end. */
export function topClause(thread: ThreadData): ThreadClause | undefined {
  return mainClause(thread.tasks.at(-1)) ?? wayOfDirection(thread)?.clauses[0]
}

export interface NodeWords {
  t: Translate
  locale: Locale
}

/**
 * A thread as the compact list shows it, from the superior's sentence down to the figure.
 * @param unitName whose figure stands at the end
 */
export function threadNodes(
  thread: ThreadData,
  { t, locale }: NodeWords,
  options: { big?: boolean } = {},
): ThreadNode[] {
  const tasks = [...thread.tasks].reverse()
  const clause = topClause(thread)
  const direction = wayOfDirection(thread)
  return [
    ...(clause ? [clauseNode(clause, { t, locale }, options.big ?? false)] : []),
    ...tasks.map((task) => taskNode(task, { t, locale })),
    ...(direction ? [directionNode(direction, { t, locale })] : []),
    ...(thread.activity ? [activityNode(thread, thread.activity, { t, locale })] : []),
    figureNode(thread, { t, locale }),
  ]
}

/** The document at the clause, with the words lit on which the task rests. */
export function clauseHref(clause: ThreadClause): string {
  const { documentId, key, documentStart, documentEnd } = clause
  return `/documents/${documentId}?clause=${encodeURIComponent(key)}&from=${documentStart}&until=${documentEnd}`
}

/** The superior's sentence, lit within its paragraph. */
export function clauseNode(clause: ThreadClause, { t }: NodeWords, big: boolean): ThreadNode {
  const before = big ? 90 : 24
  // Words before it only from its own paragraph, and from the beginning of a word.
  const paragraph = clause.text.lastIndexOf('\n', clause.start - 1) + 1
  const cut = clause.text.indexOf(' ', Math.max(paragraph, clause.start - before))
  const from = clause.start - paragraph <= before ? paragraph : Math.min(cut + 1, clause.start)
  const lead = from > paragraph ? '…' : ''
  const shown = clause.text.slice(from, clause.end)
  const rest = clause.text.slice(clause.end).trim() === '' ? '' : ' …'
  return {
    id: `clause ${clause.documentId} ${clause.key}`,
    kind: 'doc',
    whose: clause.issuer,
    where: t('reports.thread.where', {
      symbol: shortSymbol(clause.numberSymbol),
      path: formatClause(clause.path, t),
    }),
    quote: {
      text: `${lead}${shown.replaceAll('\n', ' ')}${rest}`,
      spans: [
        {
          start: lead.length + clause.start - from,
          end: lead.length + shown.length,
          kind: 'lit',
        },
      ],
    },
    side: <AppLink href={clauseHref(clause)}>{t('reports.thread.openDocument')}</AppLink>,
    hidden: clause.hidden,
  }
}

function taskNode(task: ThreadTask, { t, locale }: NodeWords): ThreadNode {
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
    more: <TaskProgress task={task} words={{ t, locale }} />,
    hidden: task.hidden,
  }
}

function directionNode(direction: ThreadDirection, { t }: NodeWords): ThreadNode {
  return {
    id: `direction ${direction.id}`,
    kind: 'direction',
    whose: direction.unit.shortName,
    where: t('views.thread.direction'),
    title: direction.title,
    href: `/directions/${direction.id}`,
  }
}

/** "đạt 236/220", with its shape. */
export function TaskProgress({ task, words: { t, locale } }: { task: ThreadTask; words: NodeWords }) {
  const { progress } = task
  if (!progress) return null
  return (
    <Status state={progress.isDone ? 'done' : 'busy'}>
      {progress.target === null
        ? t('reports.thread.done', { n: progress.activities })
        : t('reports.thread.target', {
            done: formatNumber(progress.done, locale),
            target: formatNumber(progress.target, locale),
          })}
      {progress.below === null || progress.target === null
        ? null
        : ` (${t('activities.task.parts', {
            own: formatNumber(progress.own, locale),
            below: formatNumber(progress.below, locale),
          })})`}
    </Status>
  )
}

function activityNode(thread: ThreadData, activity: ThreadActivity, { t, locale }: NodeWords): ThreadNode {
  const [photo] = activity.photos
  const words = activity.figures.map((f) => `${formatNumber(f.n, locale)} ${f.unit}`).join(', ')
  const rest = thread.others.reduce((sum, o) => sum + o.n, 0)
  return {
    id: `activity ${activity.id}`,
    kind: 'activity',
    where: formatDate(activity.day),
    // The words of a redacted activity are gone.
    title: activity.title || t('activities.one'),
    href: `/activities/${activity.id}`,
    more: (
      <div className={photo ? css.photoBeside : undefined}>
        {photo ? (
          <img
            src={photoSrc(activity.id, photo.id, 'thumbnail')}
            alt={t('reports.thread.photo', { n: 1, title: activity.title })}
            loading="lazy"
          />
        ) : null}
        <p>
          {words}
          {thread.others.length > 0 ? (
            <span className={css.restOf}>
              {t('reports.thread.others')}: {formatNumber(rest, locale)}
            </span>
          ) : null}
        </p>
      </div>
    ),
    hidden: activity.hidden,
  }
}

function figureNode(thread: ThreadData, { t, locale }: NodeWords): ThreadNode {
  const last = thread.path.at(-1)
  const part = last?.n ?? thread.figure.own.n
  return {
    id: 'figure',
    kind: 'figure',
    where: thread.figure.periodName,
    more: (
      <span>
        <b className={css.number}>{formatNumber(part, locale)}</b> /{' '}
        <b className={css.number}>{formatNumber(thread.figure.n, locale)}</b> {thread.figure.unitWords}
        <span className="vh">, {t('reports.thread.crumb.line', { line: thread.figure.line })}</span>
      </span>
    ),
    here: true,
  }
}
