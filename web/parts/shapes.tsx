import type { ReactNode } from 'react'
import type { State } from './Status.tsx'
import type { Coverage } from './CoverageSquare.tsx'

// Drawn as SVG in the colour of the text, not as masks: they stay visible in forced colours.
const states: Record<State, ReactNode> = {
  late: <path d="M6 .6 11.8 11.2H.2z" />,
  soon: (
    <g fill="none" stroke="currentColor" strokeWidth="1.6">
      <circle cx="6" cy="6" r="5.2" />
      <path d="M6 3v3.2l2.2 1.5" />
    </g>
  ),
  done: (
    <path
      fillRule="evenodd"
      d="M6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0zM5.2 8.9 2.6 6.400l1-1 1.6 1.5 3.2-3.3 1 1z"
    />
  ),
  open: <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  busy: (
    <>
      <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 .8a5.2 5.2 0 0 0 0 10.400z" />
    </>
  ),
  nil: (
    <circle
      cx="6"
      cy="6"
      r="5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.1 1.8"
    />
  ),
}

const coverages: Record<Coverage, ReactNode> = {
  kept: <rect x="1" y="1" width="10" height="10" rx="1.5" />,
  adapted: (
    <>
      <path d="M1.75 1.750h8.500v8.500h-8.500z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M1 11V1l10 10z" />
    </>
  ),
  declined: (
    <path d="M1.75 1.750h8.500v8.500h-8.500zM3.8 6h4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
  ),
  none: (
    <rect
      x="1.25"
      y="1.25"
      width="9.5"
      height="9.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.3 1.5"
    />
  ),
}

function Shape(props: { size: number; children: ReactNode }) {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      {props.children}
    </svg>
  )
}

/** The shape of a state, without its word: only where the word stands beside it. */
export function StateShape(props: { state: State; size?: number }) {
  return <Shape size={props.size ?? 12}>{states[props.state]}</Shape>
}

/** The square of a clause: kept ■, adapted ◪, declined ⊟, dashed where nothing carries it out. */
export function CoverageShape(props: { coverage: Coverage; size?: number }) {
  return <Shape size={props.size ?? 12}>{coverages[props.coverage]}</Shape>
}
