import { formatDate, formatDayMonth } from '#src/messages/format.ts'
import { useT } from '../app/i18n.tsx'
import { dueOf } from './due.ts'
import { Status } from './Status.tsx'
import css from './DueDate.module.css'

/**
 * A due day with how far it is: "13/06 ▲ quá 4 ngày".
 * @param due `YYYY-MM-DD`, null where no day is set
 * @param today the server's today
 * @param done the day it was done: then it is neither late nor soon
 * @param as `stack` day over state (list of work) · `line` beside each other · `state` only how far
 */
export function DueDate(props: {
  due: string | null
  today: string
  done?: string | undefined
  as?: 'stack' | 'line' | 'state'
}) {
  const t = useT()
  const { due, today, done, as = 'line' } = props
  if (due === null) return <Status state="nil">{t('common.due.none')}</Status>
  const day = due.slice(0, 4) === today.slice(0, 4) ? formatDayMonth(due) : formatDate(due)
  const state = done ? (
    <Status state="done" small={as === 'stack'}>
      {t('common.due.doneOn', { date: formatDayMonth(done) })}
    </Status>
  ) : (
    <HowFar due={due} today={today} small={as === 'stack'} />
  )
  if (as === 'state') return state
  return (
    <span className={css.due} data-as={as}>
      <time className={css.day} dateTime={due}>
        {as === 'stack' ? <span className={css.prefix}>{t('common.due.word')} </span> : null}
        {day}
      </time>
      {state}
    </span>
  )
}

function HowFar(props: { due: string; today: string; small: boolean }) {
  const t = useT()
  const { days, state } = dueOf(props.due, props.today)
  const words =
    days < 0
      ? t('common.due.late', { n: -days })
      : days === 0
        ? t('common.due.today')
        : days === 1
          ? t('common.due.tomorrow')
          : t('common.due.left', { n: days })
  return (
    <Status state={state} small={props.small}>
      {words}
    </Status>
  )
}
