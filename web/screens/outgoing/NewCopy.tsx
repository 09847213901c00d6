import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { beginOutgoing } from '../../api/generated/index.ts'
import { getDocumentOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { RadioCards } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Unready } from '../../parts/Unready.tsx'
import css from './outgoing.module.css'

/** A copy of a document is begun: of which kind is asked, the rest is the original's. */
export function NewCopy(props: { documentId: string }) {
  const t = useT()
  const navigate = useNavigate({ from: '/outgoing/new' })
  const client = useQueryClient()
  const original = useQuery(getDocumentOptions({ path: { id: props.documentId } }))
  // The copy's id is made once for this screen: pressed twice, it is still one copy.
  const [id, setId] = useState(newId)
  const [picked, setPicked] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const crumbs = [{ label: t('outgoing.title'), href: '/outgoing' }, { label: t('outgoing.copy.new') }]
  const d = original.data
  if (!d) return <Unready title={t('outgoing.copy.new')} crumbs={crumbs} query={original} />
  const type = d.copyAs.find((name) => name === picked) ?? d.copyAs[0]

  async function begin() {
    if (!type) return
    setBusy(true)
    setError(null)
    try {
      await beginOutgoing({
        body: { id, type, copyOf: props.documentId },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      await client.invalidateQueries({ queryKey: [{ _id: 'listOutgoing' }] })
      await navigate({ to: '/outgoing/$id', params: { id }, search: {}, replace: true })
    } catch (e) {
      setError(e)
      // Another choice is another request, and so another copy.
      setId(newId())
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page narrow>
      <PageHead title={t('outgoing.copy.new')} crumbs={crumbs} />
      {error ? <ErrorNote error={error} focus /> : null}
      <div className={css.fields}>
        <p className={css.related}>
          <AppLink href={`/documents/${d.id}`}>{[d.type, d.numberSymbol].filter(Boolean).join(' ')}</AppLink>
          <br />
          <span lang="vi">{d.subject}</span>
        </p>
        {type ? (
          <>
            <RadioCards
              label={t('outgoing.copy.kind')}
              value={type}
              onChange={setPicked}
              options={d.copyAs.map((name) => ({
                value: name,
                label: <span lang="vi">{name}</span>,
                hint: t(`outgoing.copy.hint.${hints[name]}`),
              }))}
            />
            <p>
              <Button kind="go" busy={busy ? t('outgoing.new.busy') : false} onClick={() => void begin()}>
                {t('outgoing.copy.begin')}
              </Button>
            </p>
          </>
        ) : (
          <p>{t('outgoing.error.not_copied')}</p>
        )}
      </div>
    </Page>
  )
}

const hints = { 'Bản sao y': 'whole', 'Bản trích sao': 'part', 'Bản sao lục': 'again' } as const
