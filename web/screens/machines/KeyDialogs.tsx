import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  makeKeyMutation,
  renewKeyMutation,
  revokeKeyMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ApiKey, MakeKey } from '../../api/generated/types.gen.ts'
import { newId } from '../../app/ids.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, RadioCards, TextField } from '../../parts/FormField.tsx'
import css from './machines.module.css'
import { OnceDialog } from './OnceDialog.tsx'

type Scope = MakeKey['scopes'][number]

/** In the order in which they are asked: reading first, then what writes. */
const scopes: Scope[] = [
  'units:read',
  'documents:read',
  'plans:read',
  'activities:read',
  'reports:read',
  'submissions:read',
  'submissions:write',
  'activities:write',
]

/** Makes a key and shows it once. */
export function MakeKeyDialog({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const t = useT()
  const [id] = useState(newId)
  const [name, setName] = useState('')
  const [mode, setMode] = useState<'live' | 'test'>('live')
  const [chosen, setChosen] = useState<Scope[]>([])
  const [expiresOn, setExpiresOn] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const make = useMutation({ ...makeKeyMutation(), onSuccess: onMade })
  if (make.data) return <KeyShown token={make.data.token} onClose={onClose} />
  return (
    <Dialog title={t('machines.keys.make.title')} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (name.trim() === '' || chosen.length === 0) return
          make.mutate({ body: { id, name: name.trim(), mode, scopes: chosen, expiresOn } })
        }}
        acts={
          <>
            <Button kind="go" type="submit" busy={make.isPending && t('common.busy.saving')}>
              {t('machines.keys.make.act')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {make.error ? <ErrorNote error={make.error} focus /> : null}
        <TextField
          label={t('machines.keys.make.name')}
          hint={t('machines.keys.make.name.hint')}
          value={name}
          maxLength={80}
          error={tried && name.trim() === '' ? t('machines.keys.make.missing') : undefined}
          onChange={(e) => setName(e.target.value)}
        />
        <RadioCards
          label={t('machines.keys.make.mode')}
          value={mode}
          onChange={(value) => setMode(value === 'test' ? 'test' : 'live')}
          options={(['live', 'test'] as const).map((value) => ({
            value,
            label: t(`machines.keys.mode.${value}`),
            hint: t(`machines.keys.make.${value}.hint`),
          }))}
        />
        <fieldset className={css.checks}>
          <legend>{t('machines.keys.make.scopes')}</legend>
          {scopes.map((scope) => (
            <CheckField
              key={scope}
              label={t(`machines.scope.${scope}`)}
              checked={chosen.includes(scope)}
              onChange={(e) =>
                setChosen(e.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
              }
            />
          ))}
          {tried && chosen.length === 0 ? (
            <p className={css.wrong} role="alert">
              {t('machines.keys.make.noScopes')}
            </p>
          ) : null}
        </fieldset>
        <DateField
          label={t('machines.keys.make.expires')}
          hint={t('machines.keys.make.expires.hint')}
          optional
          value={expiresOn}
          onChange={setExpiresOn}
        />
      </Form>
    </Dialog>
  )
}

export function RenewKeyDialog(props: { of: ApiKey; onClose: () => void; onMade: () => void }) {
  const t = useT()
  const { of, onClose, onMade } = props
  const renew = useMutation({ ...renewKeyMutation(), onSuccess: onMade })
  if (renew.data) return <KeyShown token={renew.data.token} onClose={onClose} />
  return (
    <ConfirmDialog
      title={t('machines.keys.renew.title')}
      act={t('machines.keys.renew')}
      busy={renew.isPending && t('common.busy.saving')}
      onConfirm={() => renew.mutate({ path: { keyId: of.id } })}
      onClose={onClose}
    >
      {renew.error ? <ErrorNote error={renew.error} focus /> : null}
      <p>{t('machines.keys.renew.words', { name: of.name })}</p>
    </ConfirmDialog>
  )
}

export function RevokeKeyDialog(props: { of: ApiKey; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { of, onClose, onDone } = props
  const revoke = useMutation({ ...revokeKeyMutation(), onSuccess: onDone })
  return (
    <ConfirmDialog
      title={t('machines.keys.revoke.title')}
      act={t('machines.keys.revoke')}
      danger
      busy={revoke.isPending && t('common.busy.saving')}
      onConfirm={() => revoke.mutate({ path: { keyId: of.id } })}
      onClose={onClose}
    >
      {revoke.error ? <ErrorNote error={revoke.error} focus /> : null}
      <p>{t('machines.keys.revoke.words', { name: of.name })}</p>
    </ConfirmDialog>
  )
}

function KeyShown({ token, onClose }: { token: string | null; onClose: () => void }) {
  const t = useT()
  return (
    <OnceDialog
      title={t('machines.keys.token.title')}
      words={t(token === null ? 'machines.keys.token.repeated' : 'machines.keys.token.words')}
      label={t('machines.keys.token.label')}
      value={token}
      onClose={onClose}
    />
  )
}
