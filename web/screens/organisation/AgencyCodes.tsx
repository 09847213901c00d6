import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import { listAgencyCodesInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { AgencyCode } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './organisation.module.css'
import { codesRoute } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/codes')({ component: AgencyCodes })

const places = ['here', 'elsewhere'] as const

/** Who has which code of the document axis. Codes are set at the server, so the page says how to have one set. */
function AgencyCodes() {
  const t = useT()
  const { today } = useSession()
  const search = codesRoute.useSearch()
  const navigate = codesRoute.useNavigate()
  const filter = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.where ? { where: search.where } : {}),
  }
  const list = useInfiniteQuery({
    ...listAgencyCodesInfiniteOptions({ query: filter }),
    initialPageParam: { query: filter },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const set = (next: Partial<typeof search>) => void navigate({ search: (s) => ({ ...s, ...next }) })
  const [first] = list.data?.pages ?? []
  return (
    <Page>
      <PageHead
        title={t('dispatch.codes.title')}
        crumbs={[{ label: t('units.title'), href: '/organisation' }]}
      />
      <div className={css.lead}>
        {first ? (
          <p>
            {first.own.length > 0
              ? t('dispatch.codes.own', { codes: first.own.join(', ') })
              : t('dispatch.codes.own.none')}
          </p>
        ) : null}
        {/* An empty list says it itself. */}
        {first?.items.length === 0 ? null : <p>{t('dispatch.codes.how')}</p>}
      </div>
      <DataList
        label={t('dispatch.codes.title')}
        rows={list.data?.pages.flatMap((page) => page.items)}
        columns={columnsOf(t, today)}
        rowKey={(row) => `${row.code} ${row.from} ${row.name}`}
        rowName={(row) => `${row.code} ${row.name}`}
        search={{
          value: search.q ?? '',
          onChange: (q) => set({ q: q === '' ? undefined : q }),
          label: t('dispatch.codes.search'),
        }}
        filters={places.map((where) => ({
          key: where,
          label: t(`dispatch.codes.${where}`),
          pressed: search.where === where,
          onPress: () => set({ where: search.where === where ? undefined : where }),
        }))}
        onExport={() =>
          location.assign(`/api/v1/agency-codes/export.xlsx?${new URLSearchParams(filter).toString()}`)
        }
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        empty={<EmptyState title={t('dispatch.codes.empty')}>{t('dispatch.codes.how')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>, today: string): Column<AgencyCode>[] {
  return [
    { key: 'code', title: t('dispatch.codes.column.code'), cell: (row) => row.code, width: '176px' },
    { key: 'name', title: t('dispatch.codes.column.name'), cell: (row) => row.name },
    {
      key: 'where',
      title: t('dispatch.codes.column.where'),
      cell: (row) => t(row.isElsewhere ? 'dispatch.codes.elsewhere' : 'dispatch.codes.here'),
      width: '176px',
    },
    {
      key: 'days',
      title: t('dispatch.codes.column.days'),
      cell: (row) =>
        row.until === null
          ? t('dispatch.codes.since', { day: formatDate(row.from) })
          : t(row.until <= today ? 'dispatch.codes.ended' : 'dispatch.codes.ends', {
              day: formatDate(row.until),
            }),
      width: '176px',
    },
  ]
}
