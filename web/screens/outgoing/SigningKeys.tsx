import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import {
  addSigningKey,
  removeSigningKey,
  type SigningKey,
  type SigningKeys,
} from '../../api/generated/index.ts'
import {
  listSigningKeysOptions,
  listSigningKeysQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { DataList } from '../../parts/DataList.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { FormField, RadioCards, TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './outgoing.module.css'

/** Keys with which the server signs: a leader's own, and the agency's with the clerk. */
function SigningKeysPage() {
  const t = useT()
  const client = useQueryClient()
  const query = useQuery(listSigningKeysOptions())
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<SigningKey | null>(null)
  const [error, setError] = useState<unknown>(null)
  const take = (keys: SigningKeys) => client.setQueryData(listSigningKeysQueryKey(), keys)
  const mayAdd = (query.data?.may.length ?? 0) > 0
  const add = (
    <Button kind="go" icon={<IconPlus stroke={1.75} />} onClick={() => setAdding(true)}>
      {t('signing.keys.add')}
    </Button>
  )
  async function remove(key: SigningKey) {
    setError(null)
    try {
      const { data } = await removeSigningKey({
        path: { signingKeyId: key.id },
        headers: { [REQUEST_ID]: newId() },
        throwOnError: true,
      })
      take(data)
    } catch (e) {
      setError(e)
    } finally {
      setRemoving(null)
    }
  }
  const expired = (key: SigningKey) => new Date(key.validUntil) < new Date()
  return (
    <Page>
      <PageHead
        title={t('signing.keys')}
        crumbs={[{ label: t('outgoing.title'), href: '/outgoing' }, { label: t('signing.keys') }]}
        acts={mayAdd ? add : null}
      />
      <p className={css.lead}>{t('signing.keys.hint')}</p>
      {error ? <ErrorNote error={error} focus /> : null}
      <DataList
        label={t('signing.keys')}
        rows={query.data?.rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.holder}
        error={query.error ?? undefined}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState title={t('signing.keys.empty')} {...(mayAdd ? { act: add } : {})}>
            {t('signing.keys.empty.hint')}
          </EmptyState>
        }
        columns={[
          {
            key: 'holder',
            title: t('signing.keys.holder'),
            phone: 'title',
            cell: (row) => <span lang="vi">{row.holder}</span>,
          },
          {
            key: 'kind',
            title: t('signing.keys.kind'),
            phone: 'line',
            cell: (row) => [t(`signing.kind.${row.kind}`), row.person].filter(Boolean).join(' · '),
          },
          {
            key: 'issuer',
            title: t('signing.keys.issuer'),
            phone: 'line',
            cell: (row) => <span lang="vi">{row.issuer}</span>,
          },
          {
            key: 'until',
            title: t('signing.keys.until'),
            width: '180px',
            phone: 'line',
            cell: (row) =>
              `${formatDate(row.validUntil.slice(0, 10))}${expired(row) ? ` (${t('signing.keys.expired')})` : ''}`,
          },
          {
            key: 'remove',
            title: t('common.remove'),
            width: '120px',
            phone: 'line',
            cell: (row) =>
              row.may.includes('remove') ? (
                <Button size="small" onClick={() => setRemoving(row)}>
                  {t('signing.keys.remove')}
                </Button>
              ) : null,
          },
        ]}
      />
      {adding && query.data ? (
        <AddDialog
          may={query.data.may}
          onClose={() => setAdding(false)}
          onAdded={(keys) => {
            take(keys)
            setAdding(false)
          }}
        />
      ) : null}
      {removing ? (
        <ConfirmDialog
          title={t('signing.keys.remove')}
          act={t('signing.keys.remove')}
          danger
          onConfirm={() => void remove(removing)}
          onClose={() => setRemoving(null)}
        >
          <p lang="vi">{removing.holder}</p>
          <p>{t('signing.keys.remove.sure')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function AddDialog(props: {
  may: SigningKeys['may']
  onClose: () => void
  onAdded: (keys: SigningKeys) => void
}) {
  const t = useT()
  const kinds = (['signature', 'seal'] as const).filter((kind) => props.may.includes(`add_${kind}`))
  const [id, setId] = useState(newId)
  const [kind, setKind] = useState(kinds[0] ?? 'signature')
  const [file, setFile] = useState<File | null>(null)
  const [picture, setPicture] = useState<File | null>(null)
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function add() {
    setTried(true)
    if (!file) return
    setBusy(true)
    setError(null)
    try {
      const { data } = await addSigningKey({
        body: {
          id,
          kind,
          file: await base64Of(file),
          password,
          picture: picture ? await base64Of(picture) : null,
        },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      props.onAdded(data)
    } catch (e) {
      setError(e)
      setId(newId())
    } finally {
      setBusy(false)
    }
  }
  const form = 'add-signing-key'
  return (
    <Dialog
      title={t('signing.keys.add')}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" type="submit" form={form} busy={busy ? t('outgoing.act.busy') : false}>
            {t('signing.keys.add')}
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
          void add()
        }}
      >
        {error ? <ErrorNote error={error} focus /> : null}
        <RadioCards
          label={t('signing.keys.kind')}
          value={kind}
          onChange={(k) => setKind(k === 'seal' ? 'seal' : 'signature')}
          options={kinds.map((k) => ({ value: k, label: t(`signing.keys.kind.${k}`) }))}
        />
        <FormField
          label={t('signing.keys.file')}
          error={tried && !file ? t('signing.keys.missing') : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              type="file"
              accept=".p12,.pfx,application/x-pkcs12"
              onChange={(e) => setFile(e.target.files?.[0] ?? null)}
            />
          )}
        </FormField>
        <TextField
          label={t('signing.key.password')}
          type="password"
          autoComplete="off"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <FormField label={t('signing.keys.picture')} hint={t('signing.keys.picture.hint')} optional>
          {(ids) => (
            <input
              {...ids}
              type="file"
              accept="image/png"
              onChange={(e) => setPicture(e.target.files?.[0] ?? null)}
            />
          )}
        </FormField>
      </form>
    </Dialog>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

export const Route = createLazyRoute('/outgoing/keys')({ component: SigningKeysPage })
