import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import type { SentDocument } from '../../api/generated/index.ts'
import {
  getExchangeOptions,
  listSentInfiniteOptions,
  recallDocumentMutation,
  resendPackageMutation,
  resendDeliveryMutation,
  setOutsideStateMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Bar } from '../../parts/Bar.tsx'
import { Button } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Inbox.module.css'
import { deliveryStates } from './inbox.routes.ts'
import { MailDialog } from './MailDialog.tsx'

export const Route = createLazyRoute('/documents/$documentId/deliveries')({ component: Sent })

type Row = SentDocument['items'][number]
const shapes = { sent: 'open', opened: 'busy', acknowledged: 'done', returned: 'late' } as const

/** Of a delivery by package: what went wrong is asked about, what is over needs nothing. */
function shapeOf({ state, exchange }: Row) {
  if (exchange === null) return shapes[state]
  if (exchange.state === '02' || exchange.state === '16') return 'late'
  if (exchange.state === '06' || exchange.state === '15') return 'done'
  return exchange.state === 'waiting' || exchange.state === 'sent' ? 'open' : 'busy'
}

function stateOf({ state, way, exchange }: Row): string {
  if (exchange) return `exchange.state.${exchange.state}`
  return state === 'sent' && way ? `dispatch.way.${way}` : `dispatch.state.${state}`
}

/** Receivers of a document that we sent: who has opened and acknowledged it; the progress while it is being sent. */
function Sent() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/documents/$documentId/deliveries' })
  const { documentId } = Route.useParams()
  const { q, state } = Route.useSearch()
  const [mailing, setMailing] = useState<Row | null>(null)
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}) }
  const options = listSentInfiniteOptions({ path: { documentId }, query: filter })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { path: { documentId } },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: (q) => (q.state.data?.pages[0]?.job?.state === 'waiting' ? 2_000 : false),
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const first = list.data?.pages[0]
  const note = useMutation({
    ...setOutsideStateMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: options.queryKey }),
  })
  const exchange = useQuery({
    ...getExchangeOptions({ path: { documentId } }),
    enabled: rows?.some((row) => row.exchange !== null) ?? false,
  })
  const [recalling, setRecalling] = useState(false)
  const seeAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: options.queryKey }),
      client.invalidateQueries({ queryKey: getExchangeOptions({ path: { documentId } }).queryKey }),
    ])
  const resend = useMutation({ ...resendPackageMutation(), onSuccess: seeAgain })
  const recall = useMutation({
    ...recallDocumentMutation(),
    onSuccess: async () => {
      setRecalling(false)
      await seeAgain()
    },
  })
  const sendAgain = useMutation({ ...resendDeliveryMutation(), onSuccess: seeAgain })
  const counts = first
    ? {
        sent: first.counts.all - first.counts.opened,
        opened: first.counts.opened - first.counts.acknowledged - first.counts.returned,
        acknowledged: first.counts.acknowledged,
        returned: first.counts.returned,
      }
    : undefined
  const columns: Column<Row>[] = [
    {
      key: 'receiver',
      title: t('dispatch.column.receiver'),
      cell: (row) => (
        <>
          {row.receiver}
          {row.isOutside ? <span className={css.facts}>{t('dispatch.outside')}</span> : null}
        </>
      ),
    },
    {
      key: 'purpose',
      title: t('dispatch.column.purpose'),
      cell: (row) => (row.purpose ? <Tag>{t(`dispatch.purpose.${row.purpose}`)}</Tag> : null),
    },
    {
      key: 'state',
      title: t('dispatch.column.state'),
      cell: (row) => (
        <>
          <Status state={shapeOf(row)}>{t(stateOf(row))}</Status>
          <span className={css.facts}>
            {formatInstant(
              row.exchange?.at ?? row.returned?.at ?? row.acknowledgedAt ?? row.openedAt ?? row.sentAt,
            )}
          </span>
          {row.exchange?.note ? (
            <span className={css.facts}>{t('exchange.note', { words: row.exchange.note })}</span>
          ) : null}
          {row.returned ? <span className={css.reason}>{row.returned.reason}</span> : null}
          {row.link ? (
            <span className={css.reason}>
              {t(`dispatch.link.${row.link.state}`, { address: row.link.address })}
              {row.link.reason ? `. ${row.link.reason}` : null}
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('dispatch.column.act'),
      cell: (row) =>
        row.exchange ? (
          row.may.includes('package.resend') ? (
            <Button size="small" onClick={() => resend.mutate({ path: { deliveryId: row.id } })}>
              {t('exchange.resend')}
            </Button>
          ) : null
        ) : row.isOutside ? (
          <span className={css.acts}>
            {row.may.includes('delivery.mail') ? (
              <Button size="small" onClick={() => setMailing(row)}>
                {t(row.link ? 'dispatch.mail.again' : 'dispatch.mail')}
              </Button>
            ) : null}
            {row.may.includes('delivery.state') && row.state !== 'acknowledged' ? (
              <Button
                size="small"
                kind="bare"
                onClick={() => note.mutate({ path: { deliveryId: row.id }, body: { state: 'acknowledged' } })}
              >
                {t('dispatch.outside.arrived')}
              </Button>
            ) : null}
          </span>
        ) : row.may.includes('delivery.resend') ? (
          <Button
            size="small"
            aria-label={t('dispatch.resend.to', { receiver: row.receiver })}
            onClick={() => sendAgain.mutate({ path: { deliveryId: row.id } })}
          >
            {t('dispatch.resend')}
          </Button>
        ) : null,
    },
  ]
  return (
    <Page>
      <PageHead
        title={t('dispatch.receivers')}
        crumbs={[
          { label: t('session.nav.documents'), href: '/documents' },
          ...(first
            ? [
                {
                  label: first.document.numberSymbol ?? first.document.subject,
                  href: `/documents/${documentId}`,
                },
              ]
            : []),
        ]}
        acts={
          exchange.data?.may.includes('document.recall') ? (
            <Button onClick={() => setRecalling(true)}>{t('exchange.recall')}</Button>
          ) : null
        }
      />
      {recalling ? (
        <ReasonDialog
          title={t('exchange.recall.title', {
            document: first?.document.numberSymbol ?? first?.document.subject ?? '',
          })}
          what={t('exchange.recall.what')}
          label={t('exchange.recall.reason')}
          act={t('exchange.recall')}
          busy={recall.isPending ? t('common.busy.saving') : false}
          error={recall.error}
          onDone={(reason) => recall.mutate({ path: { documentId }, body: { reason } })}
          onClose={() => setRecalling(false)}
        />
      ) : null}
      {resend.error ? <ErrorNote error={resend.error} focus /> : null}
      {note.error ? <ErrorNote error={note.error} focus /> : null}
      {sendAgain.error ? <ErrorNote error={sendAgain.error} focus /> : null}
      {first?.job && first.job.state !== 'done' ? (
        <div className={css.progress} role="status">
          <Bar
            value={first.job.done}
            total={first.job.all}
            as="beside"
            words={t(first.job.state === 'failed' ? 'dispatch.sending.failed' : 'dispatch.sending', {
              done: first.job.done,
              all: first.job.all,
            })}
          />
        </div>
      ) : null}
      <DataList
        label={t('dispatch.receivers')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        rowName={(row) => row.receiver}
        search={{
          value: q ?? '',
          label: t('dispatch.receivers.search'),
          onChange: (v) => void navigate({ search: (now) => ({ ...now, q: v || undefined }), replace: true }),
        }}
        filters={deliveryStates.map((s) => ({
          key: s,
          label: t(`dispatch.state.${s}`),
          ...(counts ? { count: counts[s] } : {}),
          pressed: state === s,
          onPress: () =>
            void navigate({
              search: (now) => ({ ...now, state: state === s ? undefined : s }),
              replace: true,
            }),
        }))}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          window.location.assign(
            `/api/v1/documents/${documentId}/deliveries/export.xlsx?${new URLSearchParams(filter).toString()}`,
          )
        }
        empty={<EmptyState title={t('dispatch.receivers.empty')} />}
      />
      {mailing ? (
        <MailDialog
          row={mailing}
          onClose={() => setMailing(null)}
          onDone={() => {
            setMailing(null)
            void client.invalidateQueries({ queryKey: options.queryKey })
          }}
        />
      ) : null}
    </Page>
  )
}
