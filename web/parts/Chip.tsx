import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../app/i18n.tsx'
import css from './Chip.module.css'

/** A choice that is pressed or not: a filter with how many it leaves. */
export function Chip(
  props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-pressed'> & {
    pressed: boolean
    count?: number
    children: ReactNode
  },
) {
  const { locale } = useLanguage()
  const { pressed, count, children, className, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      className={[css.chip, className].filter(Boolean).join(' ')}
      aria-pressed={pressed}
    >
      <span className={css.words}>{children}</span>
      {count === undefined ? null : <span className={css.count}>{formatNumber(count, locale)}</span>}
    </button>
  )
}

/** Chips beside each other, which wrap. */
export function Chips(props: { label: string; children: ReactNode }) {
  return (
    <div className={css.chips} role="group" aria-label={props.label}>
      {props.children}
    </div>
  )
}

/** A fact in a small box: "để báo cáo". Never pressed. */
export function Tag(props: { children: ReactNode }) {
  return <span className={css.tag}>{props.children}</span>
}
