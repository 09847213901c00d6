import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import {
  approveOutgoing,
  dropOutgoing,
  issueOutgoing,
  numberOutgoing,
  refuseOutgoing,
  returnOutgoing,
  submitOutgoing,
  type OutgoingView,
} from '../../api/generated/index.ts'
import { getOutgoingQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import css from './outgoing.module.css'

type Deed = 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue' | 'drop'

/**
 * The buttons of the review: exactly what this person may do with the document now, one of them the next step.
 * @param save saves what is being typed; a deed waits for it
 */
export function ReviewActs(props: {
  draft: OutgoingView
  save: () => Promise<boolean>
  onDraft: (draft: OutgoingView) => void
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
  const path = { id: draft.id }

  async function leave(to: () => Promise<void>) {
    // First away from the draft, which is no more: asked again it would be refused.
    await to()
    client.removeQueries({ queryKey: getOutgoingQueryKey({ path }) })
    await client.invalidateQueries()
  }
  async function act(deed: Deed, words = '') {
    setBusy(deed)
    onError(null)
    const call = { path, headers: { [REQUEST_ID]: newId() }, throwOnError: true as const }
    try {
      if (!(await save())) return
      if (deed === 'issue') {
        await issueOutgoing({ ...call, body: { version: draft.version } })
        await leave(() => navigate({ to: '/documents/$documentId', params: { documentId: draft.id } }))
        return
      }
      if (deed === 'drop') {
        await dropOutgoing(call)
        await leave(() => navigate({ to: '/outgoing', search: {} }))
        return
      }
      const { data } =
        deed === 'submit'
          ? await submitOutgoing({ ...call, body: { words } })
          : deed === 'return'
            ? await returnOutgoing({ ...call, body: { words } })
            : deed === 'approve'
              ? await approveOutgoing({ ...call, body: { words } })
              : deed === 'refuse'
                ? await refuseOutgoing({ ...call, body: { words } })
                : await numberOutgoing(call)
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
  const working = (deed: Deed) => (busy === deed ? t('outgoing.act.busy') : false)
  return (
    <>
      {may.has('refuse') ? (
        <Button onClick={() => setAsking('refuse')}>{t('outgoing.act.refuse')}</Button>
      ) : null}
      {may.has('return') ? (
        <Button onClick={() => setAsking('return')}>{t('outgoing.act.return')}</Button>
      ) : null}
      {may.has('draft') ? (
        <Button kind="bare" onClick={() => setAsking('drop')}>
          {t('outgoing.act.drop')}
        </Button>
      ) : null}
      {may.has('submit') ? (
        <Button
          kind="go"
          busy={working('submit')}
          {...(must > 0 ? { reason: t('outgoing.act.submit.not', { n: must }) } : {})}
          onClick={() => setAsking('submit')}
        >
          {t('outgoing.act.submit')}
        </Button>
      ) : null}
      {may.has('approve') ? (
        <Button kind="go" busy={working('approve')} onClick={() => void act('approve')}>
          {t('outgoing.act.approve')}
        </Button>
      ) : null}
      {may.has('number') ? (
        <Button busy={working('number')} onClick={() => void act('number')}>
          {t('outgoing.act.number')}
        </Button>
      ) : null}
      {may.has('issue') ? (
        <Button
          kind="go"
          busy={working('issue')}
          {...(unsigned ? { reason: t(`signing.next.${unsigned}`) } : {})}
          onClick={() => setAsking('issue')}
        >
          {t('outgoing.act.issue')}
        </Button>
      ) : null}
      {asking === 'submit' || asking === 'return' || asking === 'refuse' ? (
        <ReasonDialog
          title={t(`outgoing.act.${asking}`)}
          label={t(`outgoing.act.${asking}.words`)}
          act={t(`outgoing.act.${asking}`)}
          busy={working(asking)}
          optional={asking === 'submit'}
          onClose={() => setAsking(null)}
          onDone={(words) => void act(asking, words)}
        />
      ) : null}
      {asking === 'drop' ? (
        <ConfirmDialog
          title={t('outgoing.act.drop')}
          act={t('outgoing.act.drop')}
          danger
          busy={working('drop')}
          onConfirm={() => void act('drop')}
          onClose={() => setAsking(null)}
        >
          <p>{t('outgoing.act.drop.sure')}</p>
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

/** Says what issuing does before it is done: number, recipients, what the public sees. */
function IssueDialog(props: {
  draft: OutgoingView
  busy: string | false
  onConfirm: () => void
  onClose: () => void
}) {
  const t = useT()
  const { draft } = props
  const { content } = draft
  const lines = [
    ...content.addressees.filter((words) => words.trim() !== ''),
    ...content.recipients.filter((r) => r.kind !== 'archive').map((r) => r.words),
  ].filter((words) => !/^như trên$/iu.test(words.trim()))
  return (
    <ConfirmDialog
      title={t('outgoing.issue.title')}
      act={t('outgoing.act.issue')}
      busy={props.busy}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        {draft.numberSymbol === null
          ? t('outgoing.issue.next')
          : t('outgoing.issue.number', {
              number: draft.numberSymbol,
              day: draft.numberDated === null ? '' : formatDate(draft.numberDated),
            })}
      </p>
      <h3>{t('outgoing.issue.to')}</h3>
      {lines.length === 0 ? (
        <p>{t('outgoing.check.no_recipient')}</p>
      ) : (
        <ul lang="vi">
          {lines.map((words, i) => (
            <li key={i}>{words}</li>
          ))}
        </ul>
      )}
      {content.isPublic ? <p>{t('outgoing.issue.public')}</p> : null}
      {content.way === 'paper' ? <p>{t('outgoing.issue.paper')}</p> : null}
    </ConfirmDialog>
  )
}

type Step = OutgoingView['steps'][number]

/** Of a draft that came back, the words with which it came back: whoever opens it has to answer them. */
export function Returned(props: { draft: OutgoingView }) {
  const t = useT()
  const { state, steps } = props.draft
  const last = steps.at(-1)
  if (state !== 'draft' || (last?.step !== 'return' && last?.step !== 'refuse')) return null
  return (
    <div className={css.notice}>
      <b>
        {t(`outgoing.step.${last.step}`, { by: whoOf(last, t) })} · {formatInstant(last.at)}
      </b>
      <p lang="vi">“{last.words}”</p>
    </div>
  )
}

/** Who did a step, and in whose place. */
function whoOf(step: Step, t: ReturnType<typeof useT>): string {
  return step.behalf === null
    ? (step.by ?? '')
    : t('outgoing.step.behalf', { by: step.by ?? '', behalf: step.behalf })
}

/** Who handed the document on, when, with which words. */
export function Steps(props: { draft: OutgoingView }) {
  const t = useT()
  const { steps } = props.draft
  if (steps.length === 0) return null
  return (
    <section className={css.block}>
      <ul className={css.options}>
        {steps.map((s) => (
          <li key={`${s.at} ${s.step}`}>
            {t(`outgoing.step.${s.step}`, { by: whoOf(s, t) })}
            <span className="small mute"> · {formatInstant(s.at)}</span>
            {s.words ? <p lang="vi">“{s.words}”</p> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
