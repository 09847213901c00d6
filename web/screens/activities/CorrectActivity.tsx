import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Activity, LogForm } from '../../api/generated/index.ts'
import {
  correctActivityMutation,
  getActivityOptions,
  getActivityQueryKey,
  getLogFormOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { PhoneBar, SaveBar } from '../../parts/PhoneBar.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import css from './Activities.module.css'
import { ActivityForm } from './ActivityForm.tsx'
import { draftOf, inputOf, missingIn } from './draft.ts'
import { sendPhotosOf } from './photos.ts'

export const Route = createLazyRoute('/activities/$activityId/correct')({ component: CorrectActivity })

function CorrectActivity() {
  const t = useT()
  const { activityId } = Route.useParams()
  const activity = useQuery({ ...getActivityOptions({ path: { id: activityId } }), staleTime: 0 })
  const terms = useQuery(getLogFormOptions())
  const error = activity.error ?? terms.error
  return (
    <>
      <PhoneBar title={t('activities.correct.title')} close alone />
      <Page narrow>
        <div className={css.wide}>
          <PageHead
            title={t('activities.correct.title')}
            crumbs={[
              { label: t('activities.title'), href: '/activities' },
              { label: activity.data?.content.title ?? '', href: `/activities/${activityId}` },
            ]}
          />
        </div>
        {activity.data && terms.data ? (
          <Correcting activity={activity.data} terms={terms.data} />
        ) : error ? (
          <ErrorNote error={error} onRetry={() => void Promise.all([activity.refetch(), terms.refetch()])} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    </>
  )
}

function Correcting({ activity, terms }: { activity: Activity; terms: LogForm }) {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(() => draftOf(activity))
  const [reason, setReason] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const correct = useMutation({
    ...correctActivityMutation(),
    onSuccess: async (answer) => {
      await sendPhotosOf(answer, draft.photoIds)
      client.setQueryData(getActivityQueryKey({ path: { id: activity.id } }), answer)
      await navigate({ to: '/activities/$activityId', params: { activityId: activity.id }, search: {} })
    },
  })
  const needsReason = reason.trim() === ''

  function save() {
    setIsAsked(true)
    if (needsReason || missingIn(draft, terms).length > 0) {
      document.querySelector('main [data-error]')?.scrollIntoView({ block: 'center' })
      return
    }
    const { id: _, ...content } = inputOf(draft)
    correct.mutate({ path: { id: activity.id }, body: { ...content, version: activity.version, reason } })
  }
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        save()
      }}
    >
      {correct.error ? (
        <div className={css.note}>
          <ErrorNote error={correct.error} focus />
        </div>
      ) : null}
      <div className={css.form}>
        <TextArea
          label={t('activities.reason')}
          hint={t('activities.correct.hint')}
          value={reason}
          rows={2}
          maxLength={1_000}
          error={isAsked && needsReason ? t('activities.missing.reason') : undefined}
          onChange={(e) => setReason(e.target.value)}
        />
        <ActivityForm
          draft={draft}
          terms={terms}
          onChange={setDraft}
          missing={isAsked ? missingIn(draft, terms) : []}
          error={correct.error}
          isWhole
          kept={activity.photos.map((p, i) => ({
            id: p.id,
            src:
              p.state === 'arrived'
                ? `/api/v1/activities/${activity.id}/photos/${p.id}/thumbnail`
                : noPicture,
            alt: t('activities.photo.alt', { n: i + 1 }),
            ...(p.state === 'arrived' ? {} : { state: 'waiting' as const }),
          }))}
        />
      </div>
      <SaveBar>
        <Button
          kind="go"
          size="big"
          busy={correct.isPending ? t('common.busy.saving') : false}
          onClick={save}
        >
          {t('activities.correct.save')}
        </Button>
      </SaveBar>
    </form>
  )
}

/** One clear pixel: the place of a photo that has not arrived. */
const noPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
