import { useMutation } from '@tanstack/react-query'
import { createLazyRoute, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { getActivity, type Activity, type LogForm } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { NotKeptError, put, takeInHand, useOutbox, type OutEntry } from '../../app/outbox/index.ts'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { PhoneBar, SaveBar } from '../../parts/PhoneBar.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'
import { ActivityForm } from './ActivityForm.tsx'
import { emptyDraft, inputOf, keyOf, missingIn, withTasks, type Draft } from './draft.ts'
import { useLogForm } from './log-form.ts'
import { photosReady, sendPhotosOf } from './photos.ts'
import { Saved } from './Saved.tsx'
import { SavedHere } from './SavedHere.tsx'

export const Route = createLazyRoute('/activities/new')({ component: LogActivity })

/** What was begun and not saved: closing the screen keeps it until the page is left. */
let kept: Draft | null = null

/** What became of the form: the server has it, or this machine keeps it until there is a line. */
type Done = { activity: Activity } | { id: string }

function LogActivity() {
  const t = useT()
  const router = useRouter()
  const { actingUnit } = useSession()
  const { edit } = useSearch({ from: '/activities/new' })
  const { entries, isLoaded } = useOutbox()
  const terms = useLogForm()
  const [done, setDone] = useState<Done | null>(null)
  const [round, setRound] = useState(0)
  const edited = edit === undefined ? undefined : entries.find((e) => e.id === edit)
  const another = () => {
    setDone(null)
    setRound(round + 1)
  }
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
        {done ? (
          'activity' in done ? (
            <Saved activity={done.activity} onAnother={another} />
          ) : (
            <SavedHere id={done.id} onAnother={another} />
          )
        ) : terms.data && (edit === undefined || isLoaded) ? (
          <Writing
            key={`${round} ${edit ?? ''}`}
            terms={terms.data}
            onDone={setDone}
            isFresh={round > 0}
            edited={round > 0 ? undefined : edited}
          />
        ) : terms.error ? (
          <ErrorNote error={terms.error} onRetry={() => void terms.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    </>
  )
}

function Writing(props: {
  terms: LogForm
  onDone: (done: Done) => void
  isFresh: boolean
  edited: OutEntry | undefined
}) {
  const t = useT()
  const navigate = useNavigate()
  const { today, actingUnit } = useSession()
  const { terms, onDone, isFresh, edited } = props
  const { plan, task } = useSearch({ from: '/activities/new' })
  // Once sent it is no more in the outbox; this form is still the one that was opened.
  const [isEdit] = useState(edited !== undefined)
  const [draft, setDraft] = useState(() =>
    edited?.draft
      ? (edited.draft as unknown as Draft)
      : begun(terms, today, isFresh ? undefined : plan, isFresh ? undefined : task),
  )
  const [isAsked, setIsAsked] = useState(false)
  useEffect(() => {
    if (!isEdit) kept = draft
  }, [draft, isEdit])
  // While it is open here, what was kept of it is not sent.
  useEffect(() => (isEdit ? takeInHand(draft.id) : undefined), [isEdit, draft.id])
  const log = useMutation({
    mutationFn: async () => {
      await photosReady()
      const input = inputOf(draft)
      const outcome = await put({
        id: draft.id,
        unitName: actingUnit.shortName,
        title: titleOf(draft, terms),
        day: draft.day,
        people: draft.attendances,
        input: { ...input },
        draft: { ...draft },
        photoIds: draft.photoIds,
      })
      if ('refused' in outcome) throw outcome.refused
      return outcome
    },
    onSuccess: (outcome) => {
      if (!isEdit) kept = null
      onDone('activity' in outcome ? { activity: outcome.activity as Activity } : { id: draft.id })
      window.scrollTo({ top: 0 })
    },
    onError: async (error) => {
      // The first answer got lost and the form was changed since: it is saved; what changed is a correction.
      if (!(error instanceof ApiError) || error.code !== 'common.request_reused') return
      const { data } = await getActivity({ path: { id: draft.id } })
      if (!data) return
      kept = null
      await sendPhotosOf(data, data.content.photoIds)
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
    log.mutate()
  }
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        save()
      }}
    >
      {log.error instanceof NotKeptError ? (
        <p className={css.note} role="alert">
          <Status state="late">{t(`outbox.error.${log.error.reason}`)}</Status>
        </p>
      ) : log.error ? (
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

/** What it is called in a list before the server has named it. */
function titleOf(draft: Draft, terms: LogForm): string {
  const task = terms.tasks.find((k) => keyOf(k) === draft.tasks[0])
  const form = terms.forms.find((f) => f.code === draft.form)
  return draft.title.trim() || task?.title || form?.name || draft.form
}

/** What was kept, or a new form; with the task that the address names chosen. */
function begun(terms: LogForm, today: string, plan: string | undefined, task: string | undefined): Draft {
  const draft = kept ?? emptyDraft(newId(), today)
  const named = terms.tasks.find((k) => k.planId === plan && (task === undefined || k.taskKey === task))
  return named && task !== undefined ? withTasks(draft, [keyOf(named)], terms) : draft
}
