import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import { listCallsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ApiCall } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './machines.module.css'
import { keyCallsRoute } from './machines.routes.ts'

export const Route = createLazyRoute('/organisation/connections/keys/$keyId')({ component: KeyCalls })

/** What was called with one key: method, address, answer, time; no contents. */
function KeyCalls() {
  const t = useT()
  const { keyId } = keyCallsRoute.useParams()
  const list = useInfiniteQuery({
    ...listCallsInfiniteOptions({ path: { keyId }, query: {} }),
    initialPageParam: { path: { keyId }, query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const key = list.data?.pages[0]?.key
  return (
    <Page>
      <PageHead
        title={key ? t('machines.calls.of', { name: key.name }) : t('machines.calls.title')}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          { label: t('machines.title'), href: '/organisation/connections' },
        ]}
      />
      <p className={css.lead}>{t('machines.calls.intro')}</p>
      <DataList
        label={t('machines.calls.title')}
        rows={list.data?.pages.flatMap((page) => page.items)}
        columns={columnsOf(t)}
        rowKey={(call) => call.id}
        rowName={(call) => `${call.method} ${call.path}`}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('machines.calls.empty')}>{t('machines.calls.empty.hint')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>): Column<ApiCall>[] {
  return [
    {
      key: 'call',
      title: t('machines.calls.column.call'),
      cell: (call) => (
        <span className={css.code}>
          {call.method} {call.path}
        </span>
      ),
    },
    { key: 'at', title: t('machines.calls.column.at'), cell: (call) => formatInstant(call.at) },
    { key: 'status', title: t('machines.calls.column.status'), cell: (call) => call.status },
    {
      key: 'ms',
      title: t('machines.calls.column.ms'),
      cell: (call) => t('machines.calls.ms', { n: call.ms }),
    },
  ]
}
