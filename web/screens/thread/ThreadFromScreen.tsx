import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatClause, formatDate, formatNumber } from '#src/messages/format.ts'
import { getThreadFromOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ThreadDirection, ThreadFrom, ThreadTask } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { CoverageSquare } from '../../parts/CoverageSquare.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Quote } from '../../parts/LitText.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { DirectionLine, directionHref, DutyLine, RestsOn } from './directions.tsx'
import { TaskProgress } from './nodes.tsx'
import css from './thread.module.css'
import { threadFromRoute } from './thread.routes.ts'

export const Route = createLazyRoute('/thread/from')({ component: ThreadFromScreen })

/** Downwards: what came of a clause, a task or a direction. */
function ThreadFromScreen() {
  const { t } = useLanguage()
  const search = threadFromRoute.useSearch()
  const query = useQuery(
    getThreadFromOptions({
      query: Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined)),
    }),
  )
  if (!query.data) return <Unready title={t('views.thread')} query={query} />
  const { clause, task, direction, directions, levels, activities, activityCount } = query.data
  const [first, ...rest] = levels
  return (
    <Page narrow>
      <PageHead
        title={t(
          direction
            ? 'reports.thread.from.direction'
            : clause
              ? 'reports.thread.from.clause'
              : 'reports.thread.from.task',
        )}
        crumbs={
          direction
            ? [
                { label: t('session.nav.directions'), href: '/directions' },
                { label: direction.title, href: directionHref(direction) },
              ]
            : task
              ? [
                  { label: t('session.nav.plans'), href: '/plans' },
                  { label: task.numberSymbol ?? '', href: `/plans/${task.planId}` },
                ]
              : [{ label: t('session.nav.documents'), href: '/documents' }]
        }
      />
      {clause ? (
        <>
          <p className={css.cap}>
            {clause.issuer} {clause.numberSymbol},{' '}
            {t('reports.thread.clause', { path: formatClause(clause.path, t) })}
          </p>
          <blockquote className={css.paper} lang="vi">
            {clause.heading === '' ? null : <b>{clause.heading}</b>}
            <Quote
              text={clause.text.slice(clause.start, clause.end)}
              spans={[{ start: 0, end: clause.end - clause.start, kind: 'lit' }]}
            />
          </blockquote>
        </>
      ) : task ? (
        <div className={`${css.lineList} ${css.fromTask}`}>
          <TaskLine task={task} />
        </div>
      ) : null}
      {direction ? (
        <FromDirection direction={direction} from={query.data} />
      ) : (
        <Group title={t(clause ? 'reports.thread.from.tasks' : 'reports.thread.from.below')}>
          <TaskList tasks={first?.tasks ?? []} />
        </Group>
      )}
      {directions.length > 0 ? (
        <Group title={t('reports.thread.from.directions')}>
          <ul className={css.lineList}>
            {directions.map((d) => (
              <li key={d.id}>
                <DirectionLine direction={d} />
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
      {rest.map((level, i) => (
        <Group key={i} title={t('reports.thread.from.below')} note={level.tasks.length}>
          <TaskList tasks={level.tasks} />
        </Group>
      ))}
      <Group title={t('reports.thread.from.activities', { n: activityCount })}>
        {activities.length === 0 ? (
          <p className={css.note}>{t('reports.thread.from.activities.none')}</p>
        ) : (
          <ul className={css.lineList}>
            {activities.map((a) => (
              <li key={a.id}>
                <Activity activity={a} />
              </li>
            ))}
          </ul>
        )}
      </Group>
    </Page>
  )
}

/** A direction with the clauses it rests on, who owes it or did it, and the documents that answers show. */
function FromDirection({ direction, from }: { direction: ThreadDirection; from: ThreadFrom }) {
  const { t } = useLanguage()
  const { done, units } = direction
  return (
    <>
      {direction.clauses.map((c) => (
        <RestsOn key={c.key} clause={c} />
      ))}
      <div className={`${css.lineList} ${css.fromTask}`}>
        <DirectionLine direction={direction} self />
      </div>
      {from.duties.length > 0 ? (
        <Group title={t('reports.thread.from.duties', { done, units })}>
          <ul className={css.lineList}>
            {from.duties.map((duty) => (
              <li key={duty.unit.id}>
                <DutyLine duty={duty} />
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
      {from.documents.length > 0 ? (
        <Group title={t('reports.thread.from.shown')}>
          <ul className={css.lineList}>
            {from.documents.map((d) => (
              <li key={d.id}>
                <div className={css.taskLine}>
                  <span className={css.cap}>{d.unit.shortName}</span>
                  <AppLink href={`/documents/${d.id}`}>{d.title}</AppLink>
                </div>
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
    </>
  )
}

function TaskList({ tasks }: { tasks: ThreadTask[] }) {
  const { t } = useLanguage()
  if (tasks.length === 0) return <p className={css.note}>{t('reports.thread.from.none')}</p>
  return (
    <ul className={css.lineList}>
      {tasks.map((task) => (
        <li key={`${task.planId} ${task.key}`}>
          <TaskLine task={task} />
        </li>
      ))}
    </ul>
  )
}

function TaskLine({ task }: { task: ThreadTask }) {
  const { locale, t } = useLanguage()
  const coverage =
    task.decision === 'kept' || task.decision === 'adapted' || task.decision === 'declined'
      ? task.decision
      : null
  return (
    <div className={css.taskLine}>
      <span className={css.cap}>
        {task.unit.shortName} {task.numberSymbol}
      </span>
      <span>
        <AppLink href={`/plans/${task.planId}?task=${encodeURIComponent(task.key)}`}>{task.title}</AppLink>{' '}
        {coverage ? <CoverageSquare coverage={coverage} word /> : null}
      </span>
      <TaskProgress task={task} words={{ t, locale }} />
    </div>
  )
}

function Activity({ activity }: { activity: ThreadFrom['activities'][number] }) {
  const { locale, t } = useLanguage()
  const { figure } = activity
  return (
    <div className={css.taskLine}>
      <span className={css.cap}>
        {activity.unit.shortName}, {formatDate(activity.day)}
      </span>
      <span>
        <AppLink href={`/activities/${activity.id}`}>{activity.title || t('activities.one')}</AppLink>
        {figure ? (
          <>
            {' '}
            <AppLink
              href={`/thread?report=${figure.reportId}&version=${figure.version}&indicator=${figure.indicator}&activity=${activity.id}`}
            >
              {t('reports.thread.from.figure', {
                n: formatNumber(figure.n, locale),
                unit: figure.unitWords,
              })}
            </AppLink>
          </>
        ) : null}
      </span>
      {activity.photos > 0 ? (
        <span className={css.cap}>{t('reports.thread.photos', { n: activity.photos })}</span>
      ) : null}
    </div>
  )
}
