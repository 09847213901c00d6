import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  getLogFormOptions,
  setSubmissionAsideMutation,
  takeOverSubmissionMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { LogForm, Submission } from '../../api/generated/types.gen.ts'
import { newId } from '../../app/ids.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, SelectField, TextArea, TextField } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'

interface DialogProps {
  of: Submission
  onClose: () => void
  onDone: () => void
}

/** What was handed in becomes an activity of the unit: the person names form and task, the figures come along. */
export function TakeOverDialog(props: DialogProps) {
  const t = useT()
  const terms = useQuery(getLogFormOptions())
  return (
    <Dialog title={t('machines.inbox.takeOver.title')} onClose={props.onClose}>
      {terms.data ? (
        <TakeOverForm {...props} terms={terms.data} />
      ) : terms.error ? (
        <ErrorNote error={terms.error} onRetry={() => void terms.refetch()} />
      ) : (
        <Skeleton rows={5} />
      )}
    </Dialog>
  )
}

function TakeOverForm({ of, terms, onClose, onDone }: DialogProps & { terms: LogForm }) {
  const t = useT()
  const { content } = of
  const [id] = useState(newId)
  const [title, setTitle] = useState(content.title)
  const [day, setDay] = useState<string | null>(content.day)
  const [form, setForm] = useState(content.form ?? '')
  const [task, setTask] = useState('')
  const [result, setResult] = useState(content.words)
  const [tried, setTried] = useState(false)
  const take = useMutation({ ...takeOverSubmissionMutation(), onSuccess: onDone })
  const chosen = terms.tasks.find((each) => keyOf(each) === task)
  return (
    <Form
      onSubmit={() => {
        setTried(true)
        if (title.trim() === '' || !day || form === '') return
        take.mutate({
          path: { submissionId: of.id },
          body: {
            id,
            version: of.version,
            day,
            title: title.trim(),
            form,
            place: content.place,
            result: result.trim(),
            figures: content.figures,
            tasks: chosen ? [{ planId: chosen.planId, taskKey: chosen.taskKey }] : [],
          },
        })
      }}
      acts={<Acts act={t('machines.inbox.takeOver')} busy={take.isPending} onClose={onClose} />}
    >
      {take.error ? <ErrorNote error={take.error} focus /> : null}
      <TextField
        label={t('machines.inbox.takeOver.what')}
        value={title}
        maxLength={300}
        error={tried && title.trim() === '' ? t('machines.inbox.takeOver.noTitle') : undefined}
        onChange={(e) => setTitle(e.target.value)}
      />
      <DateField
        label={t('machines.inbox.takeOver.day')}
        value={day}
        onChange={setDay}
        error={tried && !day ? t('machines.inbox.takeOver.noDay') : undefined}
      />
      <SelectField
        label={t('machines.inbox.takeOver.form')}
        value={form}
        onChange={(e) => setForm(e.target.value)}
        error={tried && form === '' ? t('machines.inbox.takeOver.missing') : undefined}
        options={[
          { value: '', label: t('machines.inbox.takeOver.form.choose') },
          ...terms.forms.map((f) => ({ value: f.code, label: f.name })),
        ]}
      />
      <SelectField
        label={t('machines.inbox.takeOver.task')}
        optional
        value={task}
        onChange={(e) => setTask(e.target.value)}
        options={[
          { value: '', label: t('machines.inbox.takeOver.task.none') },
          ...terms.tasks.map((each) => ({ value: keyOf(each), label: `${each.ord}. ${each.title}` })),
        ]}
      />
      <TextArea
        label={t('machines.inbox.takeOver.result')}
        optional
        value={result}
        maxLength={4_000}
        onChange={(e) => setResult(e.target.value)}
      />
    </Form>
  )
}

const keyOf = (task: { planId: string; taskKey: string }) => `${task.planId} ${task.taskKey}`

export function SetAsideDialog({ of, onClose, onDone }: DialogProps) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const setAside = useMutation({ ...setSubmissionAsideMutation(), onSuccess: onDone })
  return (
    <Dialog title={t('machines.inbox.setAside.title')} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (reason.trim() === '') return
          setAside.mutate({
            path: { submissionId: of.id },
            body: { version: of.version, reason: reason.trim() },
          })
        }}
        acts={<Acts act={t('machines.inbox.setAside')} busy={setAside.isPending} onClose={onClose} />}
      >
        {setAside.error ? <ErrorNote error={setAside.error} focus /> : null}
        <p>{of.content.title}</p>
        <TextArea
          label={t('machines.inbox.setAside.reason')}
          hint={t('machines.inbox.setAside.reason.hint')}
          value={reason}
          maxLength={1_000}
          error={tried && reason.trim() === '' ? t('machines.inbox.setAside.missing') : undefined}
          onChange={(e) => setReason(e.target.value)}
        />
      </Form>
    </Dialog>
  )
}

function Acts(props: { act: string; busy: boolean; onClose: () => void }) {
  const t = useT()
  return (
    <>
      <Button kind="go" type="submit" busy={props.busy && t('common.busy.saving')}>
        {props.act}
      </Button>
      <Button kind="bare" onClick={props.onClose}>
        {t('common.cancel')}
      </Button>
    </>
  )
}
