import type { Thread as ThreadData } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import css from './thread.module.css'

/** A place of the river, at its height in the list. */
export interface Stop {
  y: number
  kind: 'doc' | 'task' | 'direction' | 'activity' | 'figure'
  branches: boolean
  hidden: boolean
}

type Way = 'counted' | 'waiting' | 'declined'

const width = 152
const middle = width / 2
/** More hairlines than this are one grey: then one stands for each kind of unit. */
const mostLines = 60

/**
 * The drawing beside the list: a straight line is the way shown, a hairline each other unit, dashed and not arriving where a
 * unit is not counted, with a crossbar where it declined the task. Hidden from readers, who have the list.
 */
export function RiverLines(props: {
  thread: ThreadData
  followed: string | undefined
  stops: Stop[]
  height: number
}) {
  const { thread, followed, stops, height } = props
  const first = stops[0]
  const last = stops.at(-1)
  if (!first || !last) return null
  const split = stops.find((s) => s.branches)
  const ways = split ? waysOf(thread, followed) : []
  return (
    <svg
      className={css.lines}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <g fill="none">
        {ways.map((way, i) => (
          <OneWay key={i} way={way} at={i} of={ways.length} from={split?.y ?? first.y} to={last.y} />
        ))}
      </g>
      <path className={css.shownWay} d={`M${middle} ${first.y}V${last.y}`} />
      {stops.map((s, i) => (
        <Place key={i} stop={s} />
      ))}
    </svg>
  )
}

function Place({ stop }: { stop: Stop }) {
  const mark = { className: css.mark, 'data-kind': stop.kind, 'data-hidden': stop.hidden || undefined }
  if (stop.kind === 'doc')
    return <rect {...mark} x={middle - 9} y={stop.y - 11} width={18} height={22} rx={2} />
  if (stop.kind === 'figure')
    return <rect {...mark} x={middle - 12} y={stop.y - 5} width={24} height={10} rx={2} />
  return <circle {...mark} cx={middle} cy={stop.y} r={9} />
}

/** Every other unit's way, spread to both sides of the one shown. */
function OneWay(props: { way: Way; at: number; of: number; from: number; to: number }) {
  const { way, at, of, from, to } = props
  // Half of them to each side, the outermost just inside the drawing.
  const side = at % 2 === 0 ? -1 : 1
  const rank = Math.floor(at / 2) + 1
  const reach = 100 * (rank / Math.ceil(of / 2)) * side
  const x = middle + reach
  const third = (to - from) / 4
  if (way === 'declined') {
    const end = { x: middle + reach * 0.62, y: from + third }
    return (
      <>
        <path
          className={css.declined}
          d={`M${middle} ${from}C${middle + reach * 0.3} ${from + third * 0.35} ${end.x} ${from + third * 0.6} ${end.x} ${end.y}`}
        />
        <path className={css.declined} d={`M${end.x - 5} ${end.y}h10`} strokeWidth={2} />
      </>
    )
  }
  const arrives = way === 'counted'
  const end = arrives ? { x: middle, y: to } : { x: middle + reach * 0.22, y: to - 40 }
  return (
    <path
      className={arrives ? css.otherWay : css.waiting}
      d={`M${middle} ${from}C${x} ${from + third} ${x} ${to - third} ${end.x} ${end.y}`}
    />
  )
}

function waysOf(thread: ThreadData, followed: string | undefined): Way[] {
  const declined = declinedIds(thread)
  const others = thread.parts.filter((p) => p.unit.id !== followed)
  const stateOf = (p: ThreadData['parts'][number]): Way =>
    declined.has(p.unit.id) && p.n === 0
      ? 'declined'
      : p.state === 'counted' || p.state === 'nothing'
        ? 'counted'
        : 'waiting'
  // Those that do not arrive lie outside, where they are seen.
  const rank = { counted: 0, waiting: 1, declined: 2 }
  const sorted = (list: Way[]) => list.sort((a, b) => rank[a] - rank[b])
  if (others.length <= mostLines) return sorted(others.map(stateOf))
  const kinds = new Map<string, Way>()
  for (const p of others) kinds.set(`${p.unit.kind} ${stateOf(p)}`, stateOf(p))
  return sorted([...kinds.values()])
}

function declinedIds(thread: ThreadData): Set<string> {
  return new Set(thread.tasks.flatMap((t) => t.below?.declinedUnits.map((u) => u.id) ?? []))
}

/** What the lines mean, with the numbers of those that do not arrive, and the keys. */
export function RiverLegend({ thread }: { thread: ThreadData }) {
  const t = useT()
  const waiting = thread.parts.filter((p) => p.state !== 'counted' && p.state !== 'nothing').length
  const declined = declinedIds(thread)
  const line = (className: string | undefined, d = 'M0 6h24') => (
    <svg width={24} height={12} aria-hidden="true">
      <path className={className} d={d} fill="none" />
    </svg>
  )
  return (
    <div className={css.legend}>
      <span>
        {line(css.shownWay)}
        {t('reports.thread.key.shown')}
      </span>
      {thread.parts.length > 0 ? (
        <span>
          {line(css.otherWay)}
          {t('reports.thread.key.others')}
        </span>
      ) : null}
      {waiting > 0 ? (
        <span>
          {line(css.waiting)}
          {t('reports.thread.key.waiting', { n: waiting })}
        </span>
      ) : null}
      {declined.size > 0 ? (
        <span>
          {line(css.declined, 'M0 6h22M22 1v10')}
          {t('reports.thread.key.declined', { n: declined.size })}
        </span>
      ) : null}
      <span className={css.keys}>
        <kbd>↑</kbd> <kbd>↓</kbd> {t('reports.thread.keys.along')}
        <kbd>J</kbd> <kbd>K</kbd> {t('reports.thread.keys.units')}
      </span>
    </div>
  )
}
