import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { listUnitsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { UnitRow } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column, type Filter } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './organisation.module.css'
import { unitsRoute } from './organisation.routes.ts'
import { UnitView } from './UnitScreen.tsx'

export const Route = createLazyRoute('/organisation')({ component: UnitList })

/** Units at and below the acting unit; for a unit with nothing below it, its own page at once. */
function UnitList() {
  const t = useT()
  const search = unitsRoute.useSearch()
  const navigate = unitsRoute.useNavigate()
  const filter = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.kinds ? { kinds: search.kinds } : {}),
    ...(search.under ? { under: search.under } : {}),
  }
  const query = useInfiniteQuery({
    ...listUnitsInfiniteOptions({ query: filter }),
    initialPageParam: {},
    getNextPageParam: (last) => (last.next === null ? undefined : { query: { cursor: last.next } }),
  })
  const [first] = query.data?.pages ?? []
  const units = query.data?.pages.flatMap((p) => p.units)
  const filtered = Object.keys(filter).length > 0
  const [only] = units ?? []
  if (!filtered && first?.total === 1 && only) return <UnitView unitId={only.id} alone />

  const chosen = (search.kinds ?? '').split(',').filter((k) => k !== '')
  const set = (next: Partial<typeof search>) => void navigate({ search: (s) => ({ ...s, ...next }) })
  const filters: Filter[] = (first?.kinds ?? []).map((kind) => ({
    key: kind.code,
    label: kind.name,
    count: kind.count,
    pressed: chosen.includes(kind.code),
    onPress: () => {
      const next = chosen.includes(kind.code) ? chosen.filter((c) => c !== kind.code) : [...chosen, kind.code]
      set({ kinds: next.length > 0 ? next.join(',') : undefined })
    },
  }))
  return (
    <Page>
      <PageHead
        title={t('units.title')}
        status={first ? <span className="mute">{t('units.list.total', { n: first.total })}</span> : null}
        acts={
          <>
            <ButtonLink to="/organisation/codes">{t('dispatch.codes.title')}</ButtonLink>
            {first?.may.includes('unit.add') ? (
              <>
                <ButtonLink to="/organisation/connections">{t('machines.title')}</ButtonLink>
                <ButtonLink to="/organisation/mails">{t('notices.mails.title')}</ButtonLink>
                <ButtonLink to="/organisation/jobs">{t('jobs.title')}</ButtonLink>
                <ButtonLink to="/organisation/successions">{t('succession.act.list')}</ButtonLink>
                <ButtonLink to="/organisation/import">{t('units.act.import')}</ButtonLink>
                <ButtonLink to="/organisation/new" kind="go">
                  {t('units.act.add')}
                </ButtonLink>
              </>
            ) : null}
          </>
        }
      />
      <DataList
        label={t('units.title')}
        rows={units}
        columns={columnsOf(t)}
        rowKey={(u) => u.id}
        rowName={(u) => u.name}
        onOpen={(u) =>
          void navigate({ to: '/organisation/units/$unitId', params: { unitId: u.id }, search: {} })
        }
        search={{
          value: search.q ?? '',
          onChange: (q) => set({ q: q === '' ? undefined : q }),
          label: t('units.list.search'),
        }}
        filters={filters}
        onExport={() => location.assign(`/api/v1/units/export?${new URLSearchParams(filter).toString()}`)}
        {...(query.hasNextPage
          ? {
              more: {
                onMore: () => void query.fetchNextPage(),
                loading: query.isFetchingNextPage,
                rest: (first?.total ?? 0) - (units?.length ?? 0),
              },
            }
          : {})}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={filtered}
        empty={<EmptyState title={t('units.list.empty')}>{t('units.list.empty.hint')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>): Column<UnitRow>[] {
  return [
    {
      key: 'name',
      title: t('units.list.name'),
      cell: (u) => (
        <>
          <AppLink href={`/organisation/units/${u.id}`} className={css.rowName}>
            {u.name}
          </AppLink>
          {u.formerly ? (
            <span className={css.second}>{t('units.formerly', { name: u.formerly })}</span>
          ) : null}
        </>
      ),
    },
    { key: 'kind', title: t('units.column.kind'), cell: (u) => u.kindName, width: '152px' },
    {
      key: 'administration',
      title: t('units.column.administration'),
      cell: (u) => u.administration?.shortName ?? '',
      phone: 'hide',
    },
    {
      key: 'profession',
      title: t('units.column.profession'),
      cell: (u) => u.profession?.shortName ?? '',
      phone: 'hide',
    },
    { key: 'place', title: t('units.column.place'), cell: (u) => u.place, wideOnly: true, phone: 'hide' },
    {
      key: 'code',
      title: t('units.column.code'),
      cell: (u) => <span className="mute">{u.code}</span>,
      wideOnly: true,
      phone: 'hide',
    },
  ]
}
