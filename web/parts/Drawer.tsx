import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { IconButton } from './Button.tsx'
import css from './Drawer.module.css'
import { useHotkeys } from './useHotkeys.ts'

/**
 * The pane of what is selected, at the side: a region, not a modal; the list beside it stays in use.
 * Esc closes it and gives focus back to what opened it.
 * @param cap the small line over the title ("Nhiệm vụ 7 · trọng tâm")
 */
export function Drawer(props: {
  cap?: ReactNode
  title: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const t = useT()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const { cap, title, onClose, children } = props
  useHotkeys([{ keys: 'Escape', does: t('session.keys.close'), run: onClose }])

  useEffect(() => {
    const at = document.activeElement
    // On a deep link nothing opened it, and the focus stays at the page's beginning.
    const opener = at instanceof HTMLElement && at !== document.body && at.tagName !== 'MAIN' ? at : null
    if (opener) heading.current?.focus({ preventScroll: true })
    return () => {
      const lost = document.activeElement === document.body
      const back = opener?.isConnected ? opener : lost ? document.querySelector('main') : null
      back?.focus({ preventScroll: true })
    }
  }, [])

  return (
    <aside className={css.drawer} aria-labelledby={id}>
      <header className={css.head}>
        <div>
          {cap ? <p className={css.cap}>{cap}</p> : null}
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <IconButton label={t('common.close')} onClick={onClose}>
          <IconX size={20} stroke={1.75} />
        </IconButton>
      </header>
      {children}
    </aside>
  )
}

/** A part of a drawer under a small head; `act` is the link at the head's end ("Mở rộng"). */
export function DrawerPart(props: { title: string; act?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.part}>
      <h3>
        {props.title}
        {props.act ? <span className={css.act}>{props.act}</span> : null}
      </h3>
      {props.children}
    </section>
  )
}

/** Facts as "Sản phẩm · 7.000 tờ", label left. */
export function Facts(props: { facts: { label: string; value: ReactNode }[] }) {
  return (
    <dl className={css.facts}>
      {props.facts.map((f) => (
        <div key={f.label}>
          <dt>{f.label}</dt>
          <dd>{f.value}</dd>
        </div>
      ))}
    </dl>
  )
}
