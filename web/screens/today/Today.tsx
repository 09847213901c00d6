import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatDate, formatDayMonth } from '#src/messages/format.ts'
import type { Today as TodayAnswer, TodayDecision, TodayObligation } from '../../api/generated/index.ts'
import { getTodayOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { ObligationRow, Obligations } from '../../parts/ObligationRow.tsx'
import { Columns, Group, Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { ActLink } from './ActLink.tsx'
import { Aside } from './Aside.tsx'
import css from './Today.module.css'

export const Route = createLazyRoute('/today')({ component: Today })

/** Hôm nay: what the unit owes by date, what waits for me; beside it who owes us and what was done. */
function Today() {
  const t = useT()
  const today = useQuery(getTodayOptions())
  const answer = today.data
  if (!answer)
    return (
      <Page>
        <PageHead title={t('session.nav.today')} />
        {today.error ? (
          <ErrorNote error={today.error} onRetry={() => void today.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    )
  return (
    <Page>
      <PageHead over={dayWords(t, answer.today)} title={titleOf(t, answer)} />
      {today.error ? <ErrorNote error={today.error} onRetry={() => void today.refetch()} /> : null}
      <Columns aside={<Aside answer={answer} />}>
        <Owed answer={answer} />
      </Columns>
    </Page>
  )
}

type T = ReturnType<typeof useT>

/** "Thứ Hai, 17/06/2024" */
function dayWords(t: T, day: string): string {
  return `${t(`views.weekday.${new Date(`${day}T00:00:00Z`).getUTCDay()}`)}, ${formatDate(day)}`
}

function titleOf(t: T, { counts }: TodayAnswer): string {
  if (counts.open === 0) return t('views.today.none')
  return counts.late === 0
    ? t('views.today.open', { n: counts.open })
    : t('views.today.openLate', { n: counts.open, late: counts.late })
}

function Owed({ answer }: { answer: TodayAnswer }) {
  const t = useT()
  const groups = [
    { key: 'overdue', rows: answer.overdue },
    { key: 'week', rows: answer.week },
    { key: 'later', rows: answer.later },
  ].filter((g) => g.rows.length > 0)
  const first = answer.decisions[0]?.id ?? groups[0]?.rows[0]?.id
  if (groups.length === 0 && answer.decisions.length === 0 && answer.firstSteps.length > 0)
    return <FirstSteps steps={answer.firstSteps} />
  if (groups.length === 0 && answer.decisions.length === 0)
    return <EmptyState title={t('views.today.empty')}>{t('views.today.empty.hint')}</EmptyState>
  return (
    <>
      {answer.decisions.length > 0 ? (
        <Group
          title={t('views.today.decisions')}
          note={t('views.today.works', { n: answer.decisions.length })}
        >
          <ul className={css.decisions}>
            {answer.decisions.map((d) => (
              <Decision key={d.id} decision={d} first={d.id === first} />
            ))}
          </ul>
        </Group>
      ) : null}
      {groups.map((g) => (
        <Group
          key={g.key}
          title={t(`views.today.${g.key}`)}
          note={t('views.today.works', { n: g.rows.length })}
        >
          <Obligations>
            {g.rows.map((o) => (
              <ObligationRow
                key={o.id}
                due={o.dueOn}
                today={answer.today}
                title={o.sentence}
                detail={<Detail obligation={o} />}
                act={
                  o.action ? <ActLink label={o.action.label} to={o.action.to} first={o.id === first} /> : null
                }
              />
            ))}
          </Obligations>
        </Group>
      ))}
      {answer.more > 0 ? <p className={css.more}>{t('views.today.more', { n: answer.more })}</p> : null}
    </>
  )
}

function Detail({ obligation: o }: { obligation: TodayObligation }) {
  const t = useT()
  return (
    <>
      {o.detail}
      {o.note ? <span className={css.note}>{t('views.today.moved', { reason: o.note })}</span> : null}
      {o.remindedOn || !o.isMine ? (
        <span className={css.tags}>
          {o.remindedOn ? (
            <Tag>{t('views.today.reminded', { date: formatDayMonth(o.remindedOn) })}</Tag>
          ) : null}
          {o.isMine ? null : <Tag>{t('views.today.others')}</Tag>}
        </span>
      ) : null}
    </>
  )
}

/** A new agency has nothing to owe yet: what its administrator does first. */
function FirstSteps({ steps }: { steps: TodayAnswer['firstSteps'] }) {
  const t = useT()
  const next = steps.find((step) => !step.isDone)
  return (
    <Group title={t('views.today.begin')}>
      <p className={css.intro}>{t('views.today.begin.hint')}</p>
      <ol className={css.decisions}>
        {steps.map((step, i) => (
          <li key={step.key}>
            <span className={css.since}>{step.isDone ? `✓ ${t('views.step.done')}` : `${i + 1}`}</span>
            <p className={css.sentence}>{step.sentence}</p>
            <ActLink {...step.action} first={step === next} />
          </li>
        ))}
      </ol>
    </Group>
  )
}

function Decision({ decision: d, first }: { decision: TodayDecision; first: boolean }) {
  const t = useT()
  return (
    <li>
      <span className={css.since}>{t('views.today.since', { date: formatDayMonth(d.since) })}</span>
      <div>
        <p className={css.sentence}>{d.sentence}</p>
        {d.detail ? <p className={css.detail}>{d.detail}</p> : null}
      </div>
      <ActLink label={d.action.label} to={d.action.to} first={first} />
    </li>
  )
}
