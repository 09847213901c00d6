import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { HandOverLine } from '../../api/generated/index.ts'
import {
  listHandOversInfiniteOptions,
  takeBackHandOverMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './dossiers.module.css'

export const Route = createLazyRoute('/documents/hand-overs')({ component: HandOvers })

/** What was handed over to the archive, with its list and minutes to print. */
function HandOvers() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/documents/hand-overs' })
  const { q } = Route.useSearch()
  const [back, setBack] = useState<HandOverLine | null>(null)
  const list = useInfiniteQuery({
    ...listHandOversInfiniteOptions({ query: q ? { q } : {} }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const take = useMutation({
    ...takeBackHandOverMutation(),
    onSuccess: () => {
      setBack(null)
      void client.invalidateQueries()
    },
  })
  return (
    <Page>
      <PageHead
        title={t('dossiers.handOvers')}
        crumbs={[
          { label: t('session.nav.documents'), href: '/documents' },
          { label: t('dossiers.title'), href: '/documents/dossiers' },
        ]}
      />
      <DataList
        label={t('dossiers.handOvers')}
        rows={rows}
        columns={useColumns(setBack)}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        search={{
          value: q ?? '',
          label: t('dossiers.handOvers.search'),
          onChange: (v) => void navigate({ search: { q: v || undefined }, replace: true }),
        }}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={q !== undefined}
        empty={
          <EmptyState title={t('dossiers.handOvers.empty')}>{t('dossiers.handOvers.empty.hint')}</EmptyState>
        }
      />
      {back ? (
        <ConfirmDialog
          title={t('dossiers.handOver.back.title')}
          act={t('dossiers.handOver.back')}
          danger
          busy={take.isPending ? t('common.busy.saving') : false}
          onClose={() => setBack(null)}
          onConfirm={() => take.mutate({ path: { handOverId: back.id } })}
        >
          {take.error ? <ErrorNote error={take.error} focus /> : null}
          <p>{t('dossiers.handOver.back.what')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function useColumns(onBack: (line: HandOverLine) => void): Column<HandOverLine>[] {
  const t = useT()
  const paper = (id: string, file: string) => `/api/v1/hand-overs/${id}/${file}`
  return [
    {
      key: 'what',
      title: t('dossiers.column.what'),
      cell: (row) => (
        <>
          <span className={css.title}>{row.title}</span>
          <span className={css.facts}>{formatDate(row.day)}</span>
        </>
      ),
    },
    { key: 'n', title: t('dossiers.column.n'), width: '96px', cell: (row) => row.dossiers },
    { key: 'giver', title: t('dossiers.column.giver'), width: '176px', cell: (row) => row.giver },
    { key: 'taker', title: t('dossiers.column.taker'), width: '176px', cell: (row) => row.taker },
    {
      key: 'papers',
      title: t('dossiers.column.papers'),
      width: '216px',
      cell: (row) => (
        <span className={css.acts}>
          <a href={paper(row.id, 'list.pdf')} target="_blank" rel="noreferrer">
            {t('dossiers.handOver.list')}
          </a>
          <a href={paper(row.id, 'minutes.pdf')} target="_blank" rel="noreferrer">
            {t('dossiers.handOver.minutes')}
          </a>
          <a href={paper(row.id, 'list.xlsx')}>{t('dossiers.handOver.sheet')}</a>
        </span>
      ),
    },
    {
      key: 'act',
      title: t('dossiers.column.act'),
      width: '112px',
      cell: (row) =>
        row.may.includes('dossier.hand_over') ? (
          <Button size="small" onClick={() => onBack(row)}>
            {t('dossiers.handOver.back')}
          </Button>
        ) : null,
    },
  ]
}
