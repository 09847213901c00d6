import { useMutation, useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { getActivity, type Activity, type LogForm } from '../../api/generated/index.ts'
import { getLogFormOptions, logActivityMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { PhoneBar, SaveBar } from '../../parts/PhoneBar.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import css from './Activities.module.css'
import { ActivityForm } from './ActivityForm.tsx'
import { emptyDraft, inputOf, keyOf, missingIn, withTasks, type Draft } from './draft.ts'
import { sendPhotosOf } from './outbox.ts'
import { Saved } from './Saved.tsx'

export const Route = createLazyRoute('/activities/new')({ component: LogActivity })

/** What was begun and not saved: closing the screen keeps it until the page is left. */
let kept: Draft | null = null

function LogActivity() {
  const t = useT()
  const router = useRouter()
  const { actingUnit } = useSession()
  const terms = useQuery({ ...getLogFormOptions(), staleTime: 0 })
  const [saved, setSaved] = useState<Activity | null>(null)
  const [round, setRound] = useState(0)
  return (
    <>
      <PhoneBar
        title={t('activities.log')}
        close
        alone
        end={actingUnit.shortName}
        onBack={() => {
          // Opened by its own address there is nothing to go back to.
          if (router.history.canGoBack()) router.history.back()
          else void router.navigate({ to: '/activities', search: {} })
        }}
      />
      <Page narrow>
        <div className={css.wide}>
          <PageHead title={t('activities.log')} over={actingUnit.shortName} />
        </div>
        {saved ? (
          <Saved
            activity={saved}
            onAnother={() => {
              setSaved(null)
              setRound(round + 1)
            }}
          />
        ) : terms.data ? (
          <Writing key={round} terms={terms.data} onSaved={setSaved} isFresh={round > 0} />
        ) : terms.error ? (
          <ErrorNote error={terms.error} onRetry={() => void terms.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    </>
  )
}

function Writing(props: { terms: LogForm; onSaved: (activity: Activity) => void; isFresh: boolean }) {
  const t = useT()
  const navigate = useNavigate()
  const { today } = useSession()
  const { terms, onSaved, isFresh } = props
  const { plan, task } = useSearch({ from: '/activities/new' })
  const [draft, setDraft] = useState(() =>
    begun(terms, today, isFresh ? undefined : plan, isFresh ? undefined : task),
  )
  const [isAsked, setIsAsked] = useState(false)
  useEffect(() => {
    kept = draft
  }, [draft])
  const log = useMutation({
    ...logActivityMutation(),
    onSuccess: (activity) => {
      kept = null
      sendPhotosOf(draft.id, draft.photoIds)
      onSaved(activity)
      window.scrollTo({ top: 0 })
    },
    onError: async (error) => {
      // The first answer got lost and the form was changed since: it is saved; what changed is a correction.
      if (!(error instanceof ApiError) || error.code !== 'common.request_reused') return
      const { data } = await getActivity({ path: { id: draft.id } })
      if (!data) return
      kept = null
      sendPhotosOf(draft.id, data.content.photoIds)
      await navigate({ to: '/activities/$activityId', params: { activityId: draft.id }, search: {} })
    },
  })
  const missing = isAsked ? missingIn(draft, terms) : []

  function save() {
    setIsAsked(true)
    if (missingIn(draft, terms).length > 0) {
      document.querySelector('main [data-error]')?.scrollIntoView({ block: 'center' })
      return
    }
    log.mutate({ body: inputOf(draft) })
  }
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        save()
      }}
    >
      {log.error ? (
        <div className={css.note}>
          <ErrorNote error={log.error} focus />
        </div>
      ) : null}
      <ActivityForm draft={draft} terms={terms} onChange={setDraft} missing={missing} error={log.error} />
      <SaveBar>
        <Button kind="go" size="big" busy={log.isPending ? t('common.busy.saving') : false} onClick={save}>
          {t('activities.save')}
        </Button>
      </SaveBar>
    </form>
  )
}

/** What was kept, or a new form; with the task that the address names chosen. */
function begun(terms: LogForm, today: string, plan: string | undefined, task: string | undefined): Draft {
  const draft = kept ?? emptyDraft(newId(), today)
  const named = terms.tasks.find((k) => k.planId === plan && (task === undefined || k.taskKey === task))
  return named && task !== undefined ? withTasks(draft, [keyOf(named)], terms) : draft
}
