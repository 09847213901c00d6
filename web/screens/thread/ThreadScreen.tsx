import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatNumber } from '#src/messages/format.ts'
import { getThreadOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Thread as ThreadData } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { Button, IconButton } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Thread } from '../../parts/Thread.tsx'
import { useHotkeys } from '../../parts/useHotkeys.ts'
import { useMedia } from '../../parts/useMedia.ts'
import { Unready } from '../../parts/Unready.tsx'
import { inSentence } from '../reports/spell.ts'
import { threadNodes, topClause } from './nodes.tsx'
import { River } from './River.tsx'
import css from './thread.module.css'
import { threadRoute } from './thread.routes.ts'

export const Route = createLazyRoute('/thread')({ component: ThreadScreen })

/** The thread as a screen of its own: the river where there is room, the same list where there is not. */
function ThreadScreen() {
  const { locale, t } = useLanguage()
  const search = threadRoute.useSearch()
  const navigate = threadRoute.useNavigate()
  const wide = useMedia('(min-width: 1000px)')
  const { report, indicator, version, unit, activity } = search
  const query = useQuery(
    getThreadOptions({
      query: {
        report,
        indicator,
        ...(version === undefined ? {} : { version }),
        ...(unit === undefined ? {} : { unit }),
        ...(activity === undefined ? {} : { activity }),
      },
    }),
  )
  const thread = query.data
  const units = thread ? unitsOf(thread) : []
  const followed = thread ? (thread.path[0]?.unit.id ?? thread.figure.unit.id) : undefined
  const at = units.findIndex((u) => u.id === followed)
  const follow = (to: number) => {
    const next = units[to]
    if (next) void navigate({ search: (s) => ({ ...s, unit: next.id, activity: undefined }), replace: true })
  }
  useHotkeys([
    { keys: 'j', does: t('session.keys.next'), run: () => follow(at + 1) },
    { keys: 'k', does: t('session.keys.previous'), run: () => follow(at - 1) },
  ])
  if (!thread) return <Unready title={t('views.thread')} query={query} />
  const { figure } = thread
  const clause = topClause(thread)
  const n = formatNumber(figure.n, locale)
  const what = inSentence(figure.name)
  return (
    <Page>
      <PageHead
        title={
          clause
            ? t('reports.thread.title', { issuer: clause.issuer, n, what })
            : t('reports.thread.title.none', { n, what })
        }
        crumbs={[
          {
            label: t('reports.thread.crumb.report', { period: figure.periodName }),
            href: `/reports/${report}`,
          },
          {
            label: t('reports.thread.crumb.line', { line: figure.line }),
            href: `/reports/${report}?figure=${indicator}${version === undefined ? '' : `&version=${version}`}`,
          },
        ]}
        acts={
          <>
            {units.length > 1 ? (
              <div className={css.step}>
                <IconButton
                  label={t('reports.thread.previous')}
                  disabled={at <= 0}
                  onClick={() => follow(at - 1)}
                >
                  <IconChevronLeft size={20} stroke={1.75} />
                </IconButton>
                <span>
                  {units[at]?.shortName}
                  <em>{t('reports.thread.at', { at: at + 1, all: units.length })}</em>
                </span>
                <IconButton
                  label={t('reports.thread.next')}
                  disabled={at >= units.length - 1}
                  onClick={() => follow(at + 1)}
                >
                  <IconChevronRight size={20} stroke={1.75} />
                </IconButton>
              </div>
            ) : null}
            {wide ? (
              <Button icon={<IconPrinter stroke={1.75} />} onClick={() => window.print()}>
                {t('reports.thread.print')}
              </Button>
            ) : null}
          </>
        }
      />
      {wide ? (
        <River
          thread={thread}
          followed={followed}
          onActivity={(id) => void navigate({ search: (s) => ({ ...s, activity: id }) })}
        />
      ) : (
        <Thread nodes={threadNodes(thread, { t, locale }, { big: true })} big />
      )}
      {thread.activity && thread.tasks.length === 0 && thread.directions.length === 0 ? (
        <p className={css.note}>{t('reports.thread.noTask')}</p>
      ) : null}
      {thread.activity ? null : <p className={css.note}>{t('reports.figure.thread.none')}</p>}
    </Page>
  )
}

/** The units one can go through: the report's own where it brings something, then those that are counted. */
function unitsOf(thread: ThreadData): { id: string; shortName: string }[] {
  const own = thread.figure.own.n > 0 || thread.parts.length === 0 ? [thread.figure.unit] : []
  return [...own, ...thread.parts.filter((p) => p.state === 'counted').map((p) => p.unit)]
}
