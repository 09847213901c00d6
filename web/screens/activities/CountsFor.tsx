import { formatNumber } from '#src/messages/format.ts'
import type { Activity } from '../../api/generated/index.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { Bar } from '../../parts/Bar.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'

/** Rows of what an activity counts for: its tasks with where they stand, its figures, its programmes. */
export function CountsFor(props: { activity: Activity }) {
  const { t, locale } = useLanguage()
  const { content, tasks, state } = props.activity
  return (
    <>
      {state === 'waiting' ? (
        <li>
          <Status state="nil">{t('activities.counts.waiting')}</Status>
        </li>
      ) : null}
      {tasks.map((task) => (
        <li key={`${task.planId} ${task.taskKey}`} className={css.counts}>
          <span>
            {task.title}
            <small>{t('activities.task.of', { n: task.ord, plan: task.planTitle })}</small>
            {task.progress.below === null || task.progress.target === null ? null : (
              <small>
                {t('activities.task.parts', {
                  own: formatNumber(task.progress.own, locale),
                  below: formatNumber(task.progress.below, locale),
                })}
              </small>
            )}
          </span>
          {task.progress.isDone ? (
            <Status state="done">
              {task.progress.target === null
                ? t('activities.task.done')
                : t('activities.task.reached', {
                    done: formatNumber(task.progress.done, locale),
                    target: formatNumber(task.progress.target, locale),
                  })}
            </Status>
          ) : task.progress.target !== null ? (
            <Bar value={task.progress.done} total={task.progress.target} as="beside" />
          ) : null}
        </li>
      ))}
      {content.figures.map((f) => (
        <li key={f.indicator} className={css.counts}>
          <span>{f.name}</span>
          <b>
            {formatNumber(f.n, locale)}
            {f.d === null ? '' : `/${formatNumber(f.d, locale)}`} {f.unit}
          </b>
        </li>
      ))}
      {content.programmes.map((p) => (
        <li key={p.id}>{p.name}</li>
      ))}
      {tasks.length + content.figures.length + content.programmes.length === 0 ? (
        <li>{t('activities.counts.nothing')}</li>
      ) : null}
    </>
  )
}
