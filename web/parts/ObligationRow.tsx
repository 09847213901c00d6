import type { ReactNode } from 'react'
import { Bar } from './Bar.tsx'
import { DueDate } from './DueDate.tsx'
import css from './ObligationRow.module.css'

/**
 * One thing owed: its day and state, a sentence, one button. After the deed the row stays, ticked.
 * @param done the day it was done, `YYYY-MM-DD`
 * @param act the one button (`<ButtonLink>` or `<Button>`); after the deed "Hoàn tác", for as long as it can be undone
 * @param progress numbers under the sentence, such as 38 of 40 schools
 */
export function ObligationRow(props: {
  due: string | null
  today: string
  title: ReactNode
  detail?: ReactNode
  progress?: { value: number; total: number; unit?: string; words?: string }
  done?: string
  act?: ReactNode
}) {
  const { due, today, title, detail, progress, done, act } = props
  return (
    <li className={css.row} data-done={done ? true : undefined}>
      <div className={css.due}>
        <DueDate due={due} today={today} done={done} as="stack" />
      </div>
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        {detail ? <p className={css.detail}>{detail}</p> : null}
        {progress ? (
          <div className={css.progress}>
            <Bar {...progress} as="beside" />
          </div>
        ) : null}
      </div>
      {act ? <div className={css.act}>{act}</div> : null}
    </li>
  )
}

/** The list that holds obligation rows. */
export function Obligations(props: { children: ReactNode }) {
  return <ul className={css.list}>{props.children}</ul>
}
