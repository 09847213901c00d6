import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { PlanContent } from '../../api/generated/index.ts'
import { getPlanDraftPaperOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { OfficialPaper } from '../../parts/OfficialPaper.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { type Correctable, PaperChecks } from './PaperChecks.tsx'

/** The draft as it will be printed. It is fetched anew after a save and when it gets its number. */
export function PaperPane(props: {
  planId: string
  version: number
  number: string | null
  draft?: Correctable<PlanContent> | undefined
}) {
  const { planId, version, number, draft } = props
  const options = getPlanDraftPaperOptions({ path: { id: planId } })
  const page = useRef<HTMLDivElement>(null)
  const paper = useQuery({ ...options, queryKey: [...options.queryKey, version, number] as never })
  if (paper.error) return <ErrorNote error={paper.error} onRetry={() => void paper.refetch()} />
  if (!paper.data) return <Skeleton rows={8} />
  return (
    <>
      <PaperChecks text={paper.data.text} page={page} draft={draft} />
      <OfficialPaper ref={page} html={paper.data.html} />
    </>
  )
}
