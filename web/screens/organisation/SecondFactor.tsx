import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  beginTotpMutation,
  confirmTotpMutation,
  getOwnFactorsOptions,
  getOwnFactorsQueryKey,
  listSessionsQueryKey,
  removeTotpMutation,
  renewRecoveryCodesMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, TextField } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Passkeys } from './Passkeys.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import css from './organisation.module.css'

type Open = 'add' | 'remove' | 'renew'

/** The second factors of the own account: application and recovery codes. */
export function SecondFactor() {
  const t = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState<Open | null>(null)
  const [codes, setCodes] = useState<string[] | 'gone' | null>(null)
  const query = useQuery(getOwnFactorsOptions())
  const factors = query.data
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: getOwnFactorsQueryKey() })
    await client.invalidateQueries({ queryKey: listSessionsQueryKey() })
  }
  const close = () => setOpen(null)
  const show = (made: string[] | null) => {
    close()
    setCodes(made ?? 'gone')
    void refresh()
  }
  const remove = useMutation({
    ...removeTotpMutation(),
    onSuccess: (answer) => {
      close()
      client.setQueryData(getOwnFactorsQueryKey(), answer)
    },
  })
  const renew = useMutation({ ...renewRecoveryCodesMutation(), onSuccess: (answer) => show(answer.codes) })
  if (!factors)
    return query.error ? (
      <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={2} />
    )
  const isOn = factors.totpSince !== null
  return (
    <>
      <p className={css.hint}>{t(factors.isDemanded ? 'people.factor.demanded' : 'people.factor.words')}</p>
      <ul className={`${css.rows} ${css.sessions}`}>
        <li>
          <span>
            {t('people.factor.totp')}
            <span className={css.second}>
              {factors.totpSince === null
                ? t('people.factor.totp.off')
                : t('people.factor.totp.on', { day: formatInstant(factors.totpSince) })}
            </span>
          </span>
          <Button
            size="small"
            aria-label={t(isOn ? 'people.factor.totp.remove' : 'people.factor.totp.add')}
            onClick={() => setOpen(isOn ? 'remove' : 'add')}
          >
            {t(isOn ? 'people.factor.remove' : 'people.factor.add')}
          </Button>
        </li>
        {isOn || factors.passkeys.length > 0 ? (
          <li>
            <span>
              {t('people.factor.codes')}
              <span className={css.second}>{t('people.factor.codes.left', { n: factors.codesLeft })}</span>
            </span>
            <Button size="small" onClick={() => setOpen('renew')}>
              {t('people.factor.codes.renew')}
            </Button>
          </li>
        ) : null}
      </ul>
      <Passkeys factors={factors} onMade={(made) => (made ? show(made) : void refresh())} />
      {open === 'add' ? <AddTotpDialog onClose={close} onDone={show} /> : null}
      {open === 'remove' ? (
        <PasswordDialog
          title={t('people.factor.totp.remove')}
          words={t('people.factor.totp.remove.words')}
          act={t('people.factor.totp.remove')}
          danger
          busy={remove.isPending}
          error={remove.error}
          onPassword={(password) => remove.mutate({ body: { password } })}
          onClose={close}
        />
      ) : null}
      {open === 'renew' ? (
        <PasswordDialog
          title={t('people.factor.codes.renew')}
          words={t('people.factor.codes.renew.words')}
          act={t('people.factor.codes.renew')}
          busy={renew.isPending}
          error={renew.error}
          onPassword={(password) => renew.mutate({ body: { password } })}
          onClose={close}
        />
      ) : null}
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
    </>
  )
}

/** Password, then QR code and first code. */
function AddTotpDialog(props: { onClose: () => void; onDone: (codes: string[] | null) => void }) {
  const t = useT()
  const { onClose, onDone } = props
  const [code, setCode] = useState('')
  const begin = useMutation(beginTotpMutation())
  const confirm = useMutation({ ...confirmTotpMutation(), onSuccess: (answer) => onDone(answer.codes) })
  const begun = begin.data
  if (!begun)
    return (
      <PasswordDialog
        title={t('people.factor.totp.add')}
        act={t('people.factor.next')}
        busy={begin.isPending}
        error={begin.error}
        onPassword={(password) => begin.mutate({ body: { password } })}
        onClose={onClose}
      />
    )
  const refused = confirm.error instanceof ApiError ? confirm.error : null
  return (
    <Dialog title={t('people.factor.totp.add')} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (code.trim() !== '') confirm.mutate({ body: { code } })
        }}
        acts={
          <>
            <Button kind="go" type="submit" busy={confirm.isPending && t('common.busy.saving')}>
              {t('people.factor.confirm')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {confirm.error && refused?.errors.length !== 1 ? <ErrorNote error={confirm.error} focus /> : null}
        <p>{t('people.factor.scan')}</p>
        <img
          className={css.qr}
          src={`data:image/svg+xml,${encodeURIComponent(begun.qr)}`}
          alt={t('people.factor.qr')}
          width={200}
          height={200}
        />
        <p>
          {t('people.factor.type')} <span className={css.secret}>{begun.secret}</span>
        </p>
        <TextField
          label={t('people.factor.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          maxLength={20}
          autoFocus
          onChange={(e) => setCode(e.target.value)}
          error={refused?.forField('code')}
        />
      </Form>
    </Dialog>
  )
}

/** Recovery codes, shown once, to print. */
export function CodesDialog(props: { codes: string[] | 'gone'; onClose: () => void }) {
  const t = useT()
  const { codes, onClose } = props
  return (
    <Dialog
      title={t('people.factor.codes.title')}
      onClose={onClose}
      acts={
        <>
          <Button kind="go" onClick={onClose}>
            {t('people.factor.codes.kept')}
          </Button>
          {codes === 'gone' ? null : (
            <Button onClick={() => window.print()}>{t('people.factor.codes.print')}</Button>
          )}
        </>
      }
    >
      {codes === 'gone' ? (
        <p>{t('people.factor.codes.repeated')}</p>
      ) : (
        <div className={css.printed}>
          <p className={css.lead}>{t('people.factor.codes.words')}</p>
          <ul className={css.codes}>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
