import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import {
  listReportsBelowInfiniteOptions,
  listReportsOptions,
  remindUnitsMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ReportRow } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { useYear } from '../../app/year.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { DataList, type Column, type Filter } from '../../parts/DataList.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './reports.module.css'
import { reportsRoute } from './reports.routes.ts'

export const Route = createLazyRoute('/reports')({ component: ReportList })

/** The unit's own reports of the year, and who below has handed in and who has not. */
function ReportList() {
  const t = useT()
  const year = useYear()
  const query = useQuery(listReportsOptions({ query: { year } }))
  return (
    <Page>
      <PageHead title={t('reports.title')} />
      <Group title={t('reports.list.mine')}>
        {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.data ? (
          query.data.mine.length > 0 ? (
            <ul className={css.mine}>
              {query.data.mine.map((row) => (
                <Mine key={row.periodCode} row={row} />
              ))}
            </ul>
          ) : (
            <EmptyState title={t('reports.list.mine.empty')}>{t('reports.list.mine.empty.hint')}</EmptyState>
          )
        ) : query.error ? null : (
          <Skeleton rows={2} />
        )}
      </Group>
      <Below periods={query.data?.mine ?? []} />
    </Page>
  )
}

function Mine({ row }: { row: ReportRow }) {
  const t = useT()
  const { today } = useSession()
  return (
    <li>
      <span className={css.mineTitle}>
        <AppLink href={`/reports/${row.id ?? ''}`}>
          {t('reports.head.own', { period: row.periodName })}
        </AppLink>
        <span className={css.hint}>{row.title}</span>
      </span>
      <RowState row={row} />
      <DueDate
        due={row.dueOn}
        today={today}
        done={
          row.state === 'submitted' || row.state === 'accepted' ? (row.submittedOn ?? undefined) : undefined
        }
      />
    </li>
  )
}

const shapes: Record<ReportRow['state'], State> = {
  open: 'open',
  submitted: 'busy',
  returned: 'soon',
  accepted: 'done',
}

function RowState({ row }: { row: ReportRow }) {
  const t = useT()
  const late = row.late && row.state !== 'accepted' && row.state !== 'submitted'
  return (
    <Status state={late ? 'late' : shapes[row.state]}>
      {t(`reports.state.${row.state}`)}
      {row.late && !late ? `, ${t('reports.state.late')}` : ''}
    </Status>
  )
}

/** Reports from the units below for one period: a dense list, those that wait for me first. */
function Below({ periods }: { periods: ReportRow[] }) {
  const t = useT()
  const year = useYear()
  const search = reportsRoute.useSearch()
  const navigate = reportsRoute.useNavigate()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const filter = {
    ...(search.period ? { period: search.period } : { year }),
    ...(search.state ? { state: search.state } : {}),
    ...(search.q ? { q: search.q } : {}),
  }
  const query = useInfiniteQuery({
    ...listReportsBelowInfiniteOptions({ query: filter }),
    initialPageParam: {},
    getNextPageParam: (last) => (last.next === null ? undefined : { query: { cursor: last.next } }),
    placeholderData: (before) => before,
  })
  const remind = useMutation({
    ...remindUnitsMutation(),
    onSuccess: () => {
      setChosen(new Set())
      return queryClient.invalidateQueries()
    },
  })
  const [first] = query.data?.pages ?? []
  const rows = query.data?.pages.flatMap((p) => p.items)
  if (first && first.counts.all === 0) return null
  const columns: Column<ReportRow>[] = [
    {
      key: 'unit',
      title: t('reports.list.unit'),
      cell: (r) =>
        r.id !== null && r.version > 0 ? (
          <AppLink className={css.rowLink} href={`/reports/${r.id}`}>
            {r.unit.shortName}
          </AppLink>
        ) : (
          r.unit.shortName
        ),
    },
    { key: 'state', title: t('reports.list.state'), cell: (r) => <RowState row={r} />, phone: 'line' },
    {
      key: 'due',
      title: t('reports.list.due'),
      cell: (r) => (r.dueOn ? formatDate(r.dueOn) : ''),
      align: 'right',
      width: '120px',
      phone: 'hide',
    },
    {
      key: 'handedIn',
      title: t('reports.list.handedIn'),
      cell: (r) =>
        r.submittedOn
          ? formatDate(r.submittedOn)
          : r.remindedAt
            ? t('reports.list.reminded', { date: formatInstant(r.remindedAt).slice(0, 10) })
            : '',
      align: 'right',
      width: '180px',
      phone: 'line',
    },
  ]
  const states = [
    { state: 'submitted', n: first?.counts.waiting },
    { state: 'open', n: first?.counts.notReported },
    { state: 'returned', n: first?.counts.returned },
    { state: 'accepted', n: first?.counts.accepted },
  ] as const
  const filters: Filter[] = states.map(({ state, n }) => ({
    key: state,
    label: t(`reports.state.${state}`),
    ...(n === undefined ? {} : { count: n }),
    pressed: search.state === state,
    onPress: () => void navigate({ search: (s) => ({ ...s, state: s.state === state ? undefined : state }) }),
  }))
  const owing = (rows ?? []).filter((r) => chosen.has(r.unit.id) && r.obligationId !== null)
  return (
    <Group
      title={t('reports.list.below')}
      note={
        first
          ? t('reports.list.below.count', { accepted: first.counts.accepted, all: first.counts.all })
          : undefined
      }
    >
      {periods.length > 1 ? (
        <div className={css.periods}>
          <Chips label={t('reports.list.period')}>
            {periods.map((p) => (
              <Chip
                key={p.periodCode}
                pressed={first?.period.code === p.periodCode}
                onClick={() =>
                  void navigate({ search: (s) => ({ ...s, period: p.periodCode, state: undefined }) })
                }
              >
                {p.periodName}
              </Chip>
            ))}
          </Chips>
        </div>
      ) : null}
      {remind.error ? <ErrorNote error={remind.error} focus /> : null}
      {remind.data ? (
        <p role="status" className={css.done}>
          <Status state="done">{t('reports.list.remindedNow', { units: remind.data.units })}</Status>
        </p>
      ) : null}
      <DataList
        label={t('reports.list.below')}
        rows={rows}
        columns={columns}
        rowKey={(r) => r.unit.id}
        rowName={(r) => r.unit.shortName}
        onOpen={(r) => {
          if (r.id !== null && r.version > 0)
            void navigate({ to: '/reports/$reportId', params: { reportId: r.id }, search: emptyBench })
        }}
        search={{
          value: search.q ?? '',
          label: t('reports.list.search'),
          onChange: (q) => void navigate({ search: (s) => ({ ...s, q: q || undefined }), replace: true }),
        }}
        filters={filters}
        filtered={search.state !== undefined || search.q !== undefined}
        onExport={() => {
          const address = new URLSearchParams(Object.entries(filter).map(([k, v]) => [k, String(v)]))
          window.location.assign(`/api/v1/reports/below/export.xlsx?${address.toString()}`)
        }}
        selection={{
          keys: chosen,
          onChange: setChosen,
          words: t('reports.list.selected', { n: chosen.size }),
          acts: (
            <Button
              kind="go"
              busy={remind.isPending ? t('common.busy.sending') : false}
              {...(owing.length === 0 ? { reason: t('reports.state.submitted') } : {})}
              onClick={() =>
                remind.mutate({
                  body: { ids: owing.flatMap((r) => (r.obligationId ? [r.obligationId] : [])) },
                })
              }
            >
              {t('reports.list.remind')}
            </Button>
          ),
        }}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } }
          : {})}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<EmptyState title={t('reports.list.below.empty')} />}
      />
    </Group>
  )
}

const emptyBench = {
  version: undefined,
  figure: undefined,
  of: undefined,
  unit: undefined,
  section: undefined,
}
