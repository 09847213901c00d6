import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { revisePlan, type Plan } from '../../api/generated/index.ts'
import {
  getDerivedTasksOptions,
  getPlanOptions,
  getPlanProgressOptions,
  getPlanRevisionOptions,
  getTermsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Bench } from '../../parts/Bench.tsx'
import { Button, ButtonAnchor, ButtonLink } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { AskDialog } from './AskDialog.tsx'
import type { Task } from './model.ts'
import css from './plans.module.css'
import { isFiltered, passes, sortTasks, type SortKey, type TaskFilter } from './progressModel.ts'
import { views } from './plans.routes.ts'
import { SendPane } from './SendPane.tsx'
import { Covered, SourcesPane } from './SourcesPane.tsx'
import { TaskFacts } from './TaskFacts.tsx'
import { FilterButton, TaskFilters } from './TaskFilters.tsx'
import { everyTask, TaskList } from './TaskList.tsx'
import { TaskTable } from './TaskTable.tsx'
import { TaskThread } from './TaskThread.tsx'
import { TextPane } from './TextPane.tsx'

const route = '/plans/$planId'

/** An issued plan, one's own or a superior's or one from below, in the same three panes. */
function PlanView() {
  const t = useT()
  const { planId } = Route.useParams()
  const { revision } = Route.useSearch()
  const latest = useQuery({ ...getPlanOptions({ path: { id: planId } }), enabled: revision === undefined })
  const chosen = useQuery({
    ...getPlanRevisionOptions({ path: { id: planId, revision: revision ?? 1 } }),
    enabled: revision !== undefined,
  })
  const query = revision === undefined ? latest : chosen
  if (!query.data)
    return (
      <Unready
        title={t('plans.column.plan')}
        crumbs={[{ label: t('session.nav.plans'), href: '/plans' }]}
        query={query}
      />
    )
  return <Shown key={`${planId} ${query.data.revision}`} plan={query.data} />
}

function Shown(props: { plan: Plan }) {
  const t = useT()
  const { plan } = props
  const { content } = plan
  const navigate = useNavigate({ from: route })
  const client = useQueryClient()
  const search = Route.useSearch()
  const terms = useQuery({ ...getTermsOptions(), staleTime: Infinity }).data
  const derived = useQuery({ ...getDerivedTasksOptions({ path: { id: plan.id } }), enabled: plan.isOwn }).data
  // An overtaken revision has no progress: its tasks are done in the one in force.
  const told = useQuery({
    ...getPlanProgressOptions({ path: { planId: plan.id } }),
    enabled: plan.revision === plan.inForce,
  }).data
  const progress = told
    ? { of: new Map(told.tasks.map((x) => [x.key, x] as const)), isWhole: told.isWhole }
    : undefined
  const [asking, setAsking] = useState<{ taskKey: string | null } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const source = plan.sources.find((s) => s.documentId === search.source) ?? plan.sources[0]
  const shownViews = views.filter((v) => v !== 'paper')
  const view = shownViews.find((v) => v === search.view) ?? 'tasks'
  const at = content.tasks.findIndex((task) => task.key === search.task)
  const task = content.tasks[at]
  const go = (change: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true })
  const canAsk = plan.may.includes('ask') && !plan.isOwn

  async function revise() {
    setBusy(true)
    try {
      await revisePlan({
        path: { id: plan.id },
        body: { amendments: [] },
        headers: { [REQUEST_ID]: newId() },
        throwOnError: true,
      })
      await client.invalidateQueries()
      await navigate({ to: '/plans/$planId/draft', params: { planId: plan.id } })
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }

  const filter: TaskFilter = { q: search.q, state: search.state, lead: search.lead, key: search.key }
  const filtered = isFiltered(filter)
  const [filtering, setFiltering] = useState(filtered)
  const shown = filtered ? (x: Task) => passes(x, progress?.of.get(x.key), filter) : everyTask
  const listing = {
    content,
    terms,
    filter: shown,
    openKey: task?.key,
    onOpen: (key: string) => go({ task: key }),
    ...(progress ? { progress } : {}),
  }
  const sort = search.sort ? { key: search.sort, down: search.down === 'yes' } : undefined
  const isList = view === 'tasks' || view === 'table'
  function shownKeys(): string[] {
    const rows = content.tasks.map((x, i) => ({ task: x, n: i + 1 })).filter((row) => shown(row.task))
    return (sort && progress ? sortTasks(rows, progress.of, sort) : rows).map((row) => row.task.key)
  }
  const open = derived?.open ?? 0
  // The revision before; of the first one the next.
  const other = plan.revision > 1 ? plan.revision - 1 : 2
  const reviseButton = (kind: 'plain' | 'go') =>
    plan.may.includes('revise') ? (
      <Button kind={kind} busy={busy ? t('plans.busy') : false} onClick={() => void revise()}>
        {t('plans.revise')}
      </Button>
    ) : null
  return (
    <>
      <Bench
        head={
          <PageHead
            title={content.title}
            crumbs={[
              { label: t('session.nav.plans'), href: '/plans' },
              {
                label: plan.isOwn
                  ? (plan.numberSymbol ?? '')
                  : `${plan.unit.shortName} · ${plan.numberSymbol ?? ''}`,
              },
            ]}
            status={
              plan.revision === plan.inForce ? (
                <Status state="done">
                  {t('plans.issued', { n: plan.revision, date: formatDate(plan.issuedOn) })}
                </Status>
              ) : (
                <Status state="nil">
                  {t('plans.overtaken', { n: plan.revision, date: formatDate(plan.issuedOn) })}
                </Status>
              )
            }
            acts={
              <>
                <AppLink href={`/documents/${plan.documentId}`}>{t('plans.paper.open')}</AppLink>
                <ButtonAnchor
                  href={`/api/v1/documents/${plan.documentId}/files/pdf`}
                  target="_blank"
                  rel="noreferrer"
                  icon={<IconPrinter size={18} stroke={1.75} />}
                >
                  {t('common.print')}
                </ButtonAnchor>
                {plan.revisions.length > 1 ? (
                  <ButtonLink
                    to="/plans/$planId/compare"
                    params={{ planId: plan.id }}
                    search={{ from: Math.min(plan.revision, other), to: Math.max(plan.revision, other) }}
                  >
                    {t('plans.compare.with', { n: other })}
                  </ButtonLink>
                ) : null}
                {plan.isOwn && plan.hasDraft ? (
                  <ButtonLink kind="go" to="/plans/$planId/draft" params={{ planId: plan.id }}>
                    {t('plans.draft.open')}
                  </ButtonLink>
                ) : null}
                {reviseButton(open > 0 ? 'plain' : 'go')}
                {canAsk ? (
                  <Button onClick={() => setAsking({ taskKey: task?.key ?? null })}>{t('plans.ask')}</Button>
                ) : null}
              </>
            }
          />
        }
        left={{
          label: t('plans.sources'),
          content: (
            <SourcesPane
              sources={plan.sources}
              source={source}
              tasks={content.tasks}
              clause={search.clause}
              onSource={(documentId) => go({ source: documentId, clause: undefined })}
              onClause={(key) => go({ clause: key, view: 'tasks' })}
            />
          ),
        }}
        middle={{
          label: t('plans.tasks'),
          content: (
            <div className={css.middle}>
              {error ? <ErrorNote error={error} focus /> : null}
              {open > 0 ? (
                <div className={css.slot} style={{ marginBottom: 20 }}>
                  <b>{t('plans.follow.open', { n: open })}</b>
                  <div className={css.acts}>
                    <ButtonLink kind="go" to="/plans/$planId/follow" params={{ planId: plan.id }}>
                      {t('plans.follow.go')}
                    </ButtonLink>
                  </div>
                </div>
              ) : null}
              {source ? (
                <div className={css.strip}>
                  <Covered source={source} />
                </div>
              ) : null}
              <div className={css.tools}>
                <div className={css.views} role="group" aria-label={t('plans.views')}>
                  {shownViews.map((v) => (
                    <button key={v} type="button" aria-pressed={view === v} onClick={() => go({ view: v })}>
                      {t(`plans.view.${v}`)}
                    </button>
                  ))}
                </div>
                {isList ? <FilterButton open={filtering} onToggle={() => setFiltering(!filtering)} /> : null}
                <span className={css.count}>
                  {filtered && isList
                    ? t('views.progress.filter.shown', {
                        n: content.tasks.filter(shown).length,
                        all: content.tasks.length,
                      })
                    : t('plans.tasks.n', { n: content.tasks.length })}
                  {told && told.all > 0 && !task
                    ? ` · ${t('views.progress.done.short', { done: told.done, all: told.all })}`
                    : null}
                </span>
                {view === 'table' && progress ? (
                  <ButtonAnchor
                    kind="bare"
                    size="small"
                    href={exportAddress(plan.id, filtered || sort ? shownKeys() : null)}
                    icon={<IconDownload size={16} stroke={1.75} />}
                  >
                    {t('common.export')}
                  </ButtonAnchor>
                ) : null}
              </div>
              {isList && filtering ? (
                <TaskFilters
                  tasks={content.tasks}
                  filter={filter}
                  hasStates={progress !== undefined}
                  onChange={go}
                />
              ) : null}
              {isList && told && !told.isWhole ? (
                <p className={css.count} style={{ marginBottom: 16 }}>
                  {t('views.progress.mine.note')}
                </p>
              ) : null}
              {view === 'tasks' ? (
                <TaskList
                  {...listing}
                  source={source}
                  clause={search.clause}
                  gapAct={reviseButton('plain')}
                />
              ) : view === 'table' ? (
                <TaskTable
                  {...listing}
                  {...(sort ? { sort } : {})}
                  {...(progress
                    ? {
                        onSort: ({ key, down }: { key: SortKey; down: boolean }) =>
                          go({ sort: key, down: down ? 'yes' : undefined }),
                      }
                    : {})}
                />
              ) : view === 'text' ? (
                <TextPane content={content} terms={terms} />
              ) : (
                <SendPane content={content} />
              )}
            </div>
          ),
        }}
        {...(task
          ? {
              drawer: (
                <TaskFacts
                  key={task.key}
                  task={task}
                  n={at + 1}
                  content={content}
                  sources={plan.sources}
                  terms={terms}
                  unitName={plan.unit.shortName}
                  onClose={() => go({ task: undefined })}
                  progress={progress?.of.get(task.key)}
                  {...(plan.revision === plan.inForce
                    ? {
                        thread: (
                          <TaskThread
                            planId={plan.id}
                            taskKey={task.key}
                            progress={progress?.of.get(task.key)}
                            isOwn={plan.isOwn}
                          />
                        ),
                      }
                    : {})}
                  act={
                    canAsk ? (
                      <p className={css.acts}>
                        <Button size="small" onClick={() => setAsking({ taskKey: task.key })}>
                          {t('plans.ask')}
                        </Button>
                      </p>
                    ) : null
                  }
                />
              ),
            }
          : {})}
      />
      {asking ? (
        <AskDialog
          planId={plan.id}
          revision={plan.revision}
          taskKey={asking.taskKey}
          tasks={content.tasks.filter((x) => x.decision !== 'declined')}
          unitName={plan.unit.shortName}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  )
}

/** The file of the rows as they are shown: in their order and only those. */
function exportAddress(planId: string, keys: readonly string[] | null): string {
  const base = `/api/v1/plans/${planId}/tasks.xlsx`
  return keys === null ? base : `${base}?tasks=${encodeURIComponent(keys.join(','))}`
}

export const Route = createLazyRoute(route)({ component: PlanView })
