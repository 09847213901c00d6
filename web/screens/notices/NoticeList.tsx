import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  listNoticesInfiniteOptions,
  seeNoticesMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Notice } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { useGo } from '../today/useGo.ts'
import css from './notices.module.css'
import { noticeKinds } from './notices.routes.ts'

export const Route = createLazyRoute('/notices')({ component: NoticeList })

/** Everything this person was told for the acting unit; what is opened is seen. */
function NoticeList() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/notices' })
  const go = useGo()
  const { q, state, kind } = Route.useSearch()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(kind ? { kind } : {}) }
  const list = useInfiniteQuery({
    ...listNoticesInfiniteOptions({ query: filter }),
    initialPageParam: { query: filter },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const see = useMutation({
    ...seeNoticesMutation(),
    onSuccess: () => {
      setChosen(new Set())
      return client.invalidateQueries()
    },
  })
  const rows = list.data?.pages.flatMap((page) => page.items)
  const first = list.data?.pages[0]
  const newest = rows?.[0]
  function seeOne(notice: Notice) {
    if (notice.seenAt === null) see.mutate({ body: { ids: [notice.id] } })
  }
  return (
    <Page>
      <PageHead
        title={t('notices.title')}
        acts={
          <>
            {first && first.unseen > 0 && newest ? (
              <Button
                busy={see.isPending && t('common.busy.saving')}
                onClick={() => see.mutate({ body: { until: newest.at } })}
              >
                {t('notices.list.seeAll')}
              </Button>
            ) : null}
            <ButtonLink to="/account">{t('notices.list.choose')}</ButtonLink>
          </>
        }
      />
      <p role="status">{see.isSuccess ? t('notices.list.seen', { n: see.data.unseen }) : ''}</p>
      {see.error ? <ErrorNote error={see.error} focus /> : null}
      <DataList
        label={t('notices.title')}
        rows={rows}
        columns={columnsOf(t, seeOne)}
        rowKey={(n) => n.id}
        rowName={(n) => n.sentence}
        onOpen={(n) => {
          seeOne(n)
          if (n.to !== null) go(n.to)
        }}
        selection={{
          keys: chosen,
          onChange: setChosen,
          acts: (
            <Button kind="go" onClick={() => see.mutate({ body: { ids: [...chosen] } })}>
              {t('notices.list.see')}
            </Button>
          ),
        }}
        search={{
          value: q ?? '',
          label: t('notices.search'),
          onChange: (v) => void navigate({ search: (now) => ({ ...now, q: v || undefined }), replace: true }),
        }}
        filters={[
          {
            key: 'unseen',
            label: t('notices.unseen'),
            ...(first ? { count: first.unseen } : {}),
            pressed: state === 'unseen',
            onPress: () =>
              void navigate({
                search: (now) => ({ ...now, state: state ? undefined : 'unseen' }),
                replace: true,
              }),
          },
          ...noticeKinds.map((k) => ({
            key: k,
            label: t(`notices.kind.${k}`),
            pressed: kind === k,
            onPress: () =>
              void navigate({
                search: (now) => ({ ...now, kind: kind === k ? undefined : k }),
                replace: true,
              }),
          })),
        ]}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          location.assign(`/api/v1/notices/export.xlsx?${new URLSearchParams(filter).toString()}`)
        }
        empty={<EmptyState title={t('notices.empty')}>{t('notices.empty.hint')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>, onSee: (notice: Notice) => void): Column<Notice>[] {
  return [
    {
      key: 'what',
      title: t('notices.column.what'),
      cell: (n) => (
        <>
          <span className={n.seenAt === null ? css.new : undefined}>
            {n.to === null ? (
              n.sentence
            ) : (
              <AppLink href={n.to} onClick={() => onSee(n)}>
                {n.sentence}
              </AppLink>
            )}
          </span>{' '}
          {n.isUrgent ? <Tag>{t('notices.urgent')}</Tag> : null}
          {n.detail ? <span className={css.second}>{n.detail}</span> : null}
        </>
      ),
    },
    {
      key: 'kind',
      title: t('notices.column.kind'),
      width: '200px',
      cell: (n) => t(`notices.kind.${n.kind}`),
    },
    {
      key: 'at',
      title: t('notices.column.at'),
      width: '180px',
      cell: (n) => (
        <>
          {formatInstant(n.at)}
          {n.seenAt === null ? <span className={css.second}>{t('notices.unseen')}</span> : null}
        </>
      ),
    },
  ]
}
