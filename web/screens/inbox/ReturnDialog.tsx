import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReceivedDocument } from '../../api/generated/index.ts'
import { returnDeliveryMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import css from './Inbox.module.css'

/** Sends a document back to its sender as not meant for the unit, with the reason. */
export function ReturnDialog(props: { row: ReceivedDocument; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const { row } = props
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const back = useMutation({ ...returnDeliveryMutation(), onSuccess: props.onDone })
  return (
    <ConfirmDialog
      title={t('dispatch.return.title')}
      act={t('dispatch.return')}
      danger
      busy={back.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() !== '')
          back.mutate({ path: { deliveryId: row.id }, body: { reason: reason.trim() } })
      }}
    >
      <div className={css.form}>
        <p>{[row.document.numberSymbol, row.document.subject].filter(Boolean).join(' · ')}</p>
        <p>{t('dispatch.return.what')}</p>
        {back.error ? <ErrorNote error={back.error} focus /> : null}
        <TextArea
          label={t('dispatch.return.reason')}
          value={reason}
          maxLength={1000}
          onChange={(e) => setReason(e.target.value)}
          error={tried && reason.trim() === '' ? t('dispatch.error.reason_missing') : undefined}
        />
      </div>
    </ConfirmDialog>
  )
}
