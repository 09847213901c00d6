import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { revisePlan, type Plan } from '../../api/generated/index.ts'
import {
  getDerivedTasksOptions,
  getPlanOptions,
  getPlanRevisionOptions,
  getTermsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Bench } from '../../parts/Bench.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import { AskDialog } from './AskDialog.tsx'
import css from './plans.module.css'
import { views } from './plans.routes.ts'
import { SendPane } from './SendPane.tsx'
import { Covered, SourcesPane } from './SourcesPane.tsx'
import { TaskFacts } from './TaskDrawer.tsx'
import { everyTask, TaskList } from './TaskList.tsx'
import { TaskTable } from './TaskTable.tsx'
import { TextPane } from './TextPane.tsx'

const route = '/plans/$planId'

/** An issued plan, one's own or a superior's or one from below, in the same three panes. */
function PlanView() {
  const { planId } = Route.useParams()
  const { revision } = Route.useSearch()
  const latest = useQuery({ ...getPlanOptions({ path: { id: planId } }), enabled: revision === undefined })
  const chosen = useQuery({
    ...getPlanRevisionOptions({ path: { id: planId, revision: revision ?? 1 } }),
    enabled: revision !== undefined,
  })
  const query = revision === undefined ? latest : chosen
  if (query.error)
    return (
      <Page narrow>
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} focus />
      </Page>
    )
  if (!query.data)
    return (
      <Page>
        <Skeleton rows={8} />
      </Page>
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

  const listing = {
    content,
    terms,
    filter: everyTask,
    openKey: task?.key,
    onOpen: (key: string) => go({ task: key }),
  }
  const open = derived?.open ?? 0
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
                {plan.revisions.length > 1 ? (
                  <ButtonLink
                    to="/plans/$planId/compare"
                    params={{ planId: plan.id }}
                    search={{
                      from: plan.revision > 1 ? plan.revision - 1 : 1,
                      to: plan.revision > 1 ? plan.revision : 2,
                    }}
                  >
                    {t('plans.compare')}
                  </ButtonLink>
                ) : null}
                {plan.isOwn && plan.hasDraft ? (
                  <ButtonLink kind="go" to="/plans/$planId/draft" params={{ planId: plan.id }}>
                    {t('plans.draft.open')}
                  </ButtonLink>
                ) : null}
                {plan.may.includes('revise') ? (
                  <Button
                    kind={open > 0 ? 'plain' : 'go'}
                    busy={busy ? t('plans.busy') : false}
                    onClick={() => void revise()}
                  >
                    {t('plans.revise')}
                  </Button>
                ) : null}
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
                <span className={css.count}>{t('plans.tasks.n', { n: content.tasks.length })}</span>
              </div>
              {view === 'tasks' ? (
                <TaskList {...listing} source={source} clause={search.clause} />
              ) : view === 'table' ? (
                <TaskTable {...listing} />
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

export const Route = createLazyRoute(route)({ component: PlanView })
