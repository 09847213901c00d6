import { IconDownload, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import type { DirectionRow } from '../../api/generated/index.ts'
import { listDirectionsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SearchBox } from '../../parts/list/SearchBox.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './directions.module.css'
import { boxes, states } from './directions.routes.ts'

export const Route = createLazyRoute('/directions')({ component: DirectionList })

/** Directions received, sent and being written. */
function DirectionList() {
  const t = useT()
  const navigate = useNavigate({ from: '/directions' })
  const { box = 'received', state, q } = Route.useSearch()
  const filter = { box, ...(state ? { state } : {}), ...(q ? { q } : {}) }
  const list = useInfiniteQuery({
    ...listDirectionsInfiniteOptions({ query: filter }),
    initialPageParam: { query: filter },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows)
  return (
    <Page>
      <PageHead
        title={t('directions.title')}
        acts={
          <Button
            kind="go"
            icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() =>
              void navigate({
                to: '/directions/$directionId/draft',
                params: { directionId: newId() },
                search: { fresh: true },
              })
            }
          >
            {t('directions.new')}
          </Button>
        }
      />
      <div className={css.tools}>
        <SearchBox
          value={q ?? ''}
          label={t('directions.search')}
          onChange={(v) => void navigate({ search: (now) => ({ ...now, q: v || undefined }), replace: true })}
        />
        <Chips label={t('common.list.filters')}>
          {boxes.map((b) => (
            <Chip
              key={b}
              pressed={box === b}
              onClick={() => void navigate({ search: (now) => ({ ...now, box: b, state: undefined }) })}
            >
              {t(`directions.box.${b}`)}
            </Chip>
          ))}
          {box === 'drafts'
            ? null
            : states.map((s) => (
                <Chip
                  key={s}
                  pressed={state === s}
                  onClick={() =>
                    void navigate({ search: (now) => ({ ...now, state: state === s ? undefined : s }) })
                  }
                >
                  {t(`directions.filter.${s}`)}
                </Chip>
              ))}
        </Chips>
        <Button
          icon={<IconDownload stroke={1.75} />}
          onClick={() =>
            window.location.assign(`/api/v1/directions/export.xlsx?${new URLSearchParams(filter).toString()}`)
          }
        >
          {t('common.export')}
        </Button>
      </div>
      {list.error ? (
        <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      ) : !rows ? (
        <Skeleton rows={4} />
      ) : rows.length === 0 && (q || state) ? (
        <EmptyState title={t('common.list.nothing')}>{t('common.list.nothing.hint')}</EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title={t(`directions.box.${box}.none`)}>{t('directions.none.hint')}</EmptyState>
      ) : (
        <ul className={css.rows}>
          {rows.map((row) => (
            <Row key={row.id} row={row} box={box} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <Button
          kind="bare"
          busy={list.isFetchingNextPage ? t('common.loading') : false}
          onClick={() => void list.fetchNextPage()}
        >
          {t('common.list.more')}
        </Button>
      ) : null}
    </Page>
  )
}

function Row({ row, box }: { row: DirectionRow; box: (typeof boxes)[number] }) {
  const t = useT()
  const { today } = useSession()
  const facts = [
    box === 'sent' ? t('directions.row.units', { n: row.units }) : row.unit.shortName,
    t(`directions.expects.${row.expects}`),
    formatInstant(row.at),
    ...(box === 'sent'
      ? [t('directions.row.standing', { done: row.units - row.open, units: row.units })]
      : []),
    ...(row.questions > 0 ? [t('directions.row.questions', { n: row.questions })] : []),
  ]
  return (
    <li>
      <div>
        <AppLink className={css.title} href={`/directions/${row.id}${box === 'drafts' ? '/draft' : ''}`}>
          {row.title === '' ? t('directions.untitled') : row.title}
        </AppLink>
        <p className={css.facts}>
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </div>
      <div className={css.end}>
        {row.isWithdrawn ? (
          <Status state="nil">{t('directions.withdrawn')}</Status>
        ) : box === 'sent' && row.late > 0 ? (
          <Status state="late">{t('directions.row.late', { n: row.late })}</Status>
        ) : box !== 'drafts' && row.open === 0 ? (
          <Status state="done" />
        ) : (
          <DueDate due={row.dueOn} today={today} />
        )}
      </div>
    </li>
  )
}
