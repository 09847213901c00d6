import { formatDate } from '#src/messages/format.ts'
import type { KnownDocument } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Status } from '../../parts/Status.tsx'

const shapes = { in_force: 'done', open: 'nil', coming: 'soon', ended: 'late' } as const

/** Whether a known document is in force today, as a shape and a word. */
export function Validity(props: { state: KnownDocument['state']; lastDay: string | null }) {
  const t = useT()
  const { state, lastDay } = props
  return (
    <Status state={shapes[state]}>
      {state === 'ended' && lastDay !== null
        ? t('library.known.endedOn', { date: formatDate(lastDay) })
        : t(`library.known.state.${state}`)}
    </Status>
  )
}
