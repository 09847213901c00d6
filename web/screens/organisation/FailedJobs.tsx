import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import {
  listFailedJobsInfiniteOptions,
  retryJobMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { FailedJob } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './organisation.module.css'

export const Route = createLazyRoute('/organisation/jobs')({ component: FailedJobs })

/** Background work of the own unit that failed; an administrator lets it run again. */
function FailedJobs() {
  const t = useT()
  const client = useQueryClient()
  const list = useInfiniteQuery({
    ...listFailedJobsInfiniteOptions({ query: {} }),
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const retry = useMutation({
    ...retryJobMutation(),
    // Also after a refusal: another administrator may have been here meanwhile.
    onSettled: () => client.invalidateQueries(),
  })
  const rows = list.data?.pages.flatMap((page) => page.items)
  return (
    <Page>
      <PageHead title={t('jobs.title')} crumbs={[{ label: t('units.title'), href: '/organisation' }]} />
      <p className={css.lead}>{t('jobs.intro')}</p>
      <p role="status">{retry.isSuccess ? t('jobs.retried') : ''}</p>
      {retry.error ? <ErrorNote error={retry.error} /> : null}
      <DataList
        label={t('jobs.title')}
        rows={rows}
        columns={columnsOf(t, retry.isPending, (job) => retry.mutate({ path: { jobId: job.id } }))}
        rowKey={(job) => job.id}
        rowName={(job) => job.kindName}
        onExport={() => location.assign('/api/v1/jobs/failed.xlsx')}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('jobs.empty')}>{t('jobs.empty.hint')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(
  t: ReturnType<typeof useT>,
  busy: boolean,
  onRetry: (job: FailedJob) => void,
): Column<FailedJob>[] {
  return [
    {
      key: 'kind',
      title: t('jobs.column.kind'),
      cell: (job) => <span className={css.rowName}>{job.kindName}</span>,
    },
    { key: 'failed', title: t('jobs.column.failed'), cell: (job) => formatInstant(job.failedAt) },
    {
      key: 'cause',
      title: t('jobs.column.cause'),
      cell: (job) => (
        <>
          {job.reason}
          {job.error ? (
            <span className={css.second}>{t('jobs.cause.code', { code: job.error, n: job.attempts })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('jobs.column.act'),
      cell: (job) =>
        job.may.includes('job.retry') ? (
          <Button size="small" disabled={busy} onClick={() => onRetry(job)}>
            {t('jobs.retry')}
          </Button>
        ) : null,
    },
  ]
}
