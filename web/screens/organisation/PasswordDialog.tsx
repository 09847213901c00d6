import { useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, TextField } from '../../parts/FormField.tsx'

/** Asks for the own password before something that concerns how one signs in. */
export function PasswordDialog(props: {
  title: string
  words?: string
  act: string
  danger?: boolean
  busy: boolean
  error: unknown
  onPassword: (password: string) => void
  onClose: () => void
}) {
  const t = useT()
  const { login } = useSession()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const refused = props.error instanceof ApiError ? props.error : null
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (password !== '') props.onPassword(password)
        }}
        acts={
          <>
            <Button
              kind={props.danger ? 'danger' : 'go'}
              type="submit"
              busy={props.busy && t('common.busy.saving')}
            >
              {props.act}
            </Button>
            <Button kind="bare" onClick={props.onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {props.error && refused?.errors.length !== 1 ? <ErrorNote error={props.error} focus /> : null}
        {props.words ? <p>{props.words}</p> : null}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <TextField
          label={t('people.factor.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          maxLength={200}
          autoFocus
          onChange={(e) => setPassword(e.target.value)}
          error={tried && password === '' ? t('people.form.missing') : refused?.forField('password')}
        />
      </Form>
    </Dialog>
  )
}
