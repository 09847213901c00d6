import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { beginOutgoing } from '../../api/generated/index.ts'
import {
  getDocumentOptions,
  listOutgoingTypesOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { RadioCards, SelectField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { NewCopy } from './NewCopy.tsx'
import css from './outgoing.module.css'

const route = '/outgoing/new'

/** What such offices write most; the rest of the decree's list stands below. */
const common = ['Công văn', 'Quyết định', 'Thông báo', 'Tờ trình', 'Giấy mời', 'Biên bản']
/** Content is changed by a document of equal form, a slip of form by a letter, and a letter takes a document back. */
const byLetter = ['corrects', 'recalls']

function Begin() {
  const { copyOf } = Route.useSearch()
  return copyOf === undefined ? <NewOutgoing /> : <NewCopy documentId={copyOf} />
}

/** A type is chosen, and its ready form opens. */
function NewOutgoing() {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const client = useQueryClient()
  const { document, relation } = Route.useSearch()
  const types = useQuery({ ...listOutgoingTypesOptions(), staleTime: Infinity })
  const about = useQuery({
    ...getDocumentOptions({ path: { id: document ?? '' } }),
    enabled: document !== undefined,
  })
  // The document's id is made once for this screen: pressed twice, it is still one document.
  const [id, setId] = useState(newId)
  const [picked, setPicked] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const usual = relation && !byLetter.includes(relation) ? (about.data?.type ?? 'Công văn') : 'Công văn'
  const type = picked ?? usual
  const others = (types.data?.types ?? []).filter(({ name }) => !common.includes(name))

  async function begin() {
    const chosen = types.data?.types.find(({ name }) => name === type)
    if (!chosen) return
    setBusy(true)
    setError(null)
    try {
      await beginOutgoing({
        body: {
          id,
          type: chosen.name,
          relation: document && relation ? { relation, documentId: document } : null,
        },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      await client.invalidateQueries({ queryKey: [{ _id: 'listOutgoing' }] })
      await navigate({ to: '/outgoing/$id', params: { id }, search: {}, replace: true })
    } catch (e) {
      setError(e)
      // Another choice is another request, and so another document.
      setId(newId())
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page narrow>
      <PageHead
        title={t('outgoing.new')}
        crumbs={[{ label: t('outgoing.title'), href: '/outgoing' }, { label: t('outgoing.new') }]}
      />
      {error ? <ErrorNote error={error} focus /> : null}
      {types.error ? <ErrorNote error={types.error} onRetry={() => void types.refetch()} /> : null}
      {types.isPending ? <Skeleton rows={4} /> : null}
      {types.data ? (
        <div className={css.fields}>
          {about.data && relation ? (
            <p className={css.related}>
              {t(`outgoing.relation.do.${relation}`)}:{' '}
              <AppLink href={`/documents/${about.data.id}`}>
                {[about.data.type, about.data.numberSymbol].filter(Boolean).join(' ')}
              </AppLink>
              <br />
              <span lang="vi">{about.data.subject}</span>
            </p>
          ) : null}
          <RadioCards
            label={t('outgoing.new.type')}
            value={common.includes(type) ? type : ''}
            onChange={setPicked}
            options={common.map((name) => ({ value: name, label: <span lang="vi">{name}</span> }))}
          />
          <SelectField
            label={t('outgoing.new.others')}
            lang="vi"
            hint={t('outgoing.new.type.hint')}
            optional
            value={common.includes(type) ? '' : type}
            onChange={(e) => setPicked(e.target.value === '' ? null : e.target.value)}
            options={[
              { value: '', label: t('outgoing.new.noOther') },
              ...others.map(({ name, abbreviation }) => ({
                value: name,
                label: abbreviation === null ? name : `${name} (${abbreviation})`,
              })),
            ]}
          />
          <p>
            <Button kind="go" busy={busy ? t('outgoing.new.busy') : false} onClick={() => void begin()}>
              {t('outgoing.new.act')}
            </Button>
          </p>
        </div>
      ) : null}
    </Page>
  )
}

export const Route = createLazyRoute(route)({ component: Begin })
