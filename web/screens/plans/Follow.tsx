import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { choosePlanTasks, type PlanDerived } from '../../api/generated/index.ts'
import {
  getDerivedTasksOptions,
  getDerivedTasksQueryKey,
  getTermsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import { FieldChanges, Words } from './Changes.tsx'
import css from './plans.module.css'

const route = '/plans/$planId/follow'
type Superior = PlanDerived['superiors'][number]
type Derived = Superior['tasks'][number]
type Choice = 'follow' | 'keep' | 'adapt'
const choices: readonly Choice[] = ['follow', 'keep', 'adapt']

/** A superior revised its plan: each derived task that changed asks what to do with it. */
function Follow() {
  const t = useT()
  const { planId } = Route.useParams()
  const client = useQueryClient()
  const query = useQuery(getDerivedTasksOptions({ path: { id: planId } }))
  const terms = useQuery({ ...getTermsOptions(), staleTime: Infinity }).data
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const derived = query.data
  const canChoose = derived?.may.includes('choose') ?? false

  async function choose(
    superior: Superior,
    body: { choices?: { taskKey: string; originKey: string; choice: Choice }[]; takeFresh?: string[] },
    what: string,
  ) {
    setBusy(what)
    setError(null)
    try {
      const { data } = await choosePlanTasks({
        path: { id: planId },
        body: { originPlanId: superior.planId, toRevision: superior.toRevision, ...body },
        headers: { [REQUEST_ID]: newId() },
        throwOnError: true,
      })
      client.setQueryData(getDerivedTasksQueryKey({ path: { id: planId } }), data)
      void client.invalidateQueries({ queryKey: ['session'] })
    } catch (e) {
      setError(e)
    } finally {
      setBusy(null)
    }
  }
  return (
    <Page>
      <PageHead
        title={t(derived?.superiors.length === 0 ? 'plans.follow.crumb' : 'plans.follow.title')}
        crumbs={[
          { label: t('session.nav.plans'), href: '/plans' },
          { label: derived?.title ?? '', href: `/plans/${planId}` },
          { label: t('plans.follow.crumb') },
        ]}
        {...(derived && derived.superiors.length > 0
          ? {
              status: (
                <Status state={derived.open > 0 ? 'soon' : 'done'}>
                  {derived.open > 0 ? t('plans.follow.left', { n: derived.open }) : t('plans.follow.done')}
                </Status>
              ),
            }
          : {})}
        acts={
          derived?.draftRevision ? (
            <ButtonLink kind="go" to="/plans/$planId/draft" params={{ planId }}>
              {t('plans.draft.open')}
            </ButtonLink>
          ) : null
        }
      />
      {error ? <ErrorNote error={error} focus /> : null}
      {query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : !derived ? (
        <Skeleton rows={5} />
      ) : derived.superiors.length === 0 ? (
        <EmptyState title={t('plans.follow.none')} />
      ) : (
        derived.superiors.map((superior) => {
          const moved = superior.tasks.filter((task) => task.state !== 'unchanged')
          const same = superior.tasks.length - moved.length
          return (
            <section key={superior.planId} className={css.block} style={{ maxWidth: 1040 }}>
              <h2>
                {superior.unit.shortName} · {superior.numberSymbol} ·{' '}
                {t('plans.follow.revision', { from: superior.fromRevision, to: superior.toRevision })}
              </h2>
              {moved.map((task) => (
                <Card
                  key={`${task.taskKey} ${task.originKey}`}
                  task={task}
                  terms={terms}
                  busy={busy}
                  {...(canChoose
                    ? {
                        onChoose: (choice: Choice) =>
                          void choose(
                            superior,
                            { choices: [{ taskKey: task.taskKey, originKey: task.originKey, choice }] },
                            `${task.taskKey} ${choice}`,
                          ),
                      }
                    : {})}
                />
              ))}
              {superior.fresh.map((fresh) => (
                <article key={fresh.key} className={css.card}>
                  <Status state="nil">{t('plans.follow.fresh')}</Status>
                  <h3>{fresh.title}</h3>
                  <p>{fresh.content}</p>
                  {canChoose ? (
                    <div className={css.acts}>
                      <Button
                        size="small"
                        busy={busy === fresh.key ? t('plans.busy') : false}
                        onClick={() => void choose(superior, { takeFresh: [fresh.key] }, fresh.key)}
                      >
                        {t('plans.follow.take')}
                      </Button>
                    </div>
                  ) : null}
                </article>
              ))}
              {same > 0 ? <p className={css.second}>{t('plans.follow.same', { n: same })}</p> : null}
            </section>
          )
        })
      )}
    </Page>
  )
}

function Card(props: {
  task: Derived
  terms: Parameters<typeof FieldChanges>[0]['terms']
  busy: string | null
  onChoose?: (choice: Choice) => void
}) {
  const t = useT()
  const { task, busy, onChoose } = props
  const { before, after, own } = task
  const isOwnWords = before !== null && (own.title !== before.title || own.content !== before.content)
  return (
    <article className={css.card}>
      <Status state={task.choice === null ? 'soon' : 'done'}>
        {task.choice === null
          ? t(`plans.follow.state.${task.state}`)
          : t(`plans.follow.chosen.${task.choice}`)}
      </Status>
      <h3>{own.title}</h3>
      <h4>{t('plans.follow.above')}</h4>
      {task.state === 'gone' ? (
        <p>{t('plans.follow.gone')}</p>
      ) : (
        <>
          <p>
            <Words before={before?.content ?? ''} after={after?.content ?? ''} />
          </p>
          <FieldChanges fields={task.fields.filter((f) => f.field !== 'content')} terms={props.terms} />
        </>
      )}
      {isOwnWords ? (
        <>
          <h4>{t('plans.follow.own')}</h4>
          <p>{own.content}</p>
        </>
      ) : null}
      {onChoose && task.choice === null ? (
        <div className={css.acts}>
          {choices.map((choice) => (
            <Button
              key={choice}
              size="small"
              busy={busy === `${task.taskKey} ${choice}` ? t('plans.busy') : false}
              onClick={() => onChoose(choice)}
            >
              {t(`plans.follow.${choice}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </article>
  )
}

export const Route = createLazyRoute(route)({ component: Follow })
