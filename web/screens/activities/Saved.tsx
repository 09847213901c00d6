import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Activity } from '../../api/generated/index.ts'
import { getActivityOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useOutbox } from '../../app/outbox/index.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Panel, PanelRows } from '../../parts/Panel.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'
import { CountsFor } from './CountsFor.tsx'
import { PhotoProgress } from './PhotoProgress.tsx'

/** After saving: that it is safe, how the photos come along, and what it counted for. */
export function Saved(props: { activity: Activity; onAnother: () => void }) {
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  const { photos, entries } = useOutbox()
  const out = photos.filter((p) => p.activityId === props.activity.id)
  const isKept = entries.find((e) => e.id === props.activity.id)?.isKept ?? true
  const arrived = out.filter((p) => p.state === 'arrived').length
  const { data, refetch } = useQuery({
    ...getActivityOptions({ path: { id: props.activity.id } }),
    initialData: props.activity,
  })
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    if (arrived > 0) void refetch()
  }, [arrived, refetch])
  const left = out.length - arrived
  return (
    <div className={css.saved}>
      <h2 ref={heading} tabIndex={-1}>
        <Status state="done">
          <span className={css.savedWord}>
            {left > 0 ? t('activities.saved.sending', { n: left }) : t('activities.saved')}
          </span>
        </Status>
      </h2>
      <p className={css.hint}>
        {left > 0 ? t(isKept ? 'activities.saved.goesOn' : 'activities.saved.stay') : data.content.title}
      </p>
      {out.length > 0 ? <PhotoProgress photos={out} /> : null}
      <Panel title={t('activities.countsFor')}>
        <PanelRows>
          <CountsFor activity={data} />
        </PanelRows>
      </Panel>
      <div className={css.acts}>
        <Button kind="go" onClick={props.onAnother}>
          {t('activities.another')}
        </Button>
        <ButtonLink to="/activities/$activityId" params={{ activityId: data.id }} search={{}}>
          {t('activities.see')}
        </ButtonLink>
      </div>
    </div>
  )
}
