import { formatNumber } from '#src/messages/format.ts'
import type { TaskProgress, TaskStanding } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { Bar } from '../../parts/Bar.tsx'
import { CoverageShape } from '../../parts/shapes.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './progress.module.css'
import type { TaskState } from './progressModel.ts'

const shapes: Record<TaskState, State> = {
  done: 'done',
  late: 'late',
  soon: 'soon',
  busy: 'busy',
  idle: 'open',
  ahead: 'open',
}

/** "đạt chỉ tiêu", "còn 11 ngày", "chưa đến kỳ": shape and word. */
export function StandingState(props: { standing: TaskStanding }) {
  const t = useT()
  const { standing } = props
  // Without a target in figures there is none to meet.
  const word = standing.state === 'done' && standing.target === null ? 'did' : standing.state
  return (
    <Status state={shapes[standing.state]} small>
      {t(`views.progress.state.${word}`, { n: Math.abs(standing.days ?? 0) })}
    </Status>
  )
}

/** "6.284/7.000 tờ", or "3 hoạt động" of a task without a target in figures. */
export function useReached(): (standing: TaskStanding) => string {
  const { t, locale } = useLanguage()
  return (standing) =>
    standing.target === null
      ? t('views.progress.activities', { n: standing.activities })
      : `${formatNumber(standing.reached, locale)}/${formatNumber(standing.target, locale)} ${standing.indicator?.unit ?? ''}`.trim()
}

/** How far a task is: numbers over a slim bar; nothing before its time. */
export function StandingBar(props: { standing: TaskStanding }) {
  const { standing } = props
  const reached = useReached()
  if (standing.target === null)
    return standing.activities === 0 ? null : <span className={css.words}>{reached(standing)}</span>
  if (standing.state === 'ahead' && standing.reached === 0) return null
  return <Bar value={standing.reached} total={standing.target} words={reached(standing)} />
}

/**
 * What stands at the right of a task's row.
 * @param isWhole false: the reader's own part, or that there is none
 * @param asked the plan asks the reader's unit to do it too
 */
export function TaskStand(props: { progress: TaskProgress | undefined; isWhole: boolean; asked: boolean }) {
  const t = useT()
  const { progress, isWhole, asked } = props
  if (!progress) return null
  const { standing, of } = progress
  if (standing)
    return (
      <div className={css.stand}>
        <StandingBar standing={standing} />
        <StandingState standing={standing} />
      </div>
    )
  if (isWhole || !asked) return null
  if (of)
    return (
      <span className={css.declined}>
        <CoverageShape coverage="declined" />
        {t('views.progress.mine.declined')}
      </span>
    )
  return (
    <Status state="nil" small>
      {t('views.progress.mine.none')}
    </Status>
  )
}

/** How far a task is in the words of its drawer, with what of it is the unit's own and what comes from below. */
export function StandingFact(props: { standing: TaskStanding }) {
  const { t, locale } = useLanguage()
  const { standing } = props
  const reached = useReached()
  return (
    <>
      <span className={css.standFact}>
        <span className={css.words}>{reached(standing)}</span>
        <StandingState standing={standing} />
      </span>
      {standing.fromBelow !== null && standing.target !== null ? (
        <span className={css.parts}>
          {t('views.progress.standing.parts', {
            own: formatNumber(standing.own, locale),
            below: formatNumber(standing.fromBelow, locale),
          })}
        </span>
      ) : null}
    </>
  )
}

/** "5/17 xong" over a bar, and how many are late. */
export function PlanStand(props: { sum: { done: number; all: number; late: number } }) {
  const { t } = useLanguage()
  const { done, all, late } = props.sum
  if (all === 0) return null
  return (
    <div className={css.stand}>
      <Bar value={done} total={all} words={t('views.progress.done.short', { done, all })} />
      {late > 0 ? (
        <Status state="late" small>
          {t('views.progress.late', { n: late })}
        </Status>
      ) : null}
    </div>
  )
}
