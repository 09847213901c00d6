import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { getOutgoingPaperOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { OfficialPaper } from '../../parts/OfficialPaper.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { type Correctable, PaperChecks } from '../plans/PaperChecks.tsx'
import css from './outgoing.module.css'

/** The document as it will be printed. It is fetched anew after each save and each step. */
export function PaperPane<C>(props: {
  id: string
  version: number
  state: string
  number: string | null
  draft?: Correctable<C> | undefined
}) {
  const { id, version, state, number, draft } = props
  const options = getOutgoingPaperOptions({ path: { id } })
  const page = useRef<HTMLDivElement>(null)
  const paper = useQuery({
    ...options,
    queryKey: [...options.queryKey, version, state, number] as never,
    // The last paper stands until the next one is there: nothing flickers while somebody types.
    placeholderData: (last) => last,
  })
  if (paper.error) return <ErrorNote error={paper.error} onRetry={() => void paper.refetch()} />
  if (!paper.data) return <Skeleton rows={8} />
  return (
    <div className={css.desk}>
      <PaperChecks text={paper.data.text} page={page} draft={draft} />
      <OfficialPaper ref={page} html={paper.data.html} />
    </div>
  )
}
