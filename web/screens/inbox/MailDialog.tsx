import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SentDocument } from '../../api/generated/index.ts'
import { mailDeliveryMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, TextField } from '../../parts/FormField.tsx'
import css from './Inbox.module.css'

type Row = SentDocument['items'][number]

/** Mails a document to a receiver outside, for the first time or again. */
export function MailDialog(props: { row: Row; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const { row } = props
  const [address, setAddress] = useState(row.link?.address ?? row.address ?? '')
  const [withDocx, setWithDocx] = useState(false)
  const [tried, setTried] = useState(false)
  const mail = useMutation({ ...mailDeliveryMutation(), onSuccess: props.onDone })
  const isMissing = !/\S+@\S+/.test(address)
  return (
    <ConfirmDialog
      title={t('dispatch.mail.title', { receiver: row.receiver })}
      act={t(row.link ? 'dispatch.mail.again' : 'dispatch.mail')}
      busy={mail.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        if (!isMissing)
          mail.mutate({ path: { deliveryId: row.id }, body: { address: address.trim(), withDocx } })
      }}
    >
      <div className={css.form}>
        <p>{t('dispatch.mail.what')}</p>
        {mail.error ? <ErrorNote error={mail.error} focus /> : null}
        <TextField
          label={t('dispatch.mail.address')}
          type="email"
          autoComplete="off"
          value={address}
          maxLength={200}
          onChange={(e) => setAddress(e.target.value)}
          error={tried && isMissing ? t('dispatch.error.no_address') : undefined}
        />
        <CheckField
          label={t('dispatch.mail.docx')}
          checked={withDocx}
          onChange={(e) => setWithDocx(e.target.checked)}
        />
      </div>
    </ConfirmDialog>
  )
}
