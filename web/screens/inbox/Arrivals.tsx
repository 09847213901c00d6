import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { ArrivalLine } from '../../api/generated/index.ts'
import {
  listArrivalsInfiniteOptions,
  passOnArrivalMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './Inbox.module.css'
import type { ArrivalSearch } from './inbox.routes.ts'
import { PrintBook } from './PrintBook.tsx'

export const Route = createLazyRoute('/documents/arrivals')({ component: Arrivals })

/** The register of incoming documents: what bears an incoming number, and who of the unit got it. */
function Arrivals() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/documents/arrivals' })
  const { q, left, of: year } = Route.useSearch()
  const [passing, setPassing] = useState<ArrivalLine | null>(null)
  const filter = {
    ...(q ? { q } : {}),
    ...(year ? { year } : {}),
    ...(left ? { left: 'true' as const } : {}),
  }
  const options = listArrivalsInfiniteOptions({ query: filter })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const years = list.data?.pages[0]?.years ?? []
  const set = (next: Partial<ArrivalSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Page>
      <PageHead
        title={t('dispatch.arrivals')}
        crumbs={[{ label: t('session.nav.documents'), href: '/documents' }]}
        acts={<PrintBook path="arrivals" years={years} />}
      />
      <DataList
        label={t('dispatch.arrivals')}
        rows={rows}
        columns={useColumns(setPassing)}
        rowKey={(row) => row.id}
        rowName={(row) => row.document.numberSymbol ?? row.document.subject}
        search={{
          value: q ?? '',
          label: t('dispatch.arrivals.search'),
          onChange: (v) => set({ q: v || undefined }),
        }}
        filters={[
          ...years.map((y) => ({
            key: String(y),
            label: String(y),
            pressed: year === y,
            onPress: () => set({ of: year === y ? undefined : y }),
          })),
          {
            key: 'left',
            label: t('dispatch.arrivals.left'),
            pressed: left === 'yes',
            onPress: () => set({ left: left === 'yes' ? undefined : 'yes' }),
          },
        ]}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          window.location.assign(
            `/api/v1/arrivals.xlsx?${new URLSearchParams(Object.entries(filter).map(([k, v]) => [k, String(v)])).toString()}`,
          )
        }
        empty={
          <EmptyState title={t('dispatch.arrivals.empty')}>{t('dispatch.arrivals.empty.hint')}</EmptyState>
        }
      />
      {passing ? (
        <PassDialog
          line={passing}
          onClose={() => setPassing(null)}
          onDone={() => {
            setPassing(null)
            void client.invalidateQueries({ queryKey: options.queryKey })
          }}
        />
      ) : null}
    </Page>
  )
}

function useColumns(onPass: (line: ArrivalLine) => void): Column<ArrivalLine>[] {
  const t = useT()
  return [
    {
      key: 'number',
      title: t('dispatch.form.arrivalNumber'),
      width: '96px',
      cell: (row) => <span className={css.number}>{row.number}</span>,
    },
    {
      key: 'arrivedOn',
      title: t('dispatch.form.arrivedOn'),
      width: '128px',
      cell: (row) => (
        <>
          <span className={css.num}>{formatDate(row.arrivedOn)}</span>
          {row.sentOn && row.sentOn !== row.arrivedOn ? (
            <span className={css.facts}>{t('dispatch.book.sentOn', { day: formatDate(row.sentOn) })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'subject',
      title: t('dispatch.column.document'),
      cell: ({ document: d }) => (
        <>
          <AppLink href={`/documents/${d.id}`} className={css.subject}>
            {d.subject}
          </AppLink>
          <span className={css.facts}>
            {[d.type, d.numberSymbol, d.issuedOn ? formatDate(d.issuedOn) : null, d.issuer]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      ),
    },
    {
      key: 'passed',
      title: t('dispatch.form.passedTo'),
      width: '224px',
      cell: (row) =>
        row.passedTo && row.passedOn
          ? t('dispatch.arrivals.passed', { to: row.passedTo, day: formatDate(row.passedOn) })
          : null,
    },
    {
      key: 'act',
      title: t('dispatch.column.act'),
      width: '144px',
      cell: (row) =>
        row.may.includes('arrival.pass') ? (
          <Button size="small" onClick={() => onPass(row)}>
            {t(row.passedTo ? 'dispatch.arrivals.pass.again' : 'dispatch.arrivals.pass')}
          </Button>
        ) : null,
    },
  ]
}

function PassDialog(props: { line: ArrivalLine; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const { today } = useSession()
  const { line } = props
  const [to, setTo] = useState(line.passedTo ?? '')
  const [on, setOn] = useState<string | null>(line.passedOn ?? today)
  const [tried, setTried] = useState(false)
  const pass = useMutation({ ...passOnArrivalMutation(), onSuccess: props.onDone })
  return (
    <ConfirmDialog
      title={t('dispatch.arrivals.pass.title', { number: line.number })}
      act={t('common.save')}
      busy={pass.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        if (to.trim() !== '' && on) pass.mutate({ path: { arrivalId: line.id }, body: { to: to.trim(), on } })
      }}
    >
      <div className={css.form}>
        {pass.error ? <ErrorNote error={pass.error} focus /> : null}
        <TextField
          label={t('dispatch.arrivals.pass.to')}
          value={to}
          maxLength={200}
          onChange={(e) => setTo(e.target.value)}
          error={tried && to.trim() === '' ? t('dispatch.arrivals.pass.missing') : undefined}
        />
        <DateField label={t('dispatch.arrivals.pass.on')} value={on} min={line.arrivedOn} onChange={setOn} />
      </div>
    </ConfirmDialog>
  )
}
