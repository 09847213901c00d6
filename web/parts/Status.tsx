import type { ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { StateShape } from './shapes.tsx'
import css from './Status.module.css'

/** late ▲ red · soon clock amber · done disc with tick green · open ring · busy half disc blue · nil dashed ring. */
export type State = 'late' | 'soon' | 'done' | 'open' | 'busy' | 'nil'

/**
 * A state as a shape and a word, so that without colour nothing is lost.
 * @param children the word; without it the plain word of the state ("quá hạn", "xong")
 */
export function Status(props: { state: State; small?: boolean; children?: ReactNode }) {
  const t = useT()
  const { state, small, children } = props
  return (
    <span className={css.st} data-state={state} data-small={small || undefined}>
      <StateShape state={state} size={small ? 10 : 12} />
      {children ?? t(`common.state.${state}`)}
    </span>
  )
}
