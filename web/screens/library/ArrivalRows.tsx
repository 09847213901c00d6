import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import type { Arrival } from '../../api/generated/index.ts'
import {
  answerRecallMutation,
  getExchangeOptions,
  listDocumentDraftsQueryKey,
  refuseArrivalMutation,
  tellProgressMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import css from './Pieces.module.css'

/**
 * How a document, or the draft of one, came by the document axis: from whom, what its sender asks of it since, what it
 * answers; and what came that answers it. Nothing where the axis has no part in it.
 * @param onGone the draft was sent back, or given back
 */
export function ArrivalRows(props: { documentId: string; onGone?: () => void }) {
  const t = useT()
  const query = useQuery({
    ...getExchangeOptions({ path: { documentId: props.documentId } }),
    // A draft that was just confirmed is shown under the same id.
    refetchOnMount: 'always',
  })
  const { data, error } = query
  if (error) return <ErrorNote error={error} onRetry={() => void query.refetch()} />
  if (!data || (data.arrival === null && data.answeredBy.length === 0)) return null
  return (
    <section className={css.arrival}>
      {data.arrival ? (
        <Came documentId={props.documentId} arrival={data.arrival} onGone={props.onGone} />
      ) : null}
      {data.answeredBy.map((one) => (
        <p key={one.id}>
          {t('exchange.answeredBy', { sender: one.senderName })}{' '}
          <AppLink href={one.isDraft ? `/documents/drafts/${one.id}` : `/documents/${one.id}`}>
            {t('exchange.answeredBy.open')}
          </AppLink>
        </p>
      ))}
    </section>
  )
}

/** The same of a draft: sent back, it is gone. */
export function ArrivalOfDraft({ draftId }: { draftId: string }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const gone = async () => {
    await navigate({ to: '/documents' })
    await client.invalidateQueries({ queryKey: listDocumentDraftsQueryKey() })
  }
  return <ArrivalRows documentId={draftId} onGone={() => void gone()} />
}

function Came(props: { documentId: string; arrival: Arrival; onGone: (() => void) | undefined }) {
  const t = useT()
  const client = useQueryClient()
  const { arrival: a, documentId, onGone } = props
  const [asking, setAsking] = useState<'refuse' | 'disagree' | null>(null)
  const path = { arrivalId: a.id }
  const settled = async () => {
    setAsking(null)
    await client.invalidateQueries({ queryKey: getExchangeOptions({ path: { documentId } }).queryKey })
  }
  const refuse = useMutation({ ...refuseArrivalMutation(), onSuccess: () => onGone?.() })
  const finish = useMutation({ ...tellProgressMutation(), onSuccess: settled })
  const answer = useMutation({ ...answerRecallMutation(), onSuccess: settled })
  const { asked, answers } = a
  return (
    <>
      {asked ? (
        <div role="status">
          <p>
            <strong>
              {t(`exchange.asked.${asked.what}`, {
                sender: a.senderName,
                day: formatInstant(asked.at).slice(0, 10),
              })}
            </strong>
          </p>
          {asked.reason === '' ? null : <p>{t('exchange.asked.reason', { reason: asked.reason })}</p>}
          {asked.answer === null ? null : <p>{t(`exchange.answer.${asked.answer}`)}</p>}
        </div>
      ) : null}
      <p>
        {t('exchange.came', { sender: a.senderName, code: a.senderCode, at: formatInstant(a.arrivedAt) })}{' '}
        {a.told ? t(`exchange.told.${a.told}`) : null}
      </p>
      {answers ? (
        <p>
          <AppLink href={`/documents/${answers.id}`}>
            {t('exchange.answers', { document: answers.numberSymbol ?? t('exchange.answers.ours') })}
          </AppLink>
        </p>
      ) : null}
      {a.figures ? <Figures figures={a.figures} /> : null}
      {[finish.error, answer.error].map((error, i) =>
        error ? <ErrorNote key={i} error={error} focus /> : null,
      )}
      <p>
        {a.may.includes('arrival.answer') ? (
          <>
            <Button size="small" onClick={() => answer.mutate({ path, body: { agrees: true, reason: '' } })}>
              {t('exchange.agree')}
            </Button>{' '}
            <Button size="small" onClick={() => setAsking('disagree')}>
              {t('exchange.disagree')}
            </Button>{' '}
          </>
        ) : null}
        {a.may.includes('arrival.refuse') ? (
          <Button size="small" onClick={() => setAsking('refuse')}>
            {t('exchange.refuse')}
          </Button>
        ) : null}
        {a.may.includes('arrival.progress') ? (
          <Button size="small" onClick={() => finish.mutate({ path, body: { status: '06' } })}>
            {t('exchange.finish')}
          </Button>
        ) : null}
      </p>
      {asking === 'refuse' ? (
        <ReasonDialog
          title={t('exchange.refuse.title')}
          what={t('exchange.refuse.what')}
          label={t('exchange.refuse.reason')}
          act={t('exchange.refuse')}
          busy={refuse.isPending ? t('common.busy.saving') : false}
          error={refuse.error}
          onDone={(reason) => refuse.mutate({ path, body: { reason } })}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'disagree' ? (
        <ReasonDialog
          title={t('exchange.disagree.title')}
          label={t('exchange.disagree.reason')}
          act={t('exchange.disagree')}
          busy={answer.isPending ? t('common.busy.saving') : false}
          error={answer.error}
          onDone={(reason) => answer.mutate({ path, body: { agrees: false, reason } })}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  )
}

/** What became of the figures of a report that came: taken over, or to be entered by hand and why. */
function Figures({ figures }: { figures: NonNullable<Arrival['figures']> }) {
  const t = useT()
  const { state, reason, reportId } = figures
  return (
    <p>
      {t(
        state === 'refused'
          ? `exchange.figures.refused.${reason ?? 'unreadable'}`
          : `exchange.figures.${state}`,
      )}{' '}
      {reportId ? <AppLink href={`/reports/${reportId}`}>{t('exchange.figures.taken.open')}</AppLink> : null}
    </p>
  )
}
