import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  invitePersonMutation,
  revokeInvitationMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import css from './organisation.module.css'

/** Makes a link and shows it once, with a button that copies it. */
export function LinkDialog(props: {
  unitId: string
  person: PersonOfUnit
  onClose: () => void
  onMade: () => void
}) {
  const t = useT()
  const { unitId, person, onClose, onMade } = props
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const invite = useMutation({ ...invitePersonMutation(), onSuccess: onMade })
  const path = invite.data?.path
  const link = path ? `${location.origin}${path}` : null
  async function copy() {
    field.current?.select()
    // Over plain HTTP from another machine there is no clipboard: the link is selected, Ctrl C copies it.
    if (link && navigator.clipboard) await navigator.clipboard.writeText(link).then(() => setCopied(true))
  }
  return (
    <Dialog
      title={t('people.link.title', { name: person.name })}
      onClose={onClose}
      acts={
        link ? (
          <>
            <Button kind="go" onClick={() => void copy().catch(() => undefined)}>
              {t(copied ? 'people.link.copied' : 'people.link.copy')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.close')}
            </Button>
          </>
        ) : (
          <>
            <Button
              kind="go"
              busy={invite.isPending && t('common.busy.sending')}
              onClick={() => invite.mutate({ path: { unitId, personId: person.id } })}
            >
              {t(invite.isSuccess || person.invitation ? 'people.act.inviteAgain' : 'people.link.make')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {invite.error ? <ErrorNote error={invite.error} focus /> : null}
      {invite.isSuccess && !link ? <p>{t('people.link.repeated')}</p> : null}
      <p className={css.lead}>{t('people.link.words')}</p>
      {link ? (
        <TextField
          ref={field}
          label={t('people.link.label')}
          value={link}
          readOnly
          onFocus={(e) => e.target.select()}
        />
      ) : null}
      <span className="vh" role="status">
        {copied ? t('people.link.copied') : ''}
      </span>
    </Dialog>
  )
}

export function RevokeDialog(props: { person: PersonOfUnit; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { person, onClose, onDone } = props
  const revoke = useMutation({ ...revokeInvitationMutation(), onSuccess: onDone })
  return (
    <ConfirmDialog
      title={t('people.revoke.title')}
      act={t('people.act.revoke')}
      danger
      busy={revoke.isPending && t('common.busy.saving')}
      onConfirm={() => {
        if (person.invitation) revoke.mutate({ path: { id: person.invitation.id } })
      }}
      onClose={onClose}
    >
      {revoke.error ? <ErrorNote error={revoke.error} focus /> : null}
      <p>{t('people.revoke.words', { name: person.name })}</p>
    </ConfirmDialog>
  )
}
