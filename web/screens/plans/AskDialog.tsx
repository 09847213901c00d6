import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { requestAmendment, type PlanContent } from '../../api/generated/index.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField, TextArea } from '../../parts/FormField.tsx'
import { short } from './model.ts'

/** Tells the unit whose plan it is what is difficult, and what should change. */
export function AskDialog(props: {
  planId: string
  revision: number
  taskKey: string | null
  tasks: PlanContent['tasks']
  unitName: string
  onClose: () => void
}) {
  const t = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  // One id for this request however often "Gửi" is pressed: a lost answer does not send it twice.
  const [id] = useState(newId)
  const [taskKey, setTaskKey] = useState(props.taskKey)
  const [difficulty, setDifficulty] = useState('')
  const [proposal, setProposal] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const missing = (words: string) => (tried && words.trim() === '' ? t('plans.reason.missing') : undefined)

  async function send() {
    setTried(true)
    if (difficulty.trim() === '' || proposal.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await requestAmendment({
        body: { id, planId: props.planId, revision: props.revision, taskKey, difficulty, proposal },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      await client.invalidateQueries()
      await navigate({ to: '/plans/amendments', search: { box: 'sent', id } })
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('plans.ask.title', { unit: props.unitName })}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" busy={busy ? t('common.busy.sending') : false} onClick={() => void send()}>
            {t('plans.ask.send')}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote error={error} focus /> : null}
      <SelectField
        label={t('plans.ask.task')}
        value={taskKey ?? ''}
        onChange={(e) => setTaskKey(e.target.value === '' ? null : e.target.value)}
        options={[
          { value: '', label: t('plans.ask.whole') },
          ...props.tasks.map((task) => ({ value: task.key, label: short(task.title, 70) })),
        ]}
      />
      <TextArea
        label={t('plans.ask.difficulty')}
        value={difficulty}
        onChange={(e) => setDifficulty(e.target.value)}
        error={missing(difficulty)}
      />
      <TextArea
        label={t('plans.ask.proposal')}
        value={proposal}
        onChange={(e) => setProposal(e.target.value)}
        error={missing(proposal)}
      />
    </Dialog>
  )
}
