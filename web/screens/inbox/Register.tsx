import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { RegisterEntry } from '../../api/generated/index.ts'
import {
  listRegisterInfiniteOptions,
  voidNumberMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { DayRoot } from './DayRoot.tsx'
import css from './Inbox.module.css'
import { entryStates, type RegisterSearch } from './inbox.routes.ts'
import { PrintBook } from './PrintBook.tsx'

export const Route = createLazyRoute('/documents/register')({ component: Register })

const shapes = { given: 'open', issued: 'done', void: 'nil' } as const

/** The register of outgoing documents: every number, also the voided ones with their reason. */
function Register() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/documents/register' })
  const { q, state, series, of: year } = Route.useSearch()
  const [refusing, setRefusing] = useState<RegisterEntry | null>(null)
  const filter = {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(series ? { series } : {}),
    ...(year ? { year } : {}),
  }
  const options = listRegisterInfiniteOptions({ query: filter })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const first = list.data?.pages[0]
  const set = (next: Partial<RegisterSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  const choice = (key: 'of' | 'series', value: string | number, label: string) => ({
    key: `${key} ${value}`,
    label,
    pressed: (key === 'of' ? year : series) === value,
    onPress: () => set({ [key]: (key === 'of' ? year : series) === value ? undefined : value }),
  })
  const search = new URLSearchParams(Object.entries(filter).map(([k, v]) => [k, String(v)])).toString()
  return (
    <Page>
      <PageHead
        title={t('dispatch.register.full')}
        crumbs={[{ label: t('session.nav.documents'), href: '/documents' }]}
        acts={<PrintBook path="register" years={first?.years ?? []} series={first?.series ?? []} />}
      />
      <DataList
        label={t('dispatch.register.full')}
        rows={rows}
        columns={useColumns(setRefusing)}
        rowKey={(row) => row.id}
        rowName={(row) => row.numberSymbol}
        search={{
          value: q ?? '',
          label: t('dispatch.register.search'),
          onChange: (v) => set({ q: v || undefined }),
        }}
        filters={[
          ...(first?.years ?? []).map((y) => choice('of', y, String(y))),
          ...(first && first.series.length > 1 ? first.series.map((s) => choice('series', s, s)) : []),
          ...entryStates.map((s) => ({
            key: s,
            label: t(`dispatch.register.state.${s}`),
            pressed: state === s,
            onPress: () => set({ state: state === s ? undefined : s }),
          })),
        ]}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() => window.location.assign(`/api/v1/register.xlsx?${search}`)}
        empty={
          <EmptyState title={t('dispatch.register.empty')}>{t('dispatch.register.empty.hint')}</EmptyState>
        }
      />
      <DayRoot />
      {refusing ? (
        <VoidDialog
          entry={refusing}
          onClose={() => setRefusing(null)}
          onDone={() => {
            setRefusing(null)
            void client.invalidateQueries({ queryKey: options.queryKey })
          }}
        />
      ) : null}
    </Page>
  )
}

function useColumns(onVoid: (entry: RegisterEntry) => void): Column<RegisterEntry>[] {
  const t = useT()
  return [
    {
      key: 'number',
      title: t('dispatch.register.number'),
      cell: (row) => <span className={css.number}>{row.numberSymbol}</span>,
    },
    { key: 'dated', title: t('dispatch.register.dated'), cell: (row) => formatDate(row.dated) },
    {
      key: 'subject',
      title: t('dispatch.register.subject'),
      cell: (row) => (
        <>
          {row.documentId ? (
            <AppLink href={`/documents/${row.documentId}`} className={css.subject}>
              {row.subject}
            </AppLink>
          ) : (
            <span className={css.subject}>{row.subject}</span>
          )}
          <span className={css.facts}>{row.type}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('dispatch.register.state'),
      cell: (row) => (
        <>
          <Status state={shapes[row.state]}>{t(`dispatch.register.state.${row.state}`)}</Status>
          {row.reason ? <span className={css.reason}>{row.reason}</span> : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('dispatch.column.act'),
      cell: (row) =>
        row.may.includes('number.void') ? (
          <Button size="small" onClick={() => onVoid(row)}>
            {t('dispatch.void')}
          </Button>
        ) : row.documentId ? (
          <Link to="/documents/$documentId/deliveries" params={{ documentId: row.documentId }} search={{}}>
            {t('dispatch.receivers')}
          </Link>
        ) : null,
    },
  ]
}

function VoidDialog(props: { entry: RegisterEntry; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const refuse = useMutation({ ...voidNumberMutation(), onSuccess: props.onDone })
  return (
    <ConfirmDialog
      title={t('dispatch.void.title', { number: props.entry.numberSymbol })}
      act={t('dispatch.void')}
      danger
      busy={refuse.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() !== '')
          refuse.mutate({ path: { entryId: props.entry.id }, body: { reason: reason.trim() } })
      }}
    >
      <div className={css.form}>
        <p>{t('dispatch.void.what')}</p>
        {refuse.error ? <ErrorNote error={refuse.error} focus /> : null}
        <TextArea
          label={t('dispatch.void.reason')}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
          error={tried && reason.trim() === '' ? t('dispatch.error.reason_missing') : undefined}
        />
      </div>
    </ConfirmDialog>
  )
}
