import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { extendObligationsMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import css from './Board.module.css'

/**
 * A later day for what the chosen units owe, with the reason.
 * @param ids obligations that are overdue or due within three days
 */
export function ExtendDialog(props: {
  units: number
  ids: string[]
  today: string
  onDone: () => void
  onClose: () => void
}) {
  const t = useT()
  const [dueOn, setDueOn] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const extend = useMutation({ ...extendObligationsMutation(), onSuccess: props.onDone })
  const wrongDay = dueOn === null || dueOn <= props.today
  function send() {
    setTried(true)
    if (wrongDay || dueOn === null || reason.trim() === '') return
    extend.mutate({ body: { ids: props.ids, dueOn, reason } })
  }
  return (
    <Dialog
      title={t('views.extend.title', { n: props.units })}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" busy={extend.isPending ? t('common.busy.saving') : false} onClick={send}>
            {t('views.extend.act')}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <p>{t('views.extend.what', { n: props.ids.length })}</p>
        {extend.error ? <ErrorNote error={extend.error} focus /> : null}
        <DateField
          label={t('views.extend.day')}
          value={dueOn}
          onChange={setDueOn}
          error={tried && wrongDay ? t('views.extend.day.error') : undefined}
        />
        <TextArea
          label={t('views.extend.reason')}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
          error={tried && reason.trim() === '' ? t('views.extend.reason.error') : undefined}
        />
      </div>
    </Dialog>
  )
}
