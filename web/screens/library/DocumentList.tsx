import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { DocumentRow } from '../../api/generated/index.ts'
import {
  listDocumentDraftsOptions,
  listDocumentsInfiniteOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import css from './DocumentList.module.css'
import { DropZone } from './DropZone.tsx'
import { DraftRows } from './DraftRows.tsx'
import { origins } from './library.routes.ts'
import { UploadRows } from './UploadRows.tsx'
import { useUploads } from './uploads.ts'

export const Route = createLazyRoute('/documents')({ component: DocumentList })

const mayTakeIn = ['clerk', 'specialist', 'leader'] as const

/** The register of documents: taking in on top, what waits to be confirmed, then all of it. */
function DocumentList() {
  const t = useT()
  const navigate = useNavigate({ from: '/documents' })
  const search = Route.useSearch()
  const session = useSession()
  const uploads = useUploads()
  const roles = session.memberships.find((m) => m.unit.id === session.actingUnit.id)?.roles ?? []
  const takesIn = mayTakeIn.some((role) => roles.includes(role))
  const drafts = useQuery({
    ...listDocumentDraftsOptions(),
    refetchInterval: (q) => (q.state.data?.rows.some((r) => r.state === 'reading') ? 2_000 : false),
  })
  const filter = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.origin ? { origin: search.origin } : {}),
    ...(search.type ? { type: search.type } : {}),
    ...(search.issued ? { year: search.issued } : {}),
  }
  const list = useInfiniteQuery({
    ...listDocumentsInfiniteOptions({ query: filter }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows), [list.data])
  const set = (next: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  const filtered = Object.keys(filter).length > 0
  const waiting = drafts.data?.rows ?? []
  return (
    <Page>
      <PageHead
        title={t('library.title')}
        acts={
          <>
            <ButtonLink to="/documents/inbox" search={{}}>
              {t('dispatch.inbox')}
            </ButtonLink>
            <ButtonLink to="/documents/known" search={{}}>
              {t('library.known.title')}
            </ButtonLink>
            <ButtonLink to="/documents/check">{t('library.check.title')}</ButtonLink>
            <ButtonLink to="/documents/files">{t('archive.check.title')}</ButtonLink>
            <ButtonLink to="/documents/dossiers" search={{}}>
              {t('dossiers.title')}
            </ButtonLink>
            <ButtonLink to="/documents/register" search={{}}>
              {t('dispatch.register')}
            </ButtonLink>
          </>
        }
      />
      {takesIn ? <DropZone onFiles={uploads.add} /> : null}
      <UploadRows uploads={uploads} />
      {drafts.error ? <ErrorNote error={drafts.error} onRetry={() => void drafts.refetch()} /> : null}
      {waiting.length > 0 ? (
        <div className={css.waiting}>
          <Group title={t('library.drafts.title')} note={waiting.length}>
            <DraftRows rows={waiting} />
          </Group>
        </div>
      ) : null}
      <DataList
        label={t('library.list.label')}
        rows={rows}
        columns={useColumns()}
        rowKey={(row) => row.id}
        rowName={nameOf}
        onOpen={(row) => void navigate({ to: '/documents/$documentId', params: { documentId: row.id } })}
        search={{
          value: search.q ?? '',
          label: t('library.list.search'),
          onChange: (q) => set({ q: q || undefined }),
        }}
        filters={[undefined, ...origins].map((origin) => ({
          key: origin ?? 'all',
          label: t(origin ? `library.origin.${origin}` : 'library.list.allOrigins'),
          pressed: search.origin === origin,
          onPress: () => set({ origin }),
        }))}
        tools={<YearChoice value={search.issued} onChange={(issued) => set({ issued })} />}
        onExport={() =>
          window.location.assign(`/api/v1/documents.xlsx?${new URLSearchParams(asText(filter))}`)
        }
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={filtered}
        empty={<EmptyState title={t('library.list.empty')}>{t('library.list.emptyHint')}</EmptyState>}
      />
    </Page>
  )
}

function asText(filter: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)]))
}

function nameOf(row: DocumentRow): string {
  return [row.type, row.numberSymbol ?? row.subject].join(' ')
}

function useColumns(): Column<DocumentRow>[] {
  const t = useT()
  return [
    {
      key: 'name',
      title: t('library.column.number'),
      width: '230px',
      cell: (row) => <AppLink href={`/documents/${row.id}`}>{nameOf(row)}</AppLink>,
    },
    {
      key: 'date',
      title: t('library.column.date'),
      width: '120px',
      cell: (row) => (row.issuedOn === null ? '' : formatDate(row.issuedOn)),
    },
    { key: 'subject', title: t('library.column.subject'), cell: (row) => row.subject },
    { key: 'issuer', title: t('library.column.issuer'), width: '224px', cell: (row) => row.issuerName },
    {
      key: 'origin',
      title: t('library.column.origin'),
      width: '176px',
      wideOnly: true,
      phone: 'hide',
      cell: (row) =>
        row.mine
          ? t(`library.origin.${row.origin}`)
          : row.holder.name === row.issuerName
            ? t('library.list.atIssuer')
            : t('library.list.holder', { name: row.holder.name }),
    },
    {
      key: 'in',
      title: t('library.column.takenIn'),
      width: '112px',
      phone: 'hide',
      cell: (row) => formatInstant(row.createdAt).slice(0, 10),
    },
  ]
}

function YearChoice(props: { value: number | undefined; onChange: (year: number | undefined) => void }) {
  const t = useT()
  const { today } = useSession()
  const present = Number(today.slice(0, 4))
  const years = Array.from({ length: 12 }, (_, i) => present - i)
  if (props.value !== undefined && !years.includes(props.value)) years.push(props.value)
  return (
    <select
      className={css.year}
      aria-label={t('library.list.year')}
      value={props.value ?? ''}
      onChange={(e) => props.onChange(e.target.value === '' ? undefined : Number(e.target.value))}
    >
      <option value="">{t('library.list.allYears')}</option>
      {years.map((year) => (
        <option key={year} value={year}>
          {year}
        </option>
      ))}
    </select>
  )
}
