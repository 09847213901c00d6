import { useQuery } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatClause, formatInstant } from '#src/messages/format.ts'
import { rebasePlanDraft, addPlanBasis, type PlanDraft } from '../../api/generated/index.ts'
import { getTermsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Bench } from '../../parts/Bench.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { PageHead } from '../../parts/Page.tsx'
import { SaveState } from '../../parts/SaveState.tsx'
import { SigningBlock } from '../../parts/SigningBlock.tsx'
import { Status } from '../../parts/Status.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { BasisChooser } from './BasisChooser.tsx'
import { Conflict } from './Conflict.tsx'
import { SignerNote } from '../organisation/Signers.tsx'
import { Findings } from './Findings.tsx'
import { KeepRest } from './KeepRest.tsx'
import { short, withDeclined, withNewTask, withTask, type Task } from './model.ts'
import { PaperPane } from './PaperPane.tsx'
import css from './plans.module.css'
import { views } from './plans.routes.ts'
import { Returned, ReviewActs, Steps } from './ReviewActs.tsx'
import { SendPane } from './SendPane.tsx'
import { Covered, SourcesPane } from './SourcesPane.tsx'
import { TaskForm } from './TaskDrawer.tsx'
import { TaskFacts } from './TaskFacts.tsx'
import { everyTask, TaskList } from './TaskList.tsx'
import { TaskTable } from './TaskTable.tsx'
import { TextPane } from './TextPane.tsx'
import { usePlanDraft } from './useDraft.ts'

const route = '/plans/$planId/draft'
type Filter = 'all' | 'undecided' | 'key'
const filters: Record<Filter, (task: Task) => boolean> = {
  all: everyTask,
  undecided: (task) => task.decision === 'to_decide',
  key: (task) => task.isKey,
}

/** The bench where a plan is written: superiors' clauses, tasks under them, the selected task with its thread. */
function PlanBench() {
  const t = useT()
  const { planId } = Route.useParams()
  const saved = usePlanDraft(planId)
  const { query, draft, content } = saved
  if (!draft || !content)
    return (
      <Unready
        title={t('plans.column.plan')}
        crumbs={[{ label: t('session.nav.plans'), href: '/plans' }]}
        query={query}
      />
    )
  return <Loaded key={planId} saved={saved} draft={draft} content={content} />
}

function Loaded(props: {
  saved: ReturnType<typeof usePlanDraft>
  draft: PlanDraft
  content: PlanDraft['content']
}) {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const search = Route.useSearch()
  const { saved, draft, content } = props
  const terms = useQuery({ ...getTermsOptions(), staleTime: Infinity }).data
  const [error, setError] = useState<unknown>(null)
  const [filter, setFilter] = useState<Filter>('all')
  const [choosing, setChoosing] = useState<'add' | 'replace' | null>(null)
  const [lost, setLost] = useState<{ path: string; words: string }[] | null>(null)
  const canEdit = draft.may.includes('draft')
  const source = draft.sources.find((s) => s.documentId === search.source) ?? draft.sources[0]
  const view = search.view ?? 'tasks'
  const at = content.tasks.findIndex((task) => task.key === search.task)
  const task = content.tasks[at]

  const go = (change: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true })
  const open = (key: string | undefined) => go({ task: key })

  function addTask(clauseKey: string | null) {
    const key = newId()
    const place = source && clauseKey !== null ? { documentId: source.documentId, clauseKey } : null
    const like =
      content.tasks.find((x) => x.clauses.some((r) => r.clauseKey === clauseKey)) ?? content.tasks.at(-1)
    saved.change(withNewTask(content, key, place, like))
    open(key)
  }
  async function onDocument(documentId: string, isProvisional: boolean) {
    setError(null)
    setChoosing(null)
    try {
      if (!(await saved.save())) return
      const base = saved.current()?.version ?? draft.version
      if (choosing === 'replace' && source) {
        const { data } = await rebasePlanDraft({
          path: { id: draft.planId },
          body: { version: base, fromDocumentId: source.documentId, toDocumentId: documentId, isProvisional },
          throwOnError: true,
        })
        saved.take(data.draft)
        setLost(data.lost)
        go({ source: documentId, clause: undefined })
      } else {
        const { data } = await addPlanBasis({
          path: { id: draft.planId },
          body: { version: base, documentId, isProvisional },
          throwOnError: true,
        })
        saved.take(data)
        go({ source: documentId, clause: undefined })
      }
    } catch (e) {
      setError(e)
    }
  }

  const undecided = content.tasks.filter(filters.undecided).length
  const shownTask = {
    content,
    sources: draft.sources,
    terms,
    unitName: draft.unit.shortName,
    onClose: () => open(undefined),
  }
  const drawer = task ? (
    canEdit ? (
      <TaskForm
        key={task.key}
        {...shownTask}
        task={task}
        n={at + 1}
        hasBelow={content.recipients.some((r) => r.purpose === 'carry out')}
        saving={saved.saving}
        onChange={(change) => saved.change((now) => withTask(now, task.key, change))}
        onRemove={() => {
          saved.change({ ...content, tasks: content.tasks.filter((x) => x.key !== task.key) })
          open(undefined)
        }}
      />
    ) : (
      <TaskFacts {...shownTask} task={task} n={at + 1} />
    )
  ) : null

  const listing = {
    content,
    terms,
    filter: filters[filter],
    openKey: task?.key,
    onOpen: open,
  }
  return (
    <>
      <Bench
        head={
          <PageHead
            title={content.title === '' ? t('plans.untitled') : content.title}
            crumbs={[
              { label: t('session.nav.plans'), href: '/plans' },
              { label: t('plans.draft.crumb', { n: draft.revision }) },
            ]}
            status={
              <>
                <Status
                  state={draft.state === 'approved' ? 'done' : draft.state === 'in_review' ? 'busy' : 'open'}
                >
                  {t(`plans.state.${draft.state}`)}
                  {draft.numberSymbol ? ` · ${draft.numberSymbol}` : ''}
                </Status>{' '}
                {saved.saving ? <SaveState saving={saved.saving} /> : null}
              </>
            }
            acts={
              <>
                {draft.inForce > 0 ? (
                  <ButtonLink
                    to="/plans/$planId/compare"
                    params={{ planId: draft.planId }}
                    search={{ from: draft.inForce, to: 0 }}
                  >
                    {t('plans.compare.with', { n: draft.inForce })}
                  </ButtonLink>
                ) : null}
                <ReviewActs draft={draft} save={saved.save} onDraft={saved.take} onError={setError} />
              </>
            }
          />
        }
        left={{
          label: t('plans.sources'),
          content: (
            <SourcesPane
              sources={draft.sources}
              source={source}
              tasks={content.tasks}
              clause={search.clause}
              onSource={(documentId) => go({ source: documentId, clause: undefined })}
              onClause={(key) => go({ clause: key, view: 'tasks' })}
              notice={
                source && canEdit && (source.isProvisional || source.newest) ? (
                  <div className={css.notice}>
                    <p>{t(source.isProvisional ? 'plans.basis.isProvisional' : 'plans.basis.hasNewer')}</p>
                    <Button size="small" onClick={() => setChoosing('replace')}>
                      {t('plans.basis.replace')}
                    </Button>
                  </div>
                ) : null
              }
              act={
                canEdit ? (
                  <Button size="small" onClick={() => setChoosing('add')}>
                    {t('plans.source.add')}
                  </Button>
                ) : null
              }
            />
          ),
        }}
        middle={{
          label: t('plans.tasks'),
          content: (
            <div className={css.middle}>
              {error ? <ErrorNote error={error} focus /> : null}
              <Returned draft={draft} />
              {draft.state === 'draft' ? null : <SignerNote findings={draft.findings} />}
              {draft.signing ? (
                <SigningBlock<PlanDraft>
                  signing={draft.signing}
                  hasNumber={draft.numberSymbol !== null}
                  maySign={draft.may.includes('sign')}
                  path={`plans/${draft.planId}/draft`}
                  onDone={saved.take}
                />
              ) : null}
              {source ? (
                <div className={css.strip}>
                  <Covered source={source} />
                </div>
              ) : null}
              <div className={css.tools}>
                <div className={css.views} role="group" aria-label={t('plans.views')}>
                  {views.map((v) => (
                    <button key={v} type="button" aria-pressed={view === v} onClick={() => go({ view: v })}>
                      {t(`plans.view.${v}`)}
                    </button>
                  ))}
                </div>
                <span className={css.count}>{t('plans.tasks.n', { n: content.tasks.length })}</span>
              </div>
              {view === 'tasks' || view === 'table' ? (
                <>
                  <Findings
                    findings={draft.findings}
                    onTask={(key) => open(key)}
                    onClause={(documentId, clause) => go({ source: documentId, clause, view: 'tasks' })}
                  />
                  <Steps draft={draft} />
                  <Chips label={t('common.list.filters')}>
                    <Chip pressed={filter === 'all'} onClick={() => setFilter('all')}>
                      {t('plans.filter.all')}
                    </Chip>
                    <Chip
                      pressed={filter === 'undecided'}
                      count={undecided}
                      onClick={() => setFilter('undecided')}
                    >
                      {t('plans.decision.to_decide')}
                    </Chip>
                    <Chip pressed={filter === 'key'} onClick={() => setFilter('key')}>
                      {t('plans.task.isKey')}
                    </Chip>
                  </Chips>
                  {canEdit && filter === 'undecided' ? (
                    <KeepRest content={content} onChange={saved.change} />
                  ) : null}
                  <div style={{ height: 16 }} />
                </>
              ) : null}
              {view === 'tasks' ? (
                <TaskList
                  {...listing}
                  source={source}
                  clause={search.clause}
                  {...(canEdit
                    ? {
                        deeds: {
                          decide: (x: Task, decision: Task['decision'], reason = '') => {
                            saved.change(
                              withTask(content, x.key, { decision, ...(reason ? { reason } : {}) }),
                            )
                            if (decision === 'adapted') open(x.key)
                          },
                          add: addTask,
                          decline: (clauseKey: string, reason: string) => {
                            if (source)
                              saved.change(withDeclined(content, source.documentId, clauseKey, reason))
                          },
                        },
                      }
                    : {})}
                />
              ) : view === 'table' ? (
                <TaskTable {...listing} />
              ) : view === 'text' ? (
                <TextPane content={content} terms={terms} {...(canEdit ? { onChange: saved.change } : {})} />
              ) : view === 'send' ? (
                <SendPane content={content} {...(canEdit ? { onChange: saved.change } : {})} />
              ) : (
                <PaperPane
                  planId={draft.planId}
                  version={draft.version}
                  number={draft.numberSymbol}
                  draft={canEdit ? { content, onChange: saved.change } : undefined}
                />
              )}
              <p className={css.count} style={{ marginTop: 32 }}>
                {draft.updatedBy
                  ? t('plans.updated', { by: draft.updatedBy, at: formatInstant(draft.updatedAt) })
                  : null}
              </p>
            </div>
          ),
        }}
        {...(drawer ? { drawer } : {})}
      />
      {choosing ? (
        <BasisChooser
          year={content.year}
          title={t(choosing === 'add' ? 'plans.source.add' : 'plans.basis.replace')}
          without={draft.sources.map((s) => s.documentId)}
          onClose={() => setChoosing(null)}
          onChoose={(documentId, isProvisional) => void onDocument(documentId, isProvisional)}
        />
      ) : null}
      {lost ? (
        <Dialog
          title={t('plans.rebase.title')}
          onClose={() => setLost(null)}
          acts={<Button onClick={() => setLost(null)}>{t('common.close')}</Button>}
        >
          <p>{lost.length === 0 ? t('plans.rebase.all') : t('plans.rebase.lost', { n: lost.length })}</p>
          <ul>
            {lost.map((l, i) => (
              <li key={i}>
                {formatClause(l.path, t)}: “{short(l.words, 160)}”
              </li>
            ))}
          </ul>
        </Dialog>
      ) : null}
      {saved.conflict ? (
        <Conflict mine={content} theirs={saved.conflict} onChoose={saved.choose} onLater={saved.postpone} />
      ) : null}
    </>
  )
}

export const Route = createLazyRoute(route)({ component: PlanBench })
