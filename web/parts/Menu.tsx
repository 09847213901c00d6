import {
  useEffect,
  useId,
  useRef,
  useState,
  type ButtonHTMLAttributes,
  type ReactNode,
  type Ref,
} from 'react'
import css from './Menu.module.css'

export interface MenuChoice {
  key: string
  label: ReactNode
  hint?: string
  /** one of several that exclude each other, and whether it is the present one */
  chosen?: boolean
  /** a hairline above it */
  apart?: boolean
  lang?: string
  /** a file to take home; `download` is its name */
  href?: string
  download?: string
  onPick?: () => void
}

type TriggerProps = ButtonHTMLAttributes<HTMLButtonElement> & { ref: Ref<HTMLButtonElement> }

/**
 * A button that opens a list of deeds or choices. Arrows, Home and End move, Enter takes, Esc closes and gives the
 * focus back. (Not Mantine's: that one, with its positioning, is 30 kB of the first load.)
 * @param trigger draws the button with what it is given
 * @param head words over the choices, not a choice
 */
export function Menu(props: {
  label: string
  trigger: (props: TriggerProps) => ReactNode
  choices: MenuChoice[]
  head?: ReactNode
  align?: 'start' | 'end'
}) {
  const { label, trigger, choices, head, align = 'start' } = props
  const id = useId()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    const items = itemsOf(list.current)
    const first = items.find((i) => i.getAttribute('aria-checked') === 'true') ?? items[0]
    first?.focus()
    const outside = (e: PointerEvent) => {
      if (e.target instanceof Node && !box.current?.contains(e.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  function close() {
    setOpen(false)
    button.current?.focus()
  }
  function onKeyDown(e: React.KeyboardEvent) {
    const items = itemsOf(list.current)
    const at = items.findIndex((i) => i === document.activeElement)
    const to: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + items.length,
      Home: 0,
      End: items.length - 1,
    }
    const next = to[e.key]
    if (next !== undefined) items[next % items.length]?.focus()
    else if (e.key === 'Escape') close()
    else if (e.key === 'Tab') setOpen(false)
    if (next !== undefined || e.key === 'Escape') {
      e.preventDefault()
      e.stopPropagation()
    }
  }
  return (
    <span className={css.menu} ref={box} onKeyDown={open ? onKeyDown : undefined}>
      {trigger({
        ref: button,
        type: 'button',
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        ...(open ? { 'aria-controls': id } : {}),
        onClick: () => setOpen(!open),
      })}
      {open ? (
        <div className={css.list} data-align={align}>
          {head ? <div className={css.head}>{head}</div> : null}
          <div role="menu" id={id} aria-label={label} ref={list}>
            {choices.map((c) => {
              const own = {
                tabIndex: -1,
                className: css.item,
                'data-apart': c.apart || undefined,
                lang: c.lang,
                onClick: () => {
                  close()
                  c.onPick?.()
                },
              }
              const words = (
                <>
                  {c.label}
                  {c.hint ? <span className={css.hint}>{c.hint}</span> : null}
                </>
              )
              return c.href !== undefined ? (
                <a key={c.key} {...own} role="menuitem" href={c.href} download={c.download ?? ''}>
                  {words}
                </a>
              ) : (
                <button
                  key={c.key}
                  {...own}
                  type="button"
                  role={c.chosen === undefined ? 'menuitem' : 'menuitemradio'}
                  aria-checked={c.chosen}
                >
                  {words}
                </button>
              )
            })}
          </div>
        </div>
      ) : null}
    </span>
  )
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
}
