import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import type { PlanRow } from '../../api/generated/index.ts'
import {
  getPlanSumsOptions,
  listAmendmentsOptions,
  listDeliveredPlansInfiniteOptions,
  listPlansBelowInfiniteOptions,
  listPlansInfiniteOptions,
  listPlanSourcesOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useYear } from '../../app/year.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { boxes } from './plans.routes.ts'
import { PlanStand } from './Standing.tsx'

const route = '/plans'

/** Plans of the year: the unit's own, those of its superiors, those of the units below. */
function PlanList() {
  const t = useT()
  const year = useYear()
  const navigate = useNavigate({ from: route })
  const { box = 'own', q } = Route.useSearch()
  const asked = { year, ...(q === undefined ? {} : { q }) }
  const paging = {
    initialPageParam: '',
    getNextPageParam: (last: { next: string | null }) => last.next ?? undefined,
  }
  const own = useInfiniteQuery({
    ...listPlansInfiniteOptions({ query: asked }),
    ...paging,
    enabled: box === 'own',
  })
  const delivered = useInfiniteQuery({
    ...listDeliveredPlansInfiniteOptions({ query: asked }),
    ...paging,
    enabled: box === 'delivered',
  })
  const below = useInfiniteQuery({
    ...listPlansBelowInfiniteOptions({ query: asked }),
    ...paging,
    enabled: box === 'below',
  })
  const query = { own, delivered, below }[box]
  const rows = query.data?.pages.flatMap((p) => p.rows)
  // What was issued has progress; of each page's plans in one question.
  const pages = query.data?.pages.map((p) => p.rows.flatMap((r) => (r.revision > 0 ? [r.id] : []))) ?? []
  const sums = new Map(
    useQueries({
      queries: pages
        .filter((ids) => ids.length > 0)
        .map((ids) => getPlanSumsOptions({ query: { plans: ids.join(',') } })),
    }).flatMap((s) => s.data?.rows.map((r) => [r.planId, r] as const) ?? []),
  )
  const sources = useQuery(listPlanSourcesOptions({ query: { year } })).data
  const desk = useQuery(listAmendmentsOptions({ query: { box: 'desk', open: 'true' } })).data
  const mayDraft = sources?.may.includes('draft') ?? false
  const open = (row: PlanRow) =>
    void navigate(
      row.revision === 0
        ? { to: '/plans/$planId/draft', params: { planId: row.id } }
        : { to: '/plans/$planId', params: { planId: row.id } },
    )
  return (
    <Page>
      <PageHead
        title={t('plans.list.title', { year: String(year) })}
        acts={
          <>
            <ButtonLink to="/plans/amendments" search={{ box: 'desk' }}>
              {t('plans.amendments.n', { n: desk?.rows.length ?? 0 })}
            </ButtonLink>
            {mayDraft ? (
              <ButtonLink kind="go" to="/plans/new" icon={<IconPlus stroke={1.75} />}>
                {t('plans.new')}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <DataList
        label={t('plans.list.title', { year: String(year) })}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={open}
        filters={boxes.map((b) => ({
          key: b,
          label: t(`plans.box.${b}`),
          pressed: box === b,
          onPress: () => void navigate({ search: (now) => ({ ...now, box: b === 'own' ? undefined : b }) }),
        }))}
        search={{
          value: q ?? '',
          label: t('views.progress.list.search'),
          onChange: (words) =>
            void navigate({ search: (now) => ({ ...now, q: words.trim() === '' ? undefined : words }) }),
        }}
        filtered={q !== undefined}
        onExport={() =>
          window.location.assign(
            `/api/v1/plans/export.xlsx?${new URLSearchParams({ box, year: String(year), ...(q === undefined ? {} : { q }) })}`,
          )
        }
        error={query.error ?? undefined}
        onRetry={() => void query.refetch()}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } }
          : {})}
        empty={
          <EmptyState
            title={t(`plans.empty.${box}`)}
            {...(box === 'own' && mayDraft
              ? {
                  act: (
                    <ButtonLink kind="go" to="/plans/new">
                      {t('plans.new')}
                    </ButtonLink>
                  ),
                }
              : {})}
          >
            {t(`plans.empty.${box}.hint`)}
          </EmptyState>
        }
        columns={[
          {
            key: 'title',
            title: t('plans.column.plan'),
            phone: 'title',
            cell: (row) => (
              <AppLink href={`/plans/${row.id}${row.revision === 0 ? '/draft' : ''}`}>
                {row.title === '' ? t('plans.untitled') : row.title}
              </AppLink>
            ),
          },
          ...(box === 'own'
            ? []
            : [
                {
                  key: 'unit',
                  title: t('plans.column.unit'),
                  phone: 'line' as const,
                  cell: (row: PlanRow) => row.unit.shortName,
                },
              ]),
          {
            key: 'number',
            title: t('plans.column.number'),
            width: '160px',
            phone: 'line',
            cell: (row) => row.numberSymbol ?? '',
          },
          {
            key: 'progress',
            title: t(box === 'delivered' ? 'views.progress.mine' : 'views.progress.standing'),
            width: '180px',
            phone: 'line',
            cell: (row) => {
              const sum = sums.get(row.id)
              const tasks = row.taskCount ?? row.draft?.tasks
              return sum ? (
                <PlanStand sum={sum} />
              ) : tasks === undefined ? null : (
                t('plans.tasks.n', { n: tasks })
              )
            },
          },
          {
            key: 'state',
            title: t('plans.column.state'),
            width: '300px',
            phone: 'line',
            cell: (row) => <State row={row} />,
          },
        ]}
      />
    </Page>
  )
}

function State(props: { row: PlanRow }) {
  const t = useT()
  const { row } = props
  const { draft } = row
  const issued =
    row.revision > 0 && row.issuedOn ? (
      <Status state="done">{t('plans.issued', { n: row.revision, date: formatDate(row.issuedOn) })}</Status>
    ) : null
  if (!draft) return issued
  return (
    <>
      {issued} {issued ? <br /> : null}
      <Status state={draft.state === 'approved' ? 'done' : draft.state === 'in_review' ? 'busy' : 'open'}>
        {draft.state === 'draft' && draft.toDecide > 0
          ? t('plans.state.toDecide', { n: draft.toDecide })
          : t(`plans.state.${draft.state}`)}
      </Status>
    </>
  )
}

export const Route = createLazyRoute(route)({ component: PlanList })
