import { IconPrinter } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { DossierLine } from '../../api/generated/index.ts'
import { listDossiersInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonAnchor, ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { CopyDialog, NewDossierDialog } from './DossierDialogs.tsx'
import css from './dossiers.module.css'
import { dossierStates, type DossierSearch } from './dossiers.routes.ts'
import { HandOverDialog } from './HandOverDialog.tsx'

export const Route = createLazyRoute('/documents/dossiers')({ component: DossierList })

const shapes = { open: 'open', closed: 'busy', handed_over: 'done' } as const

/** The unit's files by year and heading: opened here, closed ones chosen and handed over to the archive. */
function DossierList() {
  const t = useT()
  const client = useQueryClient()
  const { today } = useSession()
  const navigate = useNavigate({ from: '/documents/dossiers' })
  const { q, state, of: year } = Route.useSearch()
  const [dialog, setDialog] = useState<'new' | 'copy' | 'hand_over' | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(year ? { year } : {}) }
  const options = listDossiersInfiniteOptions({ query: filter })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const first = list.data?.pages[0]
  const set = (next: Partial<DossierSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  const changed = () => client.invalidateQueries()
  const giveable = (rows ?? []).filter((d) => chosen.has(d.id) && d.may.includes('dossier.hand_over'))
  const paper = new URLSearchParams({ year: String(year ?? today.slice(0, 4)) }).toString()
  return (
    <Page>
      <PageHead
        title={t('dossiers.title')}
        crumbs={[{ label: t('session.nav.documents'), href: '/documents' }]}
        acts={
          <>
            <ButtonLink to="/documents/hand-overs" search={{}}>
              {t('dossiers.handOvers')}
            </ButtonLink>
            <ButtonAnchor
              href={`/api/v1/dossiers.pdf?${paper}`}
              target="_blank"
              rel="noreferrer"
              icon={<IconPrinter size={18} stroke={1.75} />}
            >
              {t('dossiers.print')}
            </ButtonAnchor>
            {first?.may.includes('dossier.create') ? (
              <>
                {first.years.length > 0 ? (
                  <Button onClick={() => setDialog('copy')}>{t('dossiers.copy')}</Button>
                ) : null}
                <Button kind="go" onClick={() => setDialog('new')}>
                  {t('dossiers.new')}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <DataList
        label={t('dossiers.title')}
        rows={rows}
        columns={useColumns()}
        rowKey={(row) => row.id}
        rowName={(row) => row.code}
        onOpen={(row) =>
          void navigate({ to: '/documents/dossiers/$dossierId', params: { dossierId: row.id } })
        }
        search={{
          value: q ?? '',
          label: t('dossiers.search'),
          onChange: (v) => set({ q: v || undefined }),
        }}
        filters={[
          ...(first?.years ?? []).map((y) => ({
            key: String(y),
            label: String(y),
            pressed: year === y,
            onPress: () => set({ of: year === y ? undefined : y }),
          })),
          ...dossierStates.map((s) => ({
            key: s,
            label: t(`dossiers.state.${s}`),
            pressed: state === s,
            onPress: () => set({ state: state === s ? undefined : s }),
          })),
        ]}
        selection={{
          keys: chosen,
          onChange: setChosen,
          acts:
            giveable.length > 0 ? (
              <Button kind="go" size="small" onClick={() => setDialog('hand_over')}>
                {t('dossiers.handOver', { n: giveable.length })}
              </Button>
            ) : null,
        }}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          window.location.assign(
            `/api/v1/dossiers.xlsx?${new URLSearchParams(Object.entries(filter).map(([k, v]) => [k, String(v)])).toString()}`,
          )
        }
        empty={<EmptyState title={t('dossiers.empty')}>{t('dossiers.empty.hint')}</EmptyState>}
      />
      {dialog === 'new' ? (
        <NewDossierDialog
          year={year ?? Number(today.slice(0, 4))}
          headings={first?.headings ?? []}
          onClose={() => setDialog(null)}
          onDone={(id) => {
            void changed()
            void navigate({ to: '/documents/dossiers/$dossierId', params: { dossierId: id } })
          }}
        />
      ) : null}
      {dialog === 'copy' ? (
        <CopyDialog
          years={first?.years ?? []}
          onClose={() => setDialog(null)}
          onDone={(to) => {
            setDialog(null)
            set({ of: to })
            void changed()
          }}
        />
      ) : null}
      {dialog === 'hand_over' ? (
        <HandOverDialog
          dossiers={giveable.map((d) => d.id)}
          onClose={() => setDialog(null)}
          onDone={() => {
            setDialog(null)
            setChosen(new Set())
            void changed()
            void navigate({ to: '/documents/hand-overs', search: {} })
          }}
        />
      ) : null}
    </Page>
  )
}

function useColumns(): Column<DossierLine>[] {
  const t = useT()
  return [
    {
      key: 'code',
      title: t('dossiers.form.code'),
      width: '144px',
      phone: 'line',
      cell: (row) => (
        <>
          <span className={css.code}>{row.code}</span>
          <span className={css.facts}>{row.year}</span>
        </>
      ),
    },
    {
      key: 'title',
      title: t('dossiers.column.dossier'),
      phone: 'title',
      cell: (row) => (
        <>
          <AppLink href={`/documents/dossiers/${row.id}`} className={css.title}>
            {row.title}
          </AppLink>
          <span className={css.facts}>{row.heading}</span>
        </>
      ),
    },
    {
      key: 'keep',
      title: t('dossiers.column.keep'),
      width: '120px',
      cell: (row) =>
        row.keepYears === null ? t('dossiers.keep.ever') : t('dossiers.keep.years', { n: row.keepYears }),
    },
    { key: 'keeper', title: t('dossiers.column.keeper'), width: '176px', cell: (row) => row.keeper },
    {
      key: 'documents',
      title: t('dossiers.column.documents'),
      width: '120px',
      cell: (row) => t('dossiers.documents.n', { n: row.documents }),
    },
    {
      key: 'state',
      title: t('dossiers.column.state'),
      width: '144px',
      cell: (row) => <Status state={shapes[row.state]}>{t(`dossiers.state.${row.state}`)}</Status>,
    },
  ]
}
