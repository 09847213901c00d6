import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatClause, formatDate, formatInstant } from '#src/messages/format.ts'
import type { Direction, DirectionRecipient } from '../../api/generated/index.ts'
import { actOnDirection } from '../../api/generated/index.ts'
import { getDirectionOptions, remindUnitsMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { ActDialog, type Asked } from './ActDialog.tsx'
import css from './directions.module.css'
import { Exchange, Redacted } from './Exchange.tsx'
import { RedactDialog } from './RedactDialog.tsx'

export const Route = createLazyRoute('/directions/$directionId')({ component: DirectionView })

const shapes: Record<DirectionRecipient['state'], State> = {
  sent: 'open',
  acknowledged: 'busy',
  answered: 'busy',
  returned: 'soon',
  done: 'done',
  excused: 'nil',
  withdrawn: 'nil',
}

function DirectionView() {
  const t = useT()
  const { directionId } = Route.useParams()
  const direction = useQuery(getDirectionOptions({ path: { id: directionId } }))
  return direction.data ? (
    <Page>
      <Shown direction={direction.data} />
    </Page>
  ) : (
    <Unready title={t('directions.one')} query={direction} />
  )
}

function Shown({ direction: d }: { direction: Direction }) {
  const t = useT()
  const client = useQueryClient()
  const { today } = useSession()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [redacts, setRedacts] = useState<{ actId: string | null } | null>(null)
  const take = (answer: Direction) => {
    client.setQueryData(getDirectionOptions({ path: { id: d.id } }).queryKey, answer)
    void client.invalidateQueries({ queryKey: ['session'] })
  }
  const acknowledge = useMutation({
    mutationFn: async (id: string) => {
      const { data } = await actOnDirection({
        path: { id: d.id },
        headers: { [REQUEST_ID]: id },
        body: { id, kind: 'acknowledge' },
        throwOnError: true,
      })
      return data
    },
    onSuccess: take,
  })
  const may = (kind: Direction['may'][number]) => d.may.includes(kind)
  return (
    <>
      <PageHead
        title={d.title}
        crumbs={[{ label: t('directions.title'), href: '/directions' }, { label: d.unit.shortName }]}
        status={
          d.withdrawn ? (
            <Status state="nil">{t('directions.withdrawn')}</Status>
          ) : (
            <DueDate due={d.own?.dueOn ?? d.dueOn} today={today} done={d.own?.closedOn ?? undefined} />
          )
        }
      />
      <p className={css.facts}>
        <span>{d.unit.name}</span>
        <span>{formatInstant(d.at)}</span>
        <span>{t(`directions.expects.${d.expects}`)}</span>
        {d.own ? <Status state={shapes[d.own.state]}>{t(`directions.state.${d.own.state}`)}</Status> : null}
      </p>
      {d.withdrawn ? <p>{t('directions.withdrawn.why', { reason: d.withdrawn.reason })}</p> : null}
      <div className={css.part}>
        <p className={css.words}>{d.words}</p>
        {d.redacted ? <Redacted redacted={d.redacted} /> : null}
        {d.document ? (
          <p>
            {t('directions.field.document')}:{' '}
            <AppLink href={`/documents/${d.document.id}`}>{d.document.title}</AppLink>
          </p>
        ) : null}
        {d.document && d.clauses.length > 0 ? <Clauses of={d.document.id} clauses={d.clauses} /> : null}
        <p>
          <AppLink href={`/thread/from?direction=${d.id}`}>{t('directions.thread')}</AppLink>
        </p>
      </div>
      {acknowledge.error ? <ErrorNote error={acknowledge.error} focus /> : null}
      <div className={css.acts}>
        {may('acknowledge') ? (
          <Button
            kind={may('answer') ? 'plain' : 'go'}
            busy={acknowledge.isPending ? t('common.busy.sending') : false}
            onClick={() => acknowledge.mutate(newId())}
          >
            {t('directions.do.acknowledge')}
          </Button>
        ) : null}
        {may('answer') ? (
          <Button kind="go" onClick={() => setAsked({ kind: 'answer' })}>
            {t('directions.do.answer')}
          </Button>
        ) : null}
        {may('ask') ? (
          <Button onClick={() => setAsked({ kind: 'ask' })}>{t('directions.do.ask')}</Button>
        ) : null}
        {may('extend') ? (
          <Button onClick={() => setAsked({ kind: 'extend' })}>{t('directions.do.extend')}</Button>
        ) : null}
        {may('withdraw') ? (
          <Button kind="danger" onClick={() => setAsked({ kind: 'withdraw' })}>
            {t('directions.do.withdraw')}
          </Button>
        ) : null}
        {d.mayRedact ? (
          <Button kind="bare" onClick={() => setRedacts({ actId: null })}>
            {t('directions.do.redact')}
          </Button>
        ) : null}
      </div>
      {d.recipients.length > 0 ? <Board direction={d} onAsk={setAsked} /> : null}
      <Exchange
        direction={d}
        onReply={(toAct) => setAsked({ kind: 'reply', toAct })}
        canReply={may('reply')}
        onRedact={(actId) => setRedacts({ actId })}
      />
      {redacts ? (
        <RedactDialog direction={d} actId={redacts.actId} onDone={take} onClose={() => setRedacts(null)} />
      ) : null}
      {asked ? <ActDialog direction={d} asked={asked} onDone={take} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

/** The clauses that it rests on, each opened in the document. */
function Clauses({ of, clauses }: { of: string; clauses: Direction['clauses'] }) {
  const t = useT()
  return (
    <>
      <p>{t('directions.clauses.rests')}:</p>
      <ul>
        {clauses.map((c) => (
          <li key={c.key}>
            <AppLink href={`/documents/${of}?clause=${encodeURIComponent(c.key)}`}>
              {t('reports.thread.clause', { path: formatClause(c.path, t) })}
            </AppLink>{' '}
            {c.words}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Every recipient: who acknowledged, answered, is late, asked; with what the sender can do about it. */
function Board(props: { direction: Direction; onAsk: (asked: Asked) => void }) {
  const t = useT()
  const client = useQueryClient()
  const { today } = useSession()
  const { direction: d, onAsk } = props
  const remind = useMutation({ ...remindUnitsMutation(), onSuccess: () => client.invalidateQueries() })
  const done = d.recipients.filter((r) => r.closedOn !== null && r.state !== 'withdrawn').length
  const open = d.recipients.flatMap((r) =>
    r.obligationId !== null && r.remindedOn !== today ? [r.obligationId] : [],
  )
  return (
    <section className={css.part}>
      <h2>{t('directions.board')}</h2>
      <p className={css.facts}>
        {t('directions.board.summary', {
          done,
          units: d.recipients.length,
          late: d.recipients.filter((r) => r.obligationId !== null && r.isLate).length,
        })}
      </p>
      {remind.error ? <ErrorNote error={remind.error} focus /> : null}
      {remind.data ? (
        <p role="status">
          <Status state="done">{t('directions.reminded', { n: remind.data.units })}</Status>
        </p>
      ) : null}
      {d.mayRemind && open.length > 0 ? (
        <p className={css.acts}>
          <Button
            busy={remind.isPending ? t('common.busy.sending') : false}
            onClick={() => remind.mutate({ body: { ids: open } })}
          >
            {t('directions.do.remind', { n: open.length })}
          </Button>
        </p>
      ) : null}
      <ul className={css.rows}>
        {d.recipients.map((r) => (
          <li key={r.unit.id}>
            <div>
              <b className={css.title}>{r.unit.name}</b>
              <p className={css.facts}>
                <Status state={r.isLate && r.obligationId !== null ? 'late' : shapes[r.state]}>
                  {t(`directions.state.${r.state}`)}
                </Status>
                {r.questions > 0 ? <span>{t('directions.row.questions', { n: r.questions })}</span> : null}
                {r.remindedOn ? (
                  <span>{t('directions.remindedOn', { date: formatDate(r.remindedOn) })}</span>
                ) : null}
              </p>
            </div>
            <div className={css.end}>
              {r.state === 'answered' && d.may.includes('accept') ? (
                <span className={css.acts}>
                  <Button size="small" onClick={() => onAsk({ kind: 'accept', unit: r.unit })}>
                    {t('directions.do.accept')}
                  </Button>
                  <Button size="small" onClick={() => onAsk({ kind: 'return', unit: r.unit })}>
                    {t('directions.do.return')}
                  </Button>
                </span>
              ) : (
                <DueDate due={r.dueOn} today={today} done={r.closedOn ?? undefined} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
