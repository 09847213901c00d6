import { useMutation } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { FoundFile } from '../../api/generated/index.ts'
import { findFile } from '../../api/generated/sdk.gen.ts'
import { apiFetch } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { DropZone } from './DropZone.tsx'
import css from './Known.module.css'

export const Route = createLazyRoute('/documents/files')({ component: CheckFile })

const hashForm = /^[0-9a-f]{64}$/

/** By a file's bytes, which the server hashes (over plain HTTP a browser can't), or by its hash. */
async function ask(what: File | string): Promise<FoundFile> {
  if (typeof what === 'string') return (await findFile({ query: { hash: what }, throwOnError: true })).data
  const response = await apiFetch('/api/v1/archive/files', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: what,
  })
  return (await response.json()) as FoundFile
}

/** Whether a file is exactly one that the agency issued or received. */
function CheckFile() {
  const t = useT()
  const [hash, setHash] = useState('')
  const [isWrong, setWrong] = useState(false)
  const check = useMutation({ mutationFn: ask })
  const submit = () => {
    const written = hash.trim().toLowerCase()
    setWrong(!hashForm.test(written))
    if (hashForm.test(written)) check.mutate(written)
  }
  const again = check.variables
  return (
    <Page>
      <PageHead
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        title={t('archive.check.title')}
      />
      <p>{t('archive.check.own')}</p>
      <DropZone onFiles={([file]) => file && check.mutate(file)} />
      <form
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        <TextField
          label={t('archive.check.hash')}
          value={hash}
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          error={isWrong ? t('archive.check.unclearHash') : undefined}
          onChange={(e) => setHash(e.target.value)}
        />
        <Button type="submit" busy={check.isPending && t('archive.check.do')}>
          {t('archive.check.do')}
        </Button>
      </form>
      {check.error ? (
        <ErrorNote error={check.error} {...(again ? { onRetry: () => check.mutate(again) } : {})} />
      ) : null}
      <section role="status">{check.data ? <Found found={check.data} /> : null}</section>
      <p className="small mute">{t('archive.check.kept')}</p>
    </Page>
  )
}

function Found({ found }: { found: FoundFile }) {
  const t = useT()
  const { documents, hash } = found
  const isOurs = documents.length > 0
  return (
    <>
      <h2>
        <Status state={isOurs ? 'done' : 'nil'}>
          {t(isOurs ? 'archive.check.found' : 'archive.check.notFound')}
        </Status>
      </h2>
      {isOurs ? (
        <ul className={css.list}>
          {documents.map((d) => (
            <li key={`${d.id} ${d.kind}`}>
              <AppLink href={`/documents/${d.id}`}>{`${d.type} ${d.numberSymbol ?? ''}`}</AppLink>
              <span>{d.subject}</span>
              <span className="small mute">
                {d.issuedOn === null ? null : `${t('archive.check.day', { day: formatDate(d.issuedOn) })} `}
                {t(`library.origin.${d.origin}`)}, {t(`archive.kind.${d.kind}`)}
                {d.state === 'earlier' ? `, ${t('archive.check.earlier')}` : null}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p>{t('archive.check.unknownHint')}</p>
      )}
      <p className="small mute">
        SHA-256: <code>{hash}</code>
      </p>
    </>
  )
}
