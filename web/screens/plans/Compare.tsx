import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import type { PlanChanges } from '../../api/generated/index.ts'
import {
  getPlanChangesOptions,
  getPlanOptions,
  getTermsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { FieldChanges } from './Changes.tsx'
import css from './plans.module.css'

const route = '/plans/$planId/compare'

/** What changed between two revisions, or between a revision and the draft. */
function Compare() {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const { planId } = Route.useParams()
  const search = Route.useSearch()
  const plan = useQuery(getPlanOptions({ path: { id: planId } })).data
  const to = search.to ?? plan?.inForce ?? 0
  const from = search.from ?? Math.max(1, to - 1)
  const changes = useQuery({
    ...getPlanChangesOptions({ path: { id: planId }, query: { from, to } }),
    enabled: plan !== undefined || search.to !== undefined,
  })
  const terms = useQuery({ ...getTermsOptions(), staleTime: Infinity }).data
  const revisions = (plan?.revisions ?? []).map((r) => ({
    value: String(r.revision),
    label: t('plans.revision.n', { n: r.revision, number: r.numberSymbol ?? '' }),
  }))
  const choose = (change: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, from, to, ...change }), replace: true })
  return (
    <Page>
      <PageHead
        title={t('plans.compare.title')}
        crumbs={[
          { label: t('session.nav.plans'), href: '/plans' },
          { label: plan?.title ?? '', href: `/plans/${planId}` },
          { label: t('plans.compare') },
        ]}
      />
      <div className={`${css.block} ${css.pair}`}>
        <SelectField
          label={t('plans.compare.from')}
          value={String(from)}
          options={revisions}
          onChange={(e) => choose({ from: Number(e.target.value) })}
        />
        <SelectField
          label={t('plans.compare.to')}
          value={String(to)}
          options={[
            ...revisions,
            ...(plan?.hasDraft || to === 0 ? [{ value: '0', label: t('plans.compare.draft') }] : []),
          ]}
          onChange={(e) => choose({ to: Number(e.target.value) })}
        />
      </div>
      {changes.error ? (
        <ErrorNote error={changes.error} onRetry={() => void changes.refetch()} />
      ) : changes.data ? (
        <Shown changes={changes.data} terms={terms} />
      ) : (
        <Skeleton rows={5} />
      )}
    </Page>
  )
}

function Shown(props: { changes: PlanChanges; terms: Parameters<typeof FieldChanges>[0]['terms'] }) {
  const t = useT()
  const { changes, terms } = props
  const lists = [
    { key: 'tasks', items: changes.tasks },
    { key: 'clauses', items: changes.clauses },
    { key: 'bases', items: changes.bases },
  ] as const
  if (changes.fields.length === 0 && lists.every((l) => l.items.length === 0))
    return <EmptyState title={t('plans.compare.same')} />
  return (
    <>
      {changes.fields.length > 0 ? (
        <section className={css.block}>
          <h2>{t('plans.compare.head')}</h2>
          <FieldChanges fields={changes.fields} terms={terms} />
        </section>
      ) : null}
      {lists
        .filter((l) => l.items.length > 0)
        .map((l) => (
          <section key={l.key} className={css.block}>
            <h2>{t(`plans.compare.${l.key}`, { n: l.items.length })}</h2>
            {l.items.map((item) => (
              <div key={item.key} className={css.change}>
                <h3>
                  {item.title} <Tag>{t(`plans.change.${item.change}`)}</Tag>
                </h3>
                <FieldChanges fields={item.fields} terms={terms} />
              </div>
            ))}
          </section>
        ))}
    </>
  )
}

export const Route = createLazyRoute(route)({ component: Compare })
