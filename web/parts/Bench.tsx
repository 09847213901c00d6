import { useState, type ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import css from './Bench.module.css'
import { useHotkeys } from './useHotkeys.ts'

export interface BenchPane {
  /** what the pane is, for readers and for the buttons that turn to it in a narrow window */
  label: string
  content: ReactNode
  /** px beside the middle: plan 304 and 368, report 432, document 520 */
  width?: number
  /** `sunk` is the desk under a printed page */
  ground?: 'white' | 'paper' | 'sunk'
}

export type Side = 'left' | 'middle' | 'right'

/**
 * A screen that fills the window: a title bar, then panes that scroll alone.
 *
 * From 1200 px the panes stand beside each other; below, the sides lie over the middle and buttons under the title
 * turn to them; below 720 one pane is seen at a time.
 * @param right a pane that is always there, or a `<Drawer>` for what is selected: then give `drawer`, which lies over
 *   the middle by itself as long as there is one
 * @param phoneFirst what a phone shows first: of a document the pieces, of a plan the tasks
 */
export function Bench(props: {
  head: ReactNode
  left?: BenchPane
  middle: BenchPane
  right?: BenchPane
  drawer?: ReactNode
  drawerWidth?: number
  phoneFirst?: Side
  /** the pane turned to, where the screen itself turns ("Xem trong văn bản"); else the bench keeps it */
  turned?: Side | null
  onTurn?: (side: Side | null) => void
}) {
  const t = useT()
  const { head, left, middle, right, drawer, phoneFirst = 'middle' } = props
  const [own, setOwn] = useState<Side | null>(null)
  const turned = props.turned === undefined ? own : props.turned
  const setTurned = props.onTurn ?? setOwn
  useHotkeys(turned && turned !== 'middle' ? [{ keys: 'Escape', run: () => setTurned(null) }] : [])

  const sides = [
    { side: 'left' as const, pane: left },
    { side: 'middle' as const, pane: middle },
    { side: 'right' as const, pane: right },
  ]
  const turnable = sides.flatMap(({ side, pane }) => (pane ? [{ side, label: pane.label }] : []))
  const columns = [
    left ? `${left.width ?? 304}px` : '',
    'minmax(0, 1fr)',
    drawer ? `${props.drawerWidth ?? 368}px` : right ? `${right.width ?? 368}px` : '',
  ]
  return (
    <div
      className={css.bench}
      data-bench=""
      data-turned={turned ?? undefined}
      data-first={phoneFirst}
      data-drawer={drawer ? true : undefined}
      style={{ gridTemplateColumns: columns.filter(Boolean).join(' ') }}
    >
      <div className={css.head}>{head}</div>
      {turnable.length > 1 ? (
        <div className={css.turn} role="group" aria-label={t('common.pane.choose')}>
          {turnable.map(({ side, label }) => (
            <button
              key={side}
              type="button"
              aria-pressed={turned === side}
              data-side={side}
              onClick={() => setTurned(turned === side ? null : side)}
            >
              {label}
            </button>
          ))}
        </div>
      ) : null}
      {sides.map(({ side, pane }) =>
        pane && !(side === 'right' && drawer) ? (
          <section
            key={side}
            className={css.pane}
            data-side={side}
            data-ground={pane.ground ?? (side === 'left' ? 'paper' : 'white')}
            aria-label={pane.label}
            tabIndex={0}
          >
            {pane.content}
          </section>
        ) : null,
      )}
      {drawer ? <div className={css.drawer}>{drawer}</div> : null}
    </div>
  )
}
