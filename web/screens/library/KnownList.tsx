import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { KnownDocument } from '../../api/generated/index.ts'
import {
  listExpiredBasesOptions,
  listKnownDocumentsInfiniteOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { asSentence } from '../../parts/sentence.ts'
import css from './Known.module.css'
import { knownStates } from './library.routes.ts'
import { Validity } from './Validity.tsx'

export const Route = createLazyRoute('/documents/known')({ component: KnownList })

/** The register of known documents; above it the unit's plans that rest on one no longer in force. */
function KnownList() {
  const t = useT()
  const navigate = useNavigate({ from: '/documents/known' })
  const search = Route.useSearch()
  const filter = { ...(search.q ? { q: search.q } : {}), ...(search.state ? { state: search.state } : {}) }
  const list = useInfiniteQuery({
    ...listKnownDocumentsInfiniteOptions({ query: filter }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) =>
      page.nextCursor === null ? undefined : { query: { ...filter, cursor: page.nextCursor } },
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows), [list.data])
  const set = (next: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Page>
      <PageHead
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        title={t('library.known.title')}
      />
      <Expired />
      <DataList
        label={t('library.known.list')}
        rows={rows}
        columns={useColumns()}
        rowKey={(row) => row.id}
        rowName={nameOf}
        onOpen={(row) => void navigate({ to: '/documents/known/$knownId', params: { knownId: row.id } })}
        search={{
          value: search.q ?? '',
          label: t('library.known.search'),
          onChange: (q) => set({ q: q || undefined }),
        }}
        filters={[undefined, ...knownStates].map((state) => ({
          key: state ?? 'all',
          label: t(state ? `library.known.state.${state}` : 'library.known.all'),
          pressed: search.state === state,
          onPress: () => set({ state }),
        }))}
        onExport={() => window.location.assign(`/api/v1/known-documents.xlsx?${new URLSearchParams(filter)}`)}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        empty={<EmptyState title={t('library.known.empty')} />}
      />
    </Page>
  )
}

function nameOf(row: KnownDocument): string {
  return `${row.type} ${row.numberSymbol}`
}

function useColumns(): Column<KnownDocument>[] {
  const t = useT()
  return [
    {
      key: 'name',
      title: t('library.column.number'),
      width: '230px',
      cell: (row) => <AppLink href={`/documents/known/${row.id}`}>{nameOf(row)}</AppLink>,
    },
    {
      key: 'date',
      title: t('library.column.date'),
      width: '120px',
      cell: (row) => (row.issuedOn === null ? '' : formatDate(row.issuedOn)),
    },
    { key: 'title', title: t('library.column.subject'), cell: (row) => asSentence(row.title) },
    { key: 'issuer', title: t('library.column.issuer'), width: '224px', cell: (row) => row.issuer },
    {
      key: 'state',
      title: t('library.known.state'),
      width: '208px',
      cell: (row) => <Validity state={row.state} lastDay={row.lastDay} />,
    },
  ]
}

/** Plans of the unit that still rest on an ended document; nothing where there is none. */
function Expired() {
  const t = useT()
  const query = useQuery(listExpiredBasesOptions())
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  const rows = query.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <div className={css.expired}>
      <Group title={t('library.known.expired')} note={rows.length}>
        <ul className={css.list}>
          {rows.map(({ document, known }) => (
            <li key={`${document.id} ${known.id}`}>
              <AppLink href={`/documents/${document.id}/bases`}>{document.name}</AppLink>
              <span className="small">
                {t(known.by === null ? 'library.known.expiredRow' : 'library.known.expiredBy', {
                  known: known.name,
                  date: formatDate(known.lastDay),
                  by: known.by ?? '',
                })}
              </span>
            </li>
          ))}
        </ul>
      </Group>
    </div>
  )
}
