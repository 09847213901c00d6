import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { PlanContent } from '../../api/generated/index.ts'
import { getPlanDraftPaperOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { type Correctable, PaperChecks } from './PaperChecks.tsx'
import css from './plans.module.css'

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
  // The page is made by our own writer, which escapes every word; it holds paragraphs, tables, bold and italic only.
  return (
    <>
      <PaperChecks text={paper.data.text} page={page} draft={draft} />
      <div ref={page} className={css.paper} lang="vi" dangerouslySetInnerHTML={{ __html: paper.data.html }} />
    </>
  )
}
