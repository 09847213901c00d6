import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute, Link, useNavigate } from '@tanstack/react-router'
import { formatDate, formatNumber } from '#src/messages/format.ts'
import { listActivities, type ActivityRow } from '../../api/generated/index.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { useYear } from '../../app/year.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { HandedInLink } from '../machines/HandedInLink.tsx'
import css from './Activities.module.css'
import type { ListSearch } from './activities.routes.ts'
import { ActivityState } from './ActivityState.tsx'
import { Gaps } from './Gaps.tsx'

export const Route = createLazyRoute('/activities')({ component: ActivityList })

function ActivityList() {
  const { t, locale } = useLanguage()
  const navigate = useNavigate()
  const { actingUnit, memberships } = useSession()
  const search = Route.useSearch()
  const year = useYear()
  const query = {
    of: search.of ?? ('own' as const),
    year,
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.month === undefined ? {} : { month: search.month }),
    ...(search.form === undefined ? {} : { form: search.form }),
    ...(search.state === undefined ? {} : { state: search.state }),
    ...(search.unit === undefined ? {} : { unitId: search.unit }),
    ...(search.plan === undefined ? {} : { planId: search.plan }),
    ...(search.task === undefined ? {} : { taskKey: search.task }),
  }
  const list = useInfiniteQuery({
    queryKey: ['activities', query],
    queryFn: async ({ pageParam, signal }) =>
      (
        await listActivities({
          query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) },
          signal,
          throwOnError: true,
        })
      ).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })
  const first = list.data?.pages[0]
  const rows = list.data?.pages.flatMap((p) => p.rows)
  const below = search.of === 'below'
  const put = (part: ListSearch) =>
    void navigate({ to: '/activities', search: { ...search, ...part }, replace: true })
  const roles = memberships.filter((m) => m.unit.id === actingUnit.id).flatMap((m) => m.roles)
  const canLog = roles.some((role) => role !== 'inspector' && role !== 'official')
  const canLookBelow = !actingUnit.kind.startsWith('school')
  const columns: Column<ActivityRow>[] = [
    {
      key: 'title',
      title: t('activities.column.title'),
      phone: 'title',
      cell: (r) => (
        <span className={css.rowTitle}>
          <Link to="/activities/$activityId" params={{ activityId: r.id }} search={{}}>
            {r.title}
          </Link>
        </span>
      ),
    },
    ...(below
      ? [
          {
            key: 'unit',
            title: t('activities.column.unit'),
            width: '180px',
            cell: (r: ActivityRow) => r.unit.shortName,
          },
        ]
      : []),
    { key: 'day', title: t('activities.column.day'), width: '112px', cell: (r) => formatDate(r.day) },
    {
      key: 'form',
      title: t('activities.column.form'),
      width: '220px',
      wideOnly: true,
      phone: 'hide',
      cell: (r) => r.form.name,
    },
    {
      key: 'attendances',
      title: t('activities.column.people'),
      width: '96px',
      align: 'right',
      phone: 'hide',
      cell: (r) => (r.attendances === null ? '' : formatNumber(r.attendances, locale)),
    },
    {
      key: 'photos',
      title: t('activities.photos'),
      width: '72px',
      align: 'right',
      phone: 'hide',
      cell: (r) => (r.photosArrived === 0 ? '' : formatNumber(r.photosArrived, locale)),
    },
    {
      key: 'state',
      title: t('activities.column.state'),
      width: '172px',
      cell: (r) => (
        <ActivityState
          state={r.state}
          photos={Array.from({ length: r.photosExpected - r.photosArrived }, () => ({ state: 'missing' }))}
        />
      ),
    },
  ]
  const isFiltered = Boolean(
    search.q ?? search.month ?? search.form ?? search.state ?? search.unit ?? search.plan ?? search.task,
  )
  return (
    <Page>
      <PageHead
        title={t('activities.title')}
        over={
          first?.total == null ? actingUnit.shortName : t('activities.list.count', { n: first.total, year })
        }
        acts={
          <>
            <HandedInLink />
            {canLog ? (
              <ButtonLink
                kind="go"
                to="/activities/new"
                search={{}}
                icon={<IconPlus size={18} stroke={1.75} />}
              >
                {t('activities.log')}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {below || isFiltered ? null : <Gaps year={year} />}
      <DataList
        label={t('activities.title')}
        rows={rows}
        columns={columns}
        rowKey={(r) => r.id}
        rowName={(r) => r.title}
        onOpen={(r) =>
          void navigate({ to: '/activities/$activityId', params: { activityId: r.id }, search: {} })
        }
        search={{
          value: search.q ?? '',
          onChange: (q) => put({ q: q === '' ? undefined : q }),
          label: t('activities.search'),
        }}
        filters={[
          ...(canLookBelow
            ? [
                {
                  key: 'below',
                  label: t('activities.filter.below'),
                  pressed: below,
                  onPress: () => put({ of: below ? undefined : 'below', unit: undefined }),
                },
              ]
            : []),
          ...(['waiting', 'withdrawn'] as const).map((state) => ({
            key: state,
            label: t(`activities.state.${state}`),
            pressed: search.state === state,
            onPress: () => put({ state: search.state === state ? undefined : state }),
          })),
          ...(search.task === undefined && search.plan === undefined
            ? []
            : [
                {
                  key: 'task',
                  label: t('activities.filter.task'),
                  pressed: true,
                  onPress: () => put({ plan: undefined, task: undefined }),
                },
              ]),
          ...(search.unit === undefined
            ? []
            : [
                {
                  key: 'unit',
                  label: rows?.[0]?.unit.shortName ?? t('activities.unit'),
                  pressed: true,
                  onPress: () => put({ unit: undefined }),
                },
              ]),
        ]}
        tools={
          <>
            <Choice
              label={t('activities.filter.month')}
              value={search.month ?? ''}
              onChange={(month) => put({ month: month === '' ? undefined : month })}
              options={[
                { value: '', label: t('activities.filter.month.all') },
                ...Array.from({ length: 12 }, (_, i) => ({
                  value: `${year}-${String(i + 1).padStart(2, '0')}`,
                  label: t('activities.month', { n: i + 1 }),
                })),
              ]}
            />
            <Choice
              label={t('activities.form')}
              value={search.form ?? ''}
              onChange={(form) => put({ form: form === '' ? undefined : form })}
              options={[
                { value: '', label: t('activities.filter.form.all') },
                ...(first?.forms ?? []).map((f) => ({ value: f.code, label: f.name })),
              ]}
            />
          </>
        }
        onExport={() => {
          const address = new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))
          window.location.assign(`/api/v1/activities/export.xlsx?${address.toString()}`)
        }}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={isFiltered || below}
        empty={
          <EmptyState
            title={t('activities.list.none', { year })}
            act={
              canLog ? (
                <ButtonLink to="/activities/new" search={{}}>
                  {t('activities.log')}
                </ButtonLink>
              ) : null
            }
          >
            {t('activities.list.none.hint')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function Choice(props: {
  label: string
  value: string
  onChange: (value: string) => void
  options: { value: string; label: string }[]
}) {
  return (
    <select
      className={css.choice}
      aria-label={props.label}
      value={props.value}
      onChange={(e) => props.onChange(e.target.value)}
    >
      {props.options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </select>
  )
}
