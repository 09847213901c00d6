import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  approvePlan,
  dropPlanDraft,
  issuePlan,
  numberPlan,
  refusePlan,
  returnPlan,
  submitPlan,
  type PlanDraft,
} from '../../api/generated/index.ts'
import { getPlanDraftQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import css from './plans.module.css'

type Deed = 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue' | 'drop'

/**
 * The buttons of the review: exactly what this person may do with the draft now, one of them the next step.
 * @param save saves what is being typed; a deed waits for it
 */
export function ReviewActs(props: {
  draft: PlanDraft
  save: () => Promise<boolean>
  onDraft: (draft: PlanDraft) => void
  onError: (error: unknown) => void
}) {
  const t = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { draft, save, onDraft, onError } = props
  const [asking, setAsking] = useState<Deed | null>(null)
  const [busy, setBusy] = useState<Deed | null>(null)
  const may = new Set(draft.may)
  const must = draft.findings.filter((f) => f.level === 'must').length
  const path = { id: draft.planId }

  async function act(deed: Deed, words = '') {
    setBusy(deed)
    onError(null)
    const headers = { [REQUEST_ID]: newId() }
    const call = { path, headers, throwOnError: true as const }
    try {
      if (!(await save())) return
      if (deed === 'issue') {
        await issuePlan({ ...call, body: { revision: draft.revision } })
        // First away from the draft, which is no more: asked again it would be refused.
        await navigate({ to: '/plans/$planId', params: { planId: draft.planId } })
        client.removeQueries({ queryKey: getPlanDraftQueryKey({ path }) })
        await client.invalidateQueries()
        return
      }
      if (deed === 'drop') {
        await dropPlanDraft(call)
        await navigate({ to: '/plans' })
        client.removeQueries({ queryKey: getPlanDraftQueryKey({ path }) })
        await client.invalidateQueries()
        return
      }
      const { data } =
        deed === 'submit'
          ? await submitPlan({ ...call, body: { words } })
          : deed === 'return'
            ? await returnPlan({ ...call, body: { words } })
            : deed === 'approve'
              ? await approvePlan({ ...call, body: { words } })
              : deed === 'refuse'
                ? await refusePlan({ ...call, body: { words } })
                : await numberPlan(call)
      onDraft(data)
      void client.invalidateQueries({ queryKey: ['session'] })
    } catch (error) {
      onError(error)
    } finally {
      setBusy(null)
      setAsking(null)
    }
  }
  const unsigned = draft.signing?.next
  const working = (deed: Deed) => (busy === deed ? t('plans.busy') : false)
  return (
    <>
      {may.has('number') ? (
        <Button busy={working('number')} onClick={() => void act('number')}>
          {t('plans.act.number')}
        </Button>
      ) : null}
      {may.has('refuse') ? (
        <Button onClick={() => setAsking('refuse')}>{t('plans.act.refuse')}</Button>
      ) : null}
      {may.has('return') ? (
        <Button onClick={() => setAsking('return')}>{t('plans.act.return')}</Button>
      ) : null}
      {may.has('draft') ? (
        <Button kind="bare" onClick={() => setAsking('drop')}>
          {t('plans.act.drop')}
        </Button>
      ) : null}
      {may.has('submit') ? (
        <Button
          kind="go"
          busy={working('submit')}
          {...(must > 0 ? { reason: t('plans.act.submit.not', { n: must }) } : {})}
          onClick={() => setAsking('submit')}
        >
          {t('plans.act.submit')}
        </Button>
      ) : null}
      {may.has('approve') ? (
        <Button kind="go" busy={working('approve')} onClick={() => void act('approve')}>
          {t('plans.act.approve')}
        </Button>
      ) : null}
      {may.has('issue') ? (
        <Button
          kind="go"
          busy={working('issue')}
          {...(unsigned ? { reason: t(`signing.next.${unsigned}`) } : {})}
          onClick={() => setAsking('issue')}
        >
          {t('plans.act.issue')}
        </Button>
      ) : null}
      {asking === 'submit' || asking === 'return' || asking === 'refuse' ? (
        <ReasonDialog
          title={t(`plans.act.${asking}`)}
          label={t(`plans.act.${asking}.words`)}
          act={t(`plans.act.${asking}`)}
          busy={working(asking)}
          optional={asking === 'submit'}
          onClose={() => setAsking(null)}
          onDone={(words) => void act(asking, words)}
        />
      ) : null}
      {asking === 'drop' ? (
        <ConfirmDialog
          title={t('plans.act.drop')}
          act={t('plans.act.drop')}
          danger
          busy={working('drop')}
          onConfirm={() => void act('drop')}
          onClose={() => setAsking(null)}
        >
          <p>{t(draft.inForce === 0 ? 'plans.act.drop.first' : 'plans.act.drop.revision')}</p>
        </ConfirmDialog>
      ) : null}
      {asking === 'issue' ? (
        <IssueDialog
          draft={draft}
          busy={working('issue')}
          onConfirm={() => void act('issue')}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  )
}

/** Says what issuing does before it is done: number, recipients, what becomes due below. */
function IssueDialog(props: {
  draft: PlanDraft
  busy: string | false
  onConfirm: () => void
  onClose: () => void
}) {
  const t = useT()
  const { draft } = props
  const { content } = draft
  return (
    <ConfirmDialog
      title={t('plans.issue.title')}
      act={t('plans.act.issue')}
      busy={props.busy}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        {draft.numberSymbol === null
          ? t('plans.issue.nextNumber')
          : t('plans.issue.number', { number: draft.numberSymbol })}
      </p>
      <h3>{t('plans.recipients')}</h3>
      {content.recipients.length === 0 ? (
        <p>{t('plans.recipients.none')}</p>
      ) : (
        <ul>
          {content.recipients.map((r, i) => (
            <li key={i}>
              {r.words}
              {r.purpose ? ` (${t(`plans.purpose.${r.purpose === 'carry out' ? 'do' : r.purpose}`)})` : null}
            </li>
          ))}
        </ul>
      )}
      <p>{t(content.isPublic ? 'plans.issue.public' : 'plans.issue.notPublic')}</p>
    </ConfirmDialog>
  )
}

/** Of a draft that came back, the words with which it came back: whoever opens it has to answer them. */
export function Returned(props: { draft: PlanDraft }) {
  const t = useT()
  const { state, steps } = props.draft
  const last = steps.reduce<(typeof steps)[number] | null>((a, s) => (a && a.at > s.at ? a : s), null)
  if (state !== 'draft' || (last?.step !== 'return' && last?.step !== 'refuse')) return null
  return (
    <div className={css.slot} style={{ marginBottom: 20 }}>
      <b>
        {t(`plans.step.${last.step}`, { by: whoOf(last, t) })} · {formatInstant(last.at)}
      </b>
      <p lang="vi">“{last.words}”</p>
    </div>
  )
}

/** Who did a step, and in whose place. */
function whoOf(step: PlanDraft['steps'][number], t: ReturnType<typeof useT>): string {
  return step.behalf === null
    ? (step.by ?? '')
    : t('plans.step.behalf', { by: step.by ?? '', behalf: step.behalf })
}

/** Who handed the draft on, when, with which words. */
export function Steps(props: { draft: PlanDraft }) {
  const t = useT()
  const { steps } = props.draft
  if (steps.length === 0) return null
  return (
    <details className={css.findings}>
      <summary>{t('plans.steps', { n: steps.length })}</summary>
      <ul>
        {steps.map((s) => (
          <li key={`${s.at} ${s.step}`}>
            <span>
              {t(`plans.step.${s.step}`, { by: whoOf(s, t) })} · {formatInstant(s.at)}
              {s.words ? (
                <>
                  <br />“{s.words}”
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
