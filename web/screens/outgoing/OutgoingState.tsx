import type { OutgoingRow } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Status } from '../../parts/Status.tsx'

const shapes = { draft: 'open', in_review: 'busy', approved: 'done' } as const

/** Where a document stands on its way to being issued, with the number it has already. */
export function OutgoingState(props: Pick<OutgoingRow, 'state' | 'numberSymbol'>) {
  const t = useT()
  return (
    <Status state={shapes[props.state]}>
      {t(`outgoing.state.${props.state}`)}
      {props.numberSymbol ? ` · ${props.numberSymbol}` : ''}
    </Status>
  )
}
