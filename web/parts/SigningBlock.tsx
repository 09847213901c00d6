import { useRef, useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { SigningState } from '../api/generated/index.ts'
import { apiFetch } from '../app/api.ts'
import { useT } from '../app/i18n.tsx'
import { AppLink } from './AppLink.tsx'
import { Button, ButtonAnchor } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { SelectField, TextField } from './FormField.tsx'
import css from './SigningBlock.module.css'
import { Status } from './Status.tsx'

/**
 * The signatures of an approved document: which are there, and the next one, made here or by a program outside.
 * @param path of the document below /api/v1; its prepare, sign and signed answer what `onDone` takes
 */
export function SigningBlock<View>(props: {
  signing: SigningState
  hasNumber: boolean
  maySign: boolean
  path: string
  onDone: (view: View) => void
}) {
  const t = useT()
  const { signing, onDone } = props
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const file = useRef<HTMLInputElement>(null)
  const base = `/api/v1/${props.path}`
  const address = `${base}/to-sign`
  const maySign = props.maySign && signing.isMine

  /** One of the same three writes for every kind of document, whose answer only its own screen knows. */
  async function act(name: string, url: string, init: RequestInit) {
    setBusy(name)
    setError(null)
    try {
      const response = await apiFetch(`${base}/${url}`, init)
      onDone((await response.json()) as View)
      return true
    } catch (e) {
      setError(e)
      return false
    } finally {
      setBusy(null)
    }
  }
  async function download() {
    if (await act('download', 'prepare', { method: 'POST' })) window.location.assign(address)
  }
  const { next } = signing
  return (
    <section className={css.signing}>
      <h2>{t('signing.title')}</h2>
      {error && !asking ? <ErrorNote error={error} focus /> : null}
      <ul className={css.options}>
        {signing.marks.map((m) => (
          <li key={`${m.kind} ${m.at}`}>
            <Status state="done">{t(`signing.kind.${m.kind}`)}</Status> <b lang="vi">{m.holder}</b>
            <span className="small mute">
              {' '}
              {[m.by === m.holder ? null : m.by, formatInstant(m.at), t(`signing.way.${m.way}`)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
        <li>
          {props.hasNumber
            ? t(next === null ? 'signing.next.none' : `signing.next.${next}`)
            : t('signing.next.number')}
        </li>
      </ul>
      {signing.isPrepared || maySign ? (
        <div className={css.acts}>
          {maySign && next !== null && signing.keys.length > 0 ? (
            <Button kind="go" onClick={() => setAsking(true)}>
              {t(`signing.act.${next}`)}
            </Button>
          ) : null}
          {maySign && next !== null ? (
            <>
              <Button
                busy={busy === 'download' ? t('common.busy.sending') : false}
                onClick={() => void download()}
              >
                {t('signing.act.download')}
              </Button>
              {signing.isPrepared ? (
                <Button
                  busy={busy === 'upload' ? t('common.busy.sending') : false}
                  onClick={() => file.current?.click()}
                >
                  {t('signing.act.upload')}
                </Button>
              ) : null}
            </>
          ) : null}
          {signing.isPrepared && next === null ? (
            <ButtonAnchor href={address}>{t('signing.act.look')}</ButtonAnchor>
          ) : null}
          <input
            ref={file}
            type="file"
            accept="application/pdf"
            hidden
            aria-label={t('signing.act.upload')}
            onChange={(e) => {
              const chosen = e.target.files?.[0]
              e.target.value = ''
              // Bytes as they are.
              const headers = { 'content-type': 'application/octet-stream' }
              if (chosen) void act('upload', 'signed', { method: 'PUT', headers, body: chosen })
            }}
          />
        </div>
      ) : null}
      {maySign && next !== null ? (
        <p className="small mute">
          {signing.keys.length === 0 ? (
            <>
              {t('signing.key.none')} <AppLink href="/outgoing/keys">{t('signing.keys')}</AppLink>{' '}
            </>
          ) : null}
          {signing.isPrepared ? t('signing.upload.hint') : null}
        </p>
      ) : null}
      {asking && next !== null ? (
        <SignDialog
          act={t(`signing.act.${next}`)}
          keys={signing.keys}
          busy={busy === 'sign' ? t('common.busy.sending') : false}
          error={error}
          onClose={() => setAsking(false)}
          onSign={async (body) => {
            const headers = { 'content-type': 'application/json' }
            if (await act('sign', 'sign', { method: 'POST', headers, body: JSON.stringify(body) }))
              setAsking(false)
          }}
        />
      ) : null}
    </section>
  )
}

function SignDialog(props: {
  act: string
  keys: SigningState['keys']
  busy: string | false
  error: unknown
  onClose: () => void
  onSign: (body: { keyId: string; password: string }) => Promise<void>
}) {
  const t = useT()
  const { keys } = props
  const [keyId, setKeyId] = useState(keys[0]?.id ?? '')
  const [password, setPassword] = useState('')
  const form = 'sign-with-key'
  return (
    <Dialog
      title={props.act}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" type="submit" form={form} busy={props.busy}>
            {props.act}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={css.fields}
        onSubmit={(e) => {
          e.preventDefault()
          void props.onSign({ keyId, password })
        }}
      >
        {props.error ? <ErrorNote error={props.error} /> : null}
        <SelectField
          label={t('signing.key.choose')}
          value={keyId}
          onChange={(e) => setKeyId(e.target.value)}
          options={keys.map((k) => ({
            value: k.id,
            label: `${k.holder} (${t('signing.keys.until')} ${formatDate(k.validUntil.slice(0, 10))})`,
          }))}
        />
        <TextField
          label={t('signing.key.password')}
          hint={t('signing.key.password.hint')}
          type="password"
          autoComplete="off"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </form>
    </Dialog>
  )
}
