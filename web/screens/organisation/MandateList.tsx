import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { listMandatesInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Mandate } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { dayBefore } from './Delegations.tsx'
import { EndMandateDialog, MakeMandateDialog } from './MandateDialogs.tsx'
import css from './organisation.module.css'
import { mandatesRoute, mandateStates } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/mandates')({ component: MandateList })

const shapes = { holds: 'done', coming: 'busy', over: 'nil', void: 'nil' } as const

/** Who may sign for the unit: by which right, which documents, from when until when. */
function MandateList() {
  const t = useT()
  const { q, state } = mandatesRoute.useSearch()
  const navigate = mandatesRoute.useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState<'make' | Mandate | null>(null)
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}) }
  const query = useInfiniteQuery({
    ...listMandatesInfiniteOptions({ query: filter }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const [first] = query.data?.pages ?? []
  const rows = query.data?.pages.flatMap((p) => p.rows)
  const mayMake = first?.may.includes('mandate.make') ?? false
  const close = () => setOpen(null)
  const done = () => {
    close()
    void client.invalidateQueries()
  }
  const make = (
    <Button kind="go" icon={<IconPlus stroke={1.75} />} onClick={() => setOpen('make')}>
      {t('mandates.make')}
    </Button>
  )
  return (
    <Page>
      <PageHead
        title={t('mandates.title')}
        crumbs={[{ label: t('units.title'), href: '/organisation' }, { label: t('mandates.title') }]}
        acts={mayMake ? make : null}
      />
      <p className={css.hint}>{t('mandates.lead')}</p>
      <DataList
        label={t('mandates.title')}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        columns={columnsOf(t, setOpen)}
        search={{
          value: q ?? '',
          label: t('mandates.list.search'),
          onChange: (words) =>
            void navigate({ search: (now) => ({ ...now, q: words.trim() === '' ? undefined : words }) }),
        }}
        filters={[undefined, ...mandateStates].map((s) => ({
          key: s ?? 'all',
          label: t(s ? `mandates.state.${s}` : 'mandates.list.all'),
          pressed: state === s,
          onPress: () => void navigate({ search: (now) => ({ ...now, state: s }) }),
        }))}
        filtered={Object.keys(filter).length > 0}
        onExport={() => window.location.assign(`/api/v1/mandates/export.xlsx?${new URLSearchParams(filter)}`)}
        error={query.error ?? undefined}
        onRetry={() => void query.refetch()}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } }
          : {})}
        empty={
          <EmptyState title={t('mandates.empty')} {...(mayMake ? { act: make } : {})}>
            {t(mayMake ? 'mandates.empty.hint' : 'mandates.empty.read')}
          </EmptyState>
        }
      />
      {open === 'make' && first ? (
        <MakeMandateDialog people={first.people} kinds={first.kinds} onClose={close} onDone={done} />
      ) : null}
      {open !== null && open !== 'make' ? (
        <EndMandateDialog mandate={open} onClose={close} onDone={done} />
      ) : null}
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>, onEnd: (mandate: Mandate) => void): Column<Mandate>[] {
  return [
    {
      key: 'person',
      title: t('mandates.column.person'),
      phone: 'title',
      cell: (m) => (
        <>
          <span className={css.rowName}>{m.name}</span>
          {m.lines.map((line) => (
            <span key={line} className={css.second} lang="vi">
              {line}
            </span>
          ))}
        </>
      ),
    },
    {
      key: 'authority',
      title: t('mandates.column.authority'),
      width: '150px',
      phone: 'line',
      cell: (m) => t(`mandates.authority.${m.authority}`),
    },
    {
      key: 'kinds',
      title: t('mandates.column.kinds'),
      phone: 'line',
      cell: (m) => (
        <>
          <span lang="vi">{m.kinds.length === 0 ? t('mandates.kinds.all') : m.kinds.join(', ')}</span>
          {m.limits === null ? null : (
            <span className={css.second} lang="vi">
              {m.limits}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'basis',
      title: t('mandates.column.basis'),
      width: '190px',
      phone: 'line',
      cell: (m) =>
        m.basis === null ? (
          <span className="mute">{t('common.none')}</span>
        ) : m.basisDate === null ? (
          m.basis
        ) : (
          t('mandates.basis.words', { basis: m.basis, day: formatDate(m.basisDate) })
        ),
    },
    {
      key: 'period',
      title: t('mandates.column.period'),
      width: '200px',
      phone: 'line',
      cell: (m) => (
        <>
          {m.until === null
            ? t('mandates.period.from', { since: formatDate(m.since) })
            : t('mandates.period.both', {
                since: formatDate(m.since),
                last: formatDate(dayBefore(m.until)),
              })}
          <span className={css.second}>
            <Status state={shapes[m.state]}>{t(`mandates.state.${m.state}`)}</Status>
          </span>
        </>
      ),
    },
    {
      key: 'acts',
      title: '',
      width: '110px',
      cell: (m) =>
        m.may.includes('mandate.end') ? (
          <Button size="small" aria-label={t('mandates.end.of', { name: m.name })} onClick={() => onEnd(m)}>
            {t('mandates.end')}
          </Button>
        ) : null,
    },
  ]
}
