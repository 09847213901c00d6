import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant, formatNumber } from '#src/messages/format.ts'
import { listSubmissionsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Submission } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './machines.module.css'
import { submissionsRoute } from './machines.routes.ts'
import { SetAsideDialog, TakeOverDialog } from './SubmissionDialogs.tsx'

export const Route = createLazyRoute('/activities/handed-in')({ component: Submissions })

const states = ['received', 'taken_over', 'set_aside'] as const
type Open = { what: 'takeOver' | 'setAside'; of: Submission }

/** What other platforms handed in to the unit: taken over as an activity, or set aside with a reason. */
function Submissions() {
  const { t, locale } = useLanguage()
  const client = useQueryClient()
  const search = submissionsRoute.useSearch()
  const navigate = submissionsRoute.useNavigate()
  const [open, setOpen] = useState<Open | null>(null)
  const filter = search.state ? { state: search.state } : {}
  const list = useInfiniteQuery({
    ...listSubmissionsInfiniteOptions({ query: filter }),
    initialPageParam: { query: filter },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const counts = list.data?.pages[0]?.counts
  const close = () => setOpen(null)
  const done = () => {
    close()
    void client.invalidateQueries()
  }
  return (
    <Page>
      <PageHead
        title={t('machines.inbox.title')}
        crumbs={[{ label: t('activities.title'), href: '/activities' }]}
      />
      <p className={css.lead}>{t('machines.inbox.intro')}</p>
      <DataList
        label={t('machines.inbox.title')}
        rows={list.data?.pages.flatMap((page) => page.items)}
        columns={columnsOf(t, locale, setOpen)}
        rowKey={(s) => s.id}
        rowName={(s) => s.content.title}
        filters={states.map((state) => ({
          key: state,
          label: t(`machines.inbox.state.${state}`),
          ...(counts ? { count: counts[state] } : {}),
          pressed: search.state === state,
          onPress: () => void navigate({ search: search.state === state ? {} : { state } }),
        }))}
        filtered={search.state !== undefined}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('machines.inbox.empty')}>{t('machines.inbox.empty.hint')}</EmptyState>}
      />
      {open?.what === 'takeOver' ? <TakeOverDialog of={open.of} onClose={close} onDone={done} /> : null}
      {open?.what === 'setAside' ? <SetAsideDialog of={open.of} onClose={close} onDone={done} /> : null}
    </Page>
  )
}

function columnsOf(
  t: ReturnType<typeof useLanguage>['t'],
  locale: 'vi' | 'en',
  open: (what: Open) => void,
): Column<Submission>[] {
  return [
    {
      key: 'what',
      title: t('machines.inbox.column.what'),
      cell: ({ content, figures, kindName, formName }) => (
        <>
          <span className={css.name}>{content.title}</span>
          <span className={css.second}>
            {[
              kindName,
              formName,
              content.place,
              ...figures.map((f) => `${f.name}: ${formatNumber(f.n, locale)}`),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {content.words ? <span className={css.second}>{content.words}</span> : null}
          {content.link ? (
            <a href={content.link} rel="noreferrer noopener">
              {t('machines.inbox.link.other')}
            </a>
          ) : null}
        </>
      ),
    },
    {
      key: 'from',
      title: t('machines.inbox.column.from'),
      cell: (s) => (
        <>
          {s.platform}
          <span className={css.second}>
            <span className={css.code}>{s.reference}</span>
            {s.version > 1 ? ` · ${t('machines.inbox.version', { n: s.version })}` : ''}
          </span>
        </>
      ),
    },
    {
      key: 'day',
      title: t('machines.inbox.column.day'),
      cell: (s) => (
        <>
          {formatDate(s.content.day)}
          <span className={css.second}>
            {t('machines.inbox.received', { at: formatInstant(s.receivedAt) })}
          </span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('machines.inbox.column.state'),
      cell: (s) => (
        <>
          {t(`machines.inbox.state.${s.state}`)}
          {s.reason ? <span className={css.second}>{s.reason}</span> : null}
          {s.countedIn.length > 0 ? (
            <span className={css.second}>{t('machines.inbox.counted', { n: s.countedIn.length })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('machines.inbox.column.act'),
      cell: (s) =>
        s.activity ? (
          <AppLink href={`/activities/${s.activity.id}`}>{t('machines.inbox.open')}</AppLink>
        ) : s.may.length === 0 ? null : (
          <span className={css.acts}>
            <Button size="small" onClick={() => open({ what: 'takeOver', of: s })}>
              {t('machines.inbox.takeOver')}
            </Button>
            <Button size="small" onClick={() => open({ what: 'setAside', of: s })}>
              {t('machines.inbox.setAside')}
            </Button>
          </span>
        ),
    },
  ]
}
