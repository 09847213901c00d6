import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import { listSuccessionsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { SuccessionRow } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './organisation.module.css'
import { successionsRoute } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/successions')({ component: SuccessionList })

/** Reorganisations that the own unit planned, the newest first. */
function SuccessionList() {
  const t = useT()
  const navigate = successionsRoute.useNavigate()
  const list = useInfiniteQuery({
    ...listSuccessionsInfiniteOptions({ query: {} }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) =>
      page.nextCursor === null ? undefined : { query: { cursor: page.nextCursor } },
  })
  const rows = list.data?.pages.flatMap((page) => page.items)
  const mayCreate = list.data?.pages[0]?.may.includes('succession.create') ?? false
  const create = mayCreate ? (
    <ButtonLink to="/organisation/successions/new" search={{}} kind="go">
      {t('succession.act.new')}
    </ButtonLink>
  ) : null
  return (
    <Page>
      <PageHead
        title={t('succession.title')}
        crumbs={[{ label: t('units.title'), href: '/organisation' }]}
        acts={rows && rows.length > 0 ? create : null}
      />
      <p className={css.notes}>{t('succession.intro')}</p>
      <DataList
        label={t('succession.title')}
        rows={rows}
        columns={columnsOf(t)}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={(row) =>
          void navigate({ to: '/organisation/successions/$successionId', params: { successionId: row.id } })
        }
        {...(rows && rows.length > 0
          ? { onExport: () => location.assign('/api/v1/successions/export') }
          : {})}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <EmptyState title={t('succession.empty')} act={create}>
            {t('succession.empty.hint')}
          </EmptyState>
        }
      />
    </Page>
  )
}

const stateShapes: Record<SuccessionRow['state'], State> = {
  draft: 'open',
  due: 'soon',
  done: 'done',
  undone: 'nil',
  dropped: 'nil',
}

/** The state of a plan as a shape and a word. */
export function SuccessionState({ state }: { state: SuccessionRow['state'] }) {
  const t = useT()
  return <Status state={stateShapes[state]}>{t(`succession.state.${state}`)}</Status>
}

function columnsOf(t: ReturnType<typeof useT>): Column<SuccessionRow>[] {
  return [
    {
      key: 'title',
      title: t('succession.column.title'),
      cell: (row) => (
        <AppLink href={`/organisation/successions/${row.id}`} className={css.rowName}>
          {row.title}
        </AppLink>
      ),
    },
    {
      key: 'kind',
      title: t('succession.column.kind'),
      cell: (row) => t(`succession.kind.${row.kind}`),
      width: '160px',
    },
    {
      key: 'day',
      title: t('succession.column.day'),
      cell: (row) => <span className="num">{formatDate(row.day)}</span>,
      width: '128px',
    },
    {
      key: 'decree',
      title: t('succession.column.decree'),
      cell: (row) => row.decree,
      wideOnly: true,
      phone: 'hide',
    },
    {
      key: 'state',
      title: t('succession.column.state'),
      cell: (row) => <SuccessionState state={row.state} />,
      width: '160px',
    },
  ]
}
