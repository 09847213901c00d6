import { useId, type ReactNode } from 'react'
import css from './Panel.module.css'

/** A white panel with a head: what stands beside the main column. `note` is the small word at the head's end. */
export function Panel(props: { title: string; note?: ReactNode; footer?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.panel} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id}>{props.title}</h2>
        {props.note === undefined ? null : <span className={css.note}>{props.note}</span>}
      </header>
      {props.children}
      {props.footer ? <footer className={css.foot}>{props.footer}</footer> : null}
    </section>
  )
}

/** Rows of a panel between hairlines. */
export function PanelRows(props: { children: ReactNode }) {
  return <ul className={css.rows}>{props.children}</ul>
}

/** What stands in a panel without rows, with the panel's own sides. */
export function PanelBody(props: { children: ReactNode }) {
  return <div className={css.body}>{props.children}</div>
}
