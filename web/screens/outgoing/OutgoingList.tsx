import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import { listOutgoingInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { OutgoingState } from './OutgoingState.tsx'
import { states } from './outgoing.routes.ts'

const route = '/outgoing'

/** Documents of the unit that are being written, reviewed or wait for their signatures. */
function OutgoingList() {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const { state, q } = Route.useSearch()
  const filter = { ...(state ? { state } : {}), ...(q ? { q } : {}) }
  const query = useInfiniteQuery({
    ...listOutgoingInfiniteOptions({ query: filter }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap((p) => p.rows)
  const mayBegin = query.data?.pages[0]?.may.includes('begin') ?? false
  const begin = (
    <ButtonLink kind="go" to="/outgoing/new" search={{}} icon={<IconPlus stroke={1.75} />}>
      {t('outgoing.new')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHead
        title={t('outgoing.title')}
        acts={
          <>
            <ButtonLink to="/outgoing/keys">{t('signing.keys')}</ButtonLink>
            {mayBegin ? begin : null}
          </>
        }
      />
      <DataList
        label={t('outgoing.title')}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.subject}
        onOpen={(row) => void navigate({ to: '/outgoing/$id', params: { id: row.id }, search: {} })}
        filters={[undefined, ...states].map((s) => ({
          key: s ?? 'all',
          label: t(s ? `outgoing.state.${s}` : 'outgoing.list.all'),
          pressed: state === s,
          onPress: () => void navigate({ search: (now) => ({ ...now, state: s }) }),
        }))}
        search={{
          value: q ?? '',
          label: t('outgoing.list.search'),
          onChange: (words) =>
            void navigate({ search: (now) => ({ ...now, q: words.trim() === '' ? undefined : words }) }),
        }}
        filtered={Object.keys(filter).length > 0}
        onExport={() => window.location.assign(`/api/v1/outgoing/export.xlsx?${new URLSearchParams(filter)}`)}
        error={query.error ?? undefined}
        onRetry={() => void query.refetch()}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } }
          : {})}
        empty={
          <EmptyState title={t('outgoing.empty')} {...(mayBegin ? { act: begin } : {})}>
            {t('outgoing.empty.hint')}
          </EmptyState>
        }
        columns={[
          {
            key: 'subject',
            title: t('outgoing.column.subject'),
            phone: 'title',
            cell: (row) => (
              <AppLink href={`/outgoing/${row.id}`}>
                {row.subject === '' ? t('outgoing.untitled', { type: row.type }) : row.subject}
              </AppLink>
            ),
          },
          {
            key: 'type',
            title: t('outgoing.column.type'),
            width: '150px',
            phone: 'line',
            cell: (row) => <span lang="vi">{row.type}</span>,
          },
          {
            key: 'state',
            title: t('outgoing.column.state'),
            width: '240px',
            phone: 'line',
            cell: (row) => <OutgoingState state={row.state} numberSymbol={row.numberSymbol} />,
          },
          {
            key: 'updated',
            title: t('outgoing.column.updated'),
            width: '240px',
            phone: 'line',
            cell: (row) => [row.updatedBy, formatInstant(row.updatedAt)].filter(Boolean).join(' · '),
          },
        ]}
      />
    </Page>
  )
}

export const Route = createLazyRoute(route)({ component: OutgoingList })
