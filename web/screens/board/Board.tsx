import { IconDownload, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  getBoardInfiniteOptions,
  remindUnitsMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { DataList, type Filter, type Sort } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Board.module.css'
import { boardSorts, type BoardSearch } from './board.routes.ts'
import { useBoardColumns } from './columns.tsx'
import { ExcuseDialog } from './ExcuseDialog.tsx'
import { ExtendDialog } from './ExtendDialog.tsx'
import { Totals } from './Totals.tsx'

export const Route = createLazyRoute('/plans/$planId/board')({ component: Board })

/** The cascade board: units down, stages across, the latest first; choose many, remind, give time, export. */
function Board() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/plans/$planId/board' })
  const { planId } = Route.useParams()
  const { q, kind, due, sort } = Route.useSearch()
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<'extend' | 'excuse' | null>(null)
  const filter: BoardSearch = { ...(q ? { q } : {}), ...(kind ? { kind } : {}), ...(due ? { due } : {}) }
  const options = getBoardInfiniteOptions({
    path: { planId },
    query: { ...filter, ...(sort ? { sort } : {}) },
  })
  const list = useInfiniteQuery({
    ...options,
    initialPageParam: { path: { planId } },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const board = list.data?.pages[0]
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows), [list.data])
  const columns = useBoardColumns(board)
  const remind = useMutation({
    ...remindUnitsMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: options.queryKey }),
  })

  const close = () => setAsking(null)
  const done = () => {
    close()
    void client.invalidateQueries({ queryKey: options.queryKey })
  }
  const set = (next: Partial<BoardSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  const chosen = rows?.filter((r) => keys.has(r.unit.id)) ?? []
  const owing = chosen.filter((r) => r.remind.length > 0)
  const ids = owing.flatMap((r) => r.remind)
  const may = board?.may ?? []
  const filters: Filter[] = board
    ? [
        {
          key: 'all',
          label: t('views.board.all'),
          count: board.units,
          pressed: !kind && !due,
          onPress: () => set({ kind: undefined, due: undefined }),
        },
        ...board.kinds.map((k) => ({
          key: k.kind,
          label: k.name,
          count: k.units,
          pressed: kind === k.kind,
          onPress: () => set({ kind: kind === k.kind ? undefined : k.kind }),
        })),
        {
          key: 'soon',
          label: t('views.board.lateOrSoon'),
          count: board.lateOrSoon,
          pressed: due === 'soon',
          onPress: () => set({ due: due === 'soon' ? undefined : 'soon' }),
        },
      ]
    : []
  const number = board?.plan.numberSymbol ?? board?.plan.title ?? ''
  return (
    <Page>
      <PageHead
        title={board ? t('views.board.title', { n: board.units }) : t('views.board.sheet')}
        crumbs={[
          { label: t('session.nav.plans'), href: '/plans' },
          ...(number === '' ? [] : [{ label: number, href: `/plans/${planId}` }]),
        ]}
        acts={
          board && board.units > 0 ? (
            <ButtonAnchor
              href={exportAddress(planId, { ...filter, ...(sort ? { sort } : {}) })}
              icon={<IconDownload size={18} stroke={1.75} />}
            >
              {t('common.export')}
            </ButtonAnchor>
          ) : null
        }
      />
      {board ? <Totals board={board} /> : null}
      {remind.error ? <ErrorNote error={remind.error} focus /> : null}
      {remind.data ? (
        <p className={css.sent} role="status">
          <Status state="done">{t('views.remind.sent', { n: remind.data.units })}</Status>
        </p>
      ) : null}
      <DataList
        label={t('views.board.title', { n: board?.units ?? 0 })}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.unit.id}
        rowName={(row) => row.unit.shortName}
        search={{
          value: q ?? '',
          label: t('views.board.search'),
          onChange: (v) => set({ q: v || undefined }),
        }}
        filters={filters}
        tools={board ? t('views.board.asOf', { time: formatInstant(board.asOf).slice(-5) }) : undefined}
        sort={sortShown(sort)}
        onSort={({ key }) => set({ sort: boardSorts.find((s) => s === key && s !== 'late') })}
        selection={{
          keys,
          onChange: setKeys,
          words: t('views.board.chosen', { n: keys.size }),
          acts: (
            <>
              {may.includes('obligation.remind') ? (
                <Button
                  icon={<IconSend size={18} stroke={1.75} />}
                  busy={remind.isPending ? t('common.busy.sending') : false}
                  {...(owing.length === 0 ? { reason: t('views.remind.none') } : {})}
                  onClick={() => remind.mutate({ body: { ids } })}
                >
                  {t('views.remind', { n: owing.length })}
                </Button>
              ) : null}
              {may.includes('obligation.extend') && owing.length > 0 ? (
                <Button onClick={() => setAsking('extend')}>{t('views.extend')}</Button>
              ) : null}
              {may.includes('obligation.excuse') && owing.length > 0 ? (
                <Button onClick={() => setAsking('excuse')}>{t('views.excuse')}</Button>
              ) : null}
              {chosen.length > 0 && chosen.length <= 200 ? (
                <ButtonAnchor href={exportAddress(planId, { units: chosen.map((r) => r.unit.id).join(',') })}>
                  {t('views.board.exportChosen', { n: chosen.length })}
                </ButtonAnchor>
              ) : null}
            </>
          ),
        }}
        {...(list.hasNextPage && board && rows
          ? {
              more: {
                onMore: () => void list.fetchNextPage(),
                loading: list.isFetchingNextPage,
                rest: board.matching - rows.length,
              },
            }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        empty={<EmptyState title={t('views.board.empty')}>{t('views.board.empty.hint')}</EmptyState>}
      />
      {asking === 'extend' && board ? (
        <ExtendDialog units={owing.length} ids={ids} today={board.today} onClose={close} onDone={done} />
      ) : null}
      {asking === 'excuse' ? (
        <ExcuseDialog units={owing.length} ids={ids} onClose={close} onDone={done} />
      ) : null}
    </Page>
  )
}

/** The server has one direction for each order; the head shows it. */
function sortShown(sort: BoardSearch['sort']): Sort {
  return { key: sort ?? 'late', down: (sort ?? 'late') === 'late' }
}

function exportAddress(planId: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((e): e is [string, string] => e[1] !== undefined)
  const search = new URLSearchParams(given).toString()
  return `/api/v1/plans/${planId}/board.xlsx${search === '' ? '' : `?${search}`}`
}
