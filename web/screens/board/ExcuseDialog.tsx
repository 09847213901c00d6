import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { excuseObligationsMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import css from './Board.module.css'

/**
 * Lets the chosen units off what they owe, with the reason.
 * @param ids obligations that are overdue or due within three days
 */
export function ExcuseDialog(props: {
  units: number
  ids: string[]
  onDone: () => void
  onClose: () => void
}) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const excuse = useMutation({ ...excuseObligationsMutation(), onSuccess: props.onDone })
  function send() {
    setTried(true)
    if (reason.trim() === '') return
    excuse.mutate({ body: { ids: props.ids, reason } })
  }
  return (
    <Dialog
      title={t('views.excuse.title', { n: props.units })}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" busy={excuse.isPending ? t('common.busy.saving') : false} onClick={send}>
            {t('views.excuse.act')}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <p>{t('views.excuse.what', { n: props.ids.length })}</p>
        {excuse.error ? <ErrorNote error={excuse.error} focus /> : null}
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
