import { Fragment, type ReactNode } from 'react'
import { AppLink } from './AppLink.tsx'
import css from './Page.module.css'

/** One step of the way to a screen; the last has no address. */
export interface Crumb {
  label: string
  href?: string
}

/** A screen that scrolls. Text stands on paper, lists and forms in white panels. */
export function Page(props: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={css.page} data-narrow={props.narrow || undefined}>
      {props.children}
    </div>
  )
}

/**
 * Head of a screen: where I am, its title, its state, its buttons (one `go`).
 * Also names the browser's tab.
 */
export function PageHead(props: {
  title: string
  crumbs?: Crumb[]
  /** the small line over the title where there is no way to it ("Thứ Hai, 17/06/2024") */
  over?: ReactNode
  status?: ReactNode
  acts?: ReactNode
}) {
  const { title, crumbs, over, status, acts } = props
  return (
    <div className={css.head}>
      <title>{`${title} · Lan Tỏa`}</title>
      <div className={css.names}>
        {crumbs ? <Crumbs crumbs={crumbs} /> : over ? <p className={css.crumb}>{over}</p> : null}
        <h1>{title}</h1>
      </div>
      {status || acts ? (
        <div className={css.acts}>
          {status ? <span className={css.status}>{status}</span> : null}
          {acts}
        </div>
      ) : null}
    </div>
  )
}

function Crumbs(props: { crumbs: Crumb[] }) {
  // What a crumb is called may still be loading.
  const crumbs = props.crumbs.filter((c) => c.label !== '')
  return (
    <p className={css.crumb}>
      {crumbs.map((c, i) => (
        <Fragment key={`${i} ${c.label}`}>
          {i > 0 ? ' / ' : null}
          {c.href === undefined ? c.label : <AppLink href={c.href}>{c.label}</AppLink>}
        </Fragment>
      ))}
    </p>
  )
}

/** The main column and a narrower one beside it (336); one under the other where the window is narrow. */
export function Columns(props: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={css.columns}>
      <div>{props.children}</div>
      <aside>{props.aside}</aside>
    </div>
  )
}

/** A part of a list under its own head: "Quá hạn · 1 việc". */
export function Group(props: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.group}>
      <div className={css.groupHead}>
        <h2>{props.title}</h2>
        {props.note === undefined ? null : <span>{props.note}</span>}
      </div>
      {props.children}
    </section>
  )
}
