import { useQuery } from '@tanstack/react-query'
import { formatDate } from '#src/messages/format.ts'
import { listDirectionsAnsweredOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Panel, PanelRows } from '../../parts/Panel.tsx'
import css from './Activities.module.css'

/** Directions to which the activity was shown as an answer; nothing where there is none. */
export function Answered({ activityId }: { activityId: string }) {
  const t = useT()
  const query = useQuery(listDirectionsAnsweredOptions({ path: { id: activityId } }))
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data || query.data.rows.length === 0) return null
  return (
    <Panel title={t('directions.activity.answers')}>
      <PanelRows>
        {query.data.rows.map((d) => (
          <li key={d.id}>
            <AppLink href={`/directions/${d.id}`}>{d.title}</AppLink>
            <small className={css.small}>
              {d.unit.shortName}, {formatDate(d.at.slice(0, 10))}
            </small>
          </li>
        ))}
      </PanelRows>
    </Panel>
  )
}
