import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createPlan } from '../../api/generated/index.ts'
import { listPlanSourcesOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useYear } from '../../app/year.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, SelectField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { useSourceWords } from './BasisChooser.tsx'
import css from './plans.module.css'

const route = '/plans/new'

/** One click: what the plan stands on, and the draft is there to correct. */
function NewPlan() {
  const t = useT()
  const year = useYear()
  const navigate = useNavigate({ from: route })
  const client = useQueryClient()
  const search = Route.useSearch()
  const words = useSourceWords()
  const sources = useQuery(
    listPlanSourcesOptions({
      query: { year, ...(search.document === undefined ? {} : { document: search.document }) },
    }),
  )
  // The plan's id is made once for this screen: pressed twice, it is still one plan.
  const [id, setId] = useState(newId)
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null)
  const [provisional, setProvisional] = useState<ReadonlySet<string>>(new Set())
  const [lastPlanId, setLastPlanId] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const { documents, lastYears, may } = sources.data ?? { documents: [], lastYears: [], may: [] }
  // At first: the document one came from, else every superior's document of which no plan was made yet.
  const usual = new Set(
    documents
      .filter((d) =>
        search.document === undefined
          ? d.usedBy.length === 0 && d.line !== null && (d.issuedOn ?? '') >= `${year - 1}-07-01`
          : d.documentId === search.document,
      )
      .map((d) => d.documentId),
  )
  const chosen = picked ?? usual
  const toggle = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
    const next = new Set(set)
    if (!next.delete(key)) next.add(key)
    return next
  }
  async function draft() {
    setBusy(true)
    setError(null)
    try {
      await createPlan({
        body: {
          id,
          year,
          documents: documents
            .filter((d) => chosen.has(d.documentId))
            .map((d) => ({ documentId: d.documentId, isProvisional: provisional.has(d.documentId) })),
          lastPlanId: lastPlanId === '' ? null : lastPlanId,
        },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      await client.invalidateQueries()
      await navigate({ to: '/plans/$planId/draft', params: { planId: id }, replace: true })
    } catch (e) {
      setError(e)
      // Another choice is another request, and so another plan.
      setId(newId())
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page narrow>
      <PageHead
        title={t('plans.new.title', { year: String(year) })}
        crumbs={[{ label: t('session.nav.plans'), href: '/plans' }, { label: t('plans.new') }]}
      />
      {error ? <ErrorNote error={error} focus /> : null}
      {sources.error ? <ErrorNote error={sources.error} onRetry={() => void sources.refetch()} /> : null}
      {sources.isPending ? <Skeleton rows={4} /> : null}
      {sources.data ? (
        <>
          <section className={css.block}>
            <h2>{t('plans.new.documents')}</h2>
            <p className={css.second}>{t('plans.new.documents.hint')}</p>
            {documents.length === 0 ? (
              <EmptyState
                title={t('plans.sources.empty')}
                act={<AppLink href="/documents">{t('plans.new.toDocuments')}</AppLink>}
              >
                {t('plans.sources.empty.hint')}
              </EmptyState>
            ) : (
              <ul className={css.options}>
                {documents.map((d) => (
                  <li
                    key={d.documentId}
                    className={css.task}
                    style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
                  >
                    <CheckField
                      {...words(d)}
                      checked={chosen.has(d.documentId)}
                      onChange={() => setPicked(toggle(chosen, d.documentId))}
                    />
                    {chosen.has(d.documentId) ? (
                      <div style={{ paddingLeft: 32 }}>
                        <CheckField
                          label={t('plans.basis.provisional')}
                          checked={provisional.has(d.documentId)}
                          onChange={() => setProvisional(toggle(provisional, d.documentId))}
                        />
                      </div>
                    ) : null}
                  </li>
                ))}
              </ul>
            )}
          </section>
          {lastYears.length > 0 ? (
            <section className={css.block}>
              <h2>{t('plans.new.last')}</h2>
              <SelectField
                label={t('plans.new.last.label')}
                hint={t('plans.new.last.hint')}
                optional
                value={lastPlanId}
                onChange={(e) => setLastPlanId(e.target.value)}
                options={[
                  { value: '', label: t('plans.new.last.none') },
                  ...lastYears.map((p) => ({ value: p.id, label: `${p.year}: ${p.title}` })),
                ]}
              />
            </section>
          ) : null}
          {may.includes('draft') ? (
            <p>
              <Button kind="go" busy={busy ? t('plans.new.busy') : false} onClick={() => void draft()}>
                {chosen.size === 0 && lastPlanId === '' ? t('plans.new.blank') : t('plans.new.act')}
              </Button>
            </p>
          ) : (
            <p>{t('plans.error.only_drafters')}</p>
          )}
        </>
      ) : null}
    </Page>
  )
}

export const Route = createLazyRoute(route)({ component: NewPlan })
