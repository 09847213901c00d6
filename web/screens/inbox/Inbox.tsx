import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { ReceivedDocument } from '../../api/generated/index.ts'
import {
  acknowledgeDeliveryMutation,
  keepDeliveryMutation,
  listReceivedInfiniteOptions,
  openDeliveryMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { useGo } from '../today/useGo.ts'
import css from './Inbox.module.css'
import { deliveryStates, type InboxSearch } from './inbox.routes.ts'
import { ReturnDialog } from './ReturnDialog.tsx'

export const Route = createLazyRoute('/documents/inbox')({ component: Inbox })

const shapes = { sent: 'open', opened: 'busy', acknowledged: 'done', returned: 'nil' } as const

/** What was sent to the acting unit: opened by reading it, acknowledged by the button. */
function Inbox() {
  const t = useT()
  const client = useQueryClient()
  const go = useGo()
  const navigate = useNavigate({ from: '/documents/inbox' })
  const { q, state, late, document } = Route.useSearch()
  const [returning, setReturning] = useState<ReceivedDocument | null>(null)
  const filter = {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(late ? { late: 'true' as const } : {}),
  }
  const query = { ...filter, ...(document ? { document } : {}) }
  const options = listReceivedInfiniteOptions({ query })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const counts = list.data?.pages[0]?.counts
  // What Hôm nay counts changes with an acknowledgement too.
  const changed = () => client.invalidateQueries()
  const open = useMutation({ ...openDeliveryMutation(), onSuccess: changed })
  const acknowledge = useMutation({ ...acknowledgeDeliveryMutation(), onSuccess: changed })
  const keep = useMutation({ ...keepDeliveryMutation(), onSuccess: changed })
  const read = (row: ReceivedDocument) => {
    if (row.state === 'sent') open.mutate({ path: { deliveryId: row.id } })
  }
  const columns = useColumns(read, (row) => (
    <span className={css.acts}>
      {row.may.includes('delivery.acknowledge') ? (
        <Button
          size="small"
          busy={
            acknowledge.isPending && acknowledge.variables.path.deliveryId === row.id
              ? t('common.busy.saving')
              : false
          }
          onClick={() => acknowledge.mutate({ path: { deliveryId: row.id } })}
        >
          {t('dispatch.acknowledge')}
        </Button>
      ) : null}
      {row.may.includes('delivery.return') ? (
        <Button size="small" kind="bare" onClick={() => setReturning(row)}>
          {t('dispatch.return')}
        </Button>
      ) : null}
      {row.may.includes('delivery.keep') ? (
        <Button size="small" onClick={() => keep.mutate({ path: { deliveryId: row.id } })}>
          {t('dispatch.return.keep')}
        </Button>
      ) : null}
    </span>
  ))
  const set = (next: Partial<InboxSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Page>
      <PageHead
        title={t('dispatch.inbox')}
        crumbs={[{ label: t('session.nav.documents'), href: '/documents' }]}
        acts={
          <ButtonLink to="/documents/arrivals" search={{}}>
            {t('dispatch.arrivals')}
          </ButtonLink>
        }
      />
      {acknowledge.error ? <ErrorNote error={acknowledge.error} focus /> : null}
      {keep.error ? <ErrorNote error={keep.error} focus /> : null}
      {document ? (
        <p className={css.only}>
          {t('dispatch.inbox.only')}{' '}
          <Button kind="bare" size="small" onClick={() => set({ document: undefined })}>
            {t('dispatch.inbox.showAll')}
          </Button>
        </p>
      ) : null}
      <DataList
        label={t('dispatch.inbox')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        rowName={(row) => row.document.numberSymbol ?? row.document.subject}
        onOpen={(row) => {
          read(row)
          go(`/documents/${row.document.id}`)
        }}
        search={{
          value: q ?? '',
          label: t('dispatch.inbox.search'),
          onChange: (v) => set({ q: v || undefined }),
        }}
        filters={[
          ...deliveryStates.map((s) => ({
            key: s as string,
            label: t(`dispatch.state.${s}`),
            ...(counts ? { count: counts[s] } : {}),
            pressed: state === s,
            onPress: () => set({ state: state === s ? undefined : s }),
          })),
          {
            key: 'late',
            label: t('dispatch.inbox.late'),
            ...(counts ? { count: counts.late } : {}),
            pressed: late === 'yes',
            onPress: () => set({ late: late === 'yes' ? undefined : 'yes' }),
          },
        ]}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          window.location.assign(`/api/v1/deliveries/export.xlsx?${new URLSearchParams(query).toString()}`)
        }
        empty={<EmptyState title={t('dispatch.inbox.empty')}>{t('dispatch.inbox.empty.hint')}</EmptyState>}
      />
      {returning ? (
        <ReturnDialog
          row={returning}
          onClose={() => setReturning(null)}
          onDone={() => {
            setReturning(null)
            void changed()
          }}
        />
      ) : null}
    </Page>
  )
}

function useColumns(
  read: (row: ReceivedDocument) => void,
  act: (row: ReceivedDocument) => React.ReactNode,
): Column<ReceivedDocument>[] {
  const t = useT()
  const { today } = useSession()
  return [
    {
      key: 'subject',
      title: t('dispatch.column.document'),
      cell: ({ document: d, ...row }) => (
        <>
          <AppLink
            href={`/documents/${d.id}`}
            className={css.subject}
            data-new={row.state === 'sent' || undefined}
            onClick={() => read({ ...row, document: d })}
          >
            {d.subject}
          </AppLink>
          <span className={css.facts}>
            {[d.type, d.numberSymbol, d.issuedOn ? formatDate(d.issuedOn) : null].filter(Boolean).join(' · ')}
          </span>
          {row.twinNumber === null ? null : (
            <span className={css.twin}>{t('dispatch.inbox.twin', { number: row.twinNumber })}</span>
          )}
        </>
      ),
    },
    {
      key: 'sender',
      title: t('dispatch.column.sender'),
      width: '192px',
      cell: (row) => row.sender.shortName,
    },
    {
      key: 'purpose',
      title: t('dispatch.column.purpose'),
      width: '128px',
      cell: (row) => (
        <span className={css.tags}>
          {row.purpose ? <Tag>{t(`dispatch.purpose.${row.purpose}`)}</Tag> : null}
          {row.isPersonal ? <Tag>{t('dispatch.personal')}</Tag> : null}
        </span>
      ),
    },
    {
      key: 'sent',
      title: t('dispatch.column.sentAt'),
      width: '152px',
      wideOnly: true,
      cell: (row) => <span className={css.num}>{formatInstant(row.sentAt)}</span>,
    },
    {
      key: 'state',
      title: t('dispatch.column.state'),
      width: '136px',
      cell: (row) => (
        <>
          <Status state={shapes[row.state]}>{t(`dispatch.state.${row.state}`)}</Status>
          {row.isLate ? <span className={css.late}>{t('dispatch.inbox.late.mark')}</span> : null}
          {row.returned ? <span className={css.reason}>{row.returned.reason}</span> : null}
          {row.confirmBy ? (
            <span className={css.due}>
              <DueDate due={row.confirmBy} today={today} />
            </span>
          ) : null}
        </>
      ),
    },
    { key: 'act', title: t('dispatch.column.act'), width: '152px', cell: act },
  ]
}
