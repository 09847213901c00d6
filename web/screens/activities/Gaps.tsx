import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatDayMonth } from '#src/messages/format.ts'
import { getActivityGapsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Panel, PanelRows } from '../../parts/Panel.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'

const listed = 4

/** What the year lacks so far, said before the report is due; nothing is drawn where nothing lacks. */
export function Gaps({ year }: { year: number }) {
  const t = useT()
  const { data } = useQuery(getActivityGapsOptions({ query: { year } }))
  if (!data || (data.emptyMonths.length === 0 && data.uncovered.length === 0 && !data.onlyForm)) return null
  const rest = data.uncovered.length - listed
  return (
    <div className={css.gaps}>
      <Panel title={t('activities.gaps')}>
        <PanelRows>
          {data.emptyMonths.length > 0 ? (
            <li>
              <Status state="nil">
                {t('activities.gaps.months', {
                  months: data.emptyMonths.map((m) => String(Number(m.slice(5)))).join(', '),
                })}
              </Status>
            </li>
          ) : null}
          {data.onlyForm ? (
            <li>
              <Status state="nil">{t('activities.gaps.form', { form: data.onlyForm.name })}</Status>
            </li>
          ) : null}
          {data.uncovered.slice(0, listed).map((task) => (
            <li key={`${task.planId} ${task.taskKey}`} className={css.counts}>
              <span>
                <Status state="nil">{t('activities.gaps.task', { n: task.ord, title: task.title })}</Status>
                {task.dueOn === null ? null : (
                  <small>{t('common.due', { date: formatDayMonth(task.dueOn) })}</small>
                )}
              </span>
              <Link to="/activities/new" search={{ plan: task.planId, task: task.taskKey }}>
                {t('activities.log.short')}
              </Link>
            </li>
          ))}
          {rest > 0 ? <li>{t('activities.gaps.more', { n: rest })}</li> : null}
        </PanelRows>
      </Panel>
    </div>
  )
}
