import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import { answerAmendment, revisePlan, type Amendment } from '../../api/generated/index.ts'
import { listAmendmentsInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { RadioCards, TextArea } from '../../parts/FormField.tsx'
import { SearchBox } from '../../parts/list/SearchBox.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './plans.module.css'

const route = '/plans/amendments'
const answers = ['accepted', 'partly', 'declined'] as const
type Answer = (typeof answers)[number]

/** Requests to amend: those that came to the desk, and those the unit sent. */
function Amendments() {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const { box = 'desk', q, id } = Route.useSearch()
  const filter = { box, ...(q ? { q } : {}) }
  const query = useInfiniteQuery({
    ...listAmendmentsInfiniteOptions({ query: filter }),
    initialPageParam: { query: { box } },
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows)
  return (
    <Page>
      <PageHead
        title={t('plans.amendments')}
        crumbs={[{ label: t('session.nav.plans'), href: '/plans' }, { label: t('plans.amendments') }]}
      />
      <div className={css.tools}>
        <SearchBox
          value={q ?? ''}
          label={t('plans.amendments.search')}
          onChange={(v) =>
            void navigate({ search: (now) => ({ ...now, q: v || undefined, id: undefined }), replace: true })
          }
        />
        <Chips label={t('common.list.filters')}>
          {(['desk', 'sent'] as const).map((b) => (
            <Chip
              key={b}
              pressed={box === b}
              onClick={() => void navigate({ search: (now) => ({ ...now, box: b, id: undefined }) })}
            >
              {t(`plans.amendments.${b}`)}
            </Chip>
          ))}
        </Chips>
        <Button
          icon={<IconDownload stroke={1.75} />}
          onClick={() =>
            window.location.assign(`/api/v1/amendments/export.xlsx?${new URLSearchParams(filter).toString()}`)
          }
        >
          {t('common.export')}
        </Button>
      </div>
      {query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <Skeleton rows={4} />
      ) : rows.length === 0 && q ? (
        <EmptyState title={t('common.list.nothing')}>{t('common.list.nothing.hint')}</EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title={t(`plans.amendments.${box}.none`)} />
      ) : (
        rows.map((row) => <Card key={row.id} row={row} box={box} isHere={row.id === id} />)
      )}
      {query.hasNextPage ? (
        <Button
          kind="bare"
          busy={query.isFetchingNextPage ? t('common.loading') : false}
          onClick={() => void query.fetchNextPage()}
        >
          {t('common.list.more')}
        </Button>
      ) : null}
    </Page>
  )
}

function Card(props: { row: Amendment; box: 'desk' | 'sent'; isHere: boolean }) {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const client = useQueryClient()
  const { today } = useSession()
  const { row, box } = props
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function revise() {
    try {
      await revisePlan({
        path: { id: row.planId },
        body: { amendments: [row.id] },
        headers: { [REQUEST_ID]: newId() },
        throwOnError: true,
      })
      await client.invalidateQueries()
      await navigate({ to: '/plans/$planId/draft', params: { planId: row.planId } })
    } catch (e) {
      setError(e)
    }
  }
  return (
    <article className={css.card} style={props.isHere ? { borderColor: 'var(--blue)' } : undefined}>
      <p className={css.second}>
        {box === 'desk' ? row.unit.name : t('plans.amendments.to', { unit: row.toUnit.name })} ·{' '}
        {formatInstant(row.at)}
      </p>
      <h3>
        <AppLink
          href={`/plans/${row.planId}${row.taskKey ? `?task=${encodeURIComponent(row.taskKey)}` : ''}`}
        >
          {row.taskTitle ?? row.planTitle}
        </AppLink>
      </h3>
      {row.answer ? (
        <Status state={row.answer.answer === 'declined' ? 'nil' : 'done'}>
          {t(`plans.answer.${row.answer.answer}`)}
        </Status>
      ) : row.dueOn === null ? (
        <Status state="open">{t('plans.amendments.waiting')}</Status>
      ) : (
        <DueDate due={row.dueOn} today={today} />
      )}
      <h4>{t('plans.ask.difficulty')}</h4>
      <p>{row.difficulty}</p>
      <h4>{t('plans.ask.proposal')}</h4>
      <p>{row.proposal}</p>
      {row.answer ? (
        <>
          <h4>{t('plans.answer.words', { date: formatInstant(row.answer.at) })}</h4>
          <p>{row.answer.words}</p>
        </>
      ) : null}
      {row.ledTo ? (
        <p>
          <AppLink
            href={`/plans/${row.planId}/compare?from=${row.ledTo.revision - 1}&to=${row.ledTo.revision}`}
          >
            {t('plans.amendments.ledTo', { n: row.ledTo.revision, date: formatDate(row.ledTo.issuedOn) })}
          </AppLink>
        </p>
      ) : row.inDraft ? (
        <p className={css.second}>{t('plans.amendments.inDraft')}</p>
      ) : null}
      {error ? <ErrorNote error={error} focus /> : null}
      {row.may.length > 0 ? (
        <div className={css.acts}>
          {row.may.includes('answer') ? (
            <Button onClick={() => setAsking(true)}>{t('plans.answer')}</Button>
          ) : null}
          {row.may.includes('revise') ? (
            <Button onClick={() => void revise()}>{t('plans.amendments.revise')}</Button>
          ) : null}
        </div>
      ) : null}
      {asking ? <AnswerDialog row={row} onClose={() => setAsking(false)} /> : null}
    </article>
  )
}

function AnswerDialog(props: { row: Amendment; onClose: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function send() {
    setTried(true)
    if (answer === null || words.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await answerAmendment({
        path: { id: props.row.id },
        body: { answer, words },
        headers: { [REQUEST_ID]: newId() },
        throwOnError: true,
      })
      await client.invalidateQueries()
      props.onClose()
    } catch (e) {
      setError(e)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('plans.answer.title', { unit: props.row.unit.shortName })}
      onClose={props.onClose}
      acts={
        <>
          <Button kind="go" busy={busy ? t('common.busy.sending') : false} onClick={() => void send()}>
            {t('plans.answer.send')}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote error={error} focus /> : null}
      <RadioCards
        label={t('plans.answer.which')}
        value={answer}
        onChange={(v) => setAnswer(answers.find((a) => a === v) ?? null)}
        options={answers.map((a) => ({ value: a, label: t(`plans.answer.${a}`) }))}
        error={tried && answer === null ? t('plans.answer.missing') : undefined}
      />
      <TextArea
        label={t('plans.answer.reason')}
        value={words}
        onChange={(e) => setWords(e.target.value)}
        error={tried && words.trim() === '' ? t('plans.reason.missing') : undefined}
      />
    </Dialog>
  )
}

export const Route = createLazyRoute(route)({ component: Amendments })
