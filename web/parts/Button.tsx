import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import css from './Button.module.css'

/** `go` is the one primary button of a screen; `bare` has no border; `danger` destroys. */
export type ButtonKind = 'plain' | 'go' | 'bare' | 'danger'
interface Look {
  kind?: ButtonKind
  /** `small` 32 px, inside a row or card; `big` 48 px and full width, the save bar of a phone. */
  size?: 'small' | 'normal' | 'big'
  icon?: ReactNode
}

function looks(look: Look, className?: string): string {
  const { kind = 'plain', size = 'normal' } = look
  return [css.btn, css[kind], css[size], className].filter(Boolean).join(' ')
}

/**
 * A button: a verb.
 * @param busy what the label becomes while the deed is under way ("Đang gửi…"); the width is kept, a second press is
 *   not taken
 * @param reason why it cannot be pressed now; drawn under it. What is never allowed is not drawn at all.
 */
export function Button(
  props: Look &
    ButtonHTMLAttributes<HTMLButtonElement> & {
      busy?: string | false
      reason?: string
      ref?: Ref<HTMLButtonElement>
    },
) {
  const { kind, size, icon, busy, reason, className, children, onClick, ...rest } = props
  const look: Look = { ...(kind ? { kind } : {}), ...(size ? { size } : {}) }
  const stopped = Boolean(busy) || Boolean(reason)
  const button = (
    <button
      type="button"
      {...rest}
      className={looks(look, className)}
      aria-disabled={stopped || undefined}
      onClick={stopped ? (e) => e.preventDefault() : onClick}
    >
      <span className={css.label} data-hidden={busy ? true : undefined}>
        {icon}
        {children}
      </span>
      {busy ? (
        <span className={css.busy} role="status">
          {busy}
        </span>
      ) : null}
    </button>
  )
  if (!reason) return button
  return (
    <span className={css.withReason}>
      {button}
      <span className={css.reason}>{reason}</span>
    </span>
  )
}

function Anchor(props: Look & AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  const { kind, size, icon, className, children, ...rest } = props
  const look: Look = { ...(kind ? { kind } : {}), ...(size ? { size } : {}) }
  return (
    <a {...rest} className={looks(look, className)}>
      <span className={css.label}>
        {icon}
        {children}
      </span>
    </a>
  )
}

/** A link of the application that looks like a button: `<ButtonLink to="/plans/$planId" params={{ planId }}>`. */
export const ButtonLink = createLink(Anchor)
/** The same for an address outside the application, such as a file to download. */
export const ButtonAnchor = Anchor

/** A button that is only a sign (close, back): the word is for readers and shown on hover. */
export function IconButton(
  props: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; children: ReactNode },
) {
  const { label, children, className, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      className={[css.icon, className].filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
    >
      {children}
    </button>
  )
}
