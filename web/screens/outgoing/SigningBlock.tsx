import { useRef, useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import { prepareOutgoing, signOutgoing, type OutgoingView } from '../../api/generated/index.ts'
import { apiFetch, REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField, TextField } from '../../parts/FormField.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './outgoing.module.css'

/** The signatures of an approved document: which are there, and the next one, made here or by a program outside. */
export function SigningBlock(props: { draft: OutgoingView; onDraft: (draft: OutgoingView) => void }) {
  const t = useT()
  const { draft, onDraft } = props
  const { signing } = draft
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const file = useRef<HTMLInputElement>(null)
  if (!signing) return null
  const path = { id: draft.id }
  const address = `/api/v1/outgoing/${draft.id}/to-sign`
  const maySign = draft.may.includes('sign') && signing.isMine

  async function act(name: string, run: () => Promise<{ data: OutgoingView }>) {
    setBusy(name)
    setError(null)
    try {
      onDraft((await run()).data)
      return true
    } catch (e) {
      setError(e)
      return false
    } finally {
      setBusy(null)
    }
  }
  async function download() {
    const isThere = await act('download', () =>
      prepareOutgoing({ path, headers: { [REQUEST_ID]: newId() }, throwOnError: true }),
    )
    if (isThere) window.location.assign(address)
  }
  const { next } = signing
  return (
    <section className={css.signing}>
      <h2>{t('signing.title')}</h2>
      {error ? <ErrorNote error={error} focus /> : null}
      <ul className={css.options}>
        {signing.marks.map((m) => (
          <li key={`${m.kind} ${m.at}`}>
            <Status state="done">{t(`signing.kind.${m.kind}`)}</Status> <b lang="vi">{m.holder}</b>
            <span className="small mute">
              {' '}
              {[m.by, formatInstant(m.at), t(`signing.way.${m.way}`)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
        <li>
          {draft.numberSymbol === null
            ? t('signing.next.number')
            : t(next === null ? 'signing.next.none' : `signing.next.${next}`)}
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
                busy={busy === 'download' ? t('outgoing.act.busy') : false}
                onClick={() => void download()}
              >
                {t('signing.act.download')}
              </Button>
              {signing.isPrepared ? (
                <Button
                  busy={busy === 'upload' ? t('outgoing.act.busy') : false}
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
              if (chosen) void act('upload', () => handIn(draft.id, chosen))
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
          busy={busy === 'sign' ? t('outgoing.act.busy') : false}
          error={error}
          onClose={() => setAsking(false)}
          onSign={async (body) => {
            const isDone = await act('sign', () =>
              signOutgoing({ path, body, headers: { [REQUEST_ID]: newId() }, throwOnError: true }),
            )
            if (isDone) setAsking(false)
          }}
        />
      ) : null}
    </section>
  )
}

/** Bytes as they are: the generated client sends JSON. */
async function handIn(id: string, file: File): Promise<{ data: OutgoingView }> {
  const response = await apiFetch(`/api/v1/outgoing/${id}/signed`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', [REQUEST_ID]: newId() },
    body: file,
  })
  return { data: (await response.json()) as OutgoingView }
}

function SignDialog(props: {
  act: string
  keys: NonNullable<OutgoingView['signing']>['keys']
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
