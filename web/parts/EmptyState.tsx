import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

/** Nothing here: what will be here, and the one way to begin. */
export function EmptyState(props: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.title}>{props.title}</p>
      {props.children ? <p className={css.text}>{props.children}</p> : null}
      {props.act ? <div className={css.act}>{props.act}</div> : null}
    </div>
  )
}
