import { IconDownload } from '@tabler/icons-react'
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
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { asSentence } from '../../parts/sentence.ts'
import css from './Known.module.css'
import { knownStates, knownWhose } from './library.routes.ts'
import { Validity } from './Validity.tsx'

export const Route = createLazyRoute('/documents/known')({ component: KnownList })

/** The register of known documents with what the unit itself put in; above it the unit's plans that rest on one no longer in force. */
function KnownList() {
  const t = useT()
  const navigate = useNavigate({ from: '/documents/known' })
  const search = Route.useSearch()
  const filter = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.state ? { state: search.state } : {}),
    ...(search.whose ? { whose: search.whose } : {}),
  }
  const list = useInfiniteQuery({
    ...listKnownDocumentsInfiniteOptions({ query: filter }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) =>
      page.nextCursor === null ? undefined : { query: { ...filter, cursor: page.nextCursor } },
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows), [list.data])
  const mayAdd = list.data?.pages[0]?.may.includes('known.add') === true
  const set = (next: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Page>
      <PageHead
        crumbs={[{ label: t('library.title'), href: '/documents' }]}
        title={t('library.known.title')}
        acts={
          <>
            <ExportMenu filter={filter} />
            {mayAdd ? (
              <>
                <ButtonLink to="/documents/known/import">{t('library.known.import')}</ButtonLink>
                <ButtonLink kind="go" to="/documents/known/new">
                  {t('library.known.add')}
                </ButtonLink>
              </>
            ) : null}
          </>
        }
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
        filters={[
          ...[undefined, ...knownStates].map((state) => ({
            key: state ?? 'all',
            label: t(state ? `library.known.state.${state}` : 'library.known.all'),
            pressed: search.state === state && (state !== undefined || search.whose === undefined),
            onPress: () => set(state === undefined ? { state, whose: undefined } : { state }),
          })),
          ...knownWhose.map((whose) => ({
            key: whose,
            label: t(whose === 'own' ? 'library.known.own' : 'library.known.withdrawn'),
            pressed: search.whose === whose,
            onPress: () => set({ whose: search.whose === whose ? undefined : whose }),
          })),
        ]}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={search.q !== undefined || search.state !== undefined}
        empty={<Empty whose={search.whose} mayAdd={mayAdd} />}
      />
    </Page>
  )
}

/** What stands there where nothing is: of the unit's own entries, what they are for and how to begin. */
function Empty(props: { whose: 'own' | 'withdrawn' | undefined; mayAdd: boolean }) {
  const t = useT()
  if (props.whose === undefined) return <EmptyState title={t('library.known.empty')} />
  if (props.whose === 'withdrawn') return <EmptyState title={t('library.known.emptyWithdrawn')} />
  return (
    <EmptyState
      title={t('library.known.emptyOwn')}
      act={
        props.mayAdd ? <ButtonLink to="/documents/known/new">{t('library.known.add')}</ButtonLink> : undefined
      }
    >
      {t('library.known.emptyOwnHint')}
    </EmptyState>
  )
}

const formats = ['xlsx', 'csv', 'json'] as const

/** What the list shows as a file of one of three kinds. */
function ExportMenu(props: { filter: Record<string, string> }) {
  const t = useT()
  return (
    <Menu
      align="end"
      label={t('library.known.exportAs')}
      choices={formats.map((format) => ({
        key: format,
        label: t(`library.known.exportTo.${format}`),
        hint: t('library.known.exportHint'),
        onPick: () =>
          window.location.assign(`/api/v1/known-documents.${format}?${new URLSearchParams(props.filter)}`),
      }))}
      trigger={(button) => (
        <Button {...button} icon={<IconDownload stroke={1.75} />}>
          {t('library.known.exportAs')}
        </Button>
      )}
    />
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
      cell: (row) => (
        <>
          <AppLink href={`/documents/known/${row.id}`}>{nameOf(row)}</AppLink>
          {row.whose === 'shared' ? null : (
            <span className={css.second}>{t(`library.known.whose.${row.whose}`)}</span>
          )}
        </>
      ),
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
