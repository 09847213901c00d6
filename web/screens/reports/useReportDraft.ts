import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { getReportQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { getReport, saveReport } from '../../api/generated/sdk.gen.ts'
import type { Report, ReportContent } from '../../api/generated/types.gen.ts'
import { ApiError } from '../../app/problem.ts'
import type { Saving } from '../../parts/SaveState.tsx'

const pause = 1_200

export interface ReportDraft {
  content: ReportContent
  change: (change: (content: ReportContent) => ReportContent) => void
  /** saves what is not saved yet, and answers the version to go on from; null when it could not be saved */
  flush: () => Promise<number | null>
  saving: Saving | null
  /** why the last save failed */
  error: unknown
  /** what somebody else saved meanwhile: nothing goes on until one of the two is chosen */
  theirs: ReportContent | null
  choose: (whose: 'mine' | 'theirs') => void
}

/**
 * The words of a report while they are written: kept on the screen at once, saved a moment after the last key, one save
 * at a time. When somebody else saved meanwhile nothing is overwritten: the error says so, and the words stay here.
 */
export function useReportDraft(report: Report): ReportDraft {
  const queryClient = useQueryClient()
  const [content, setContent] = useState(report.content)
  const [saving, setSaving] = useState<Saving | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<{ content: ReportContent; version: number } | null>(null)
  const held = useRef({ content: report.content, version: report.draft?.version ?? 0, dirty: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<number | null> | null>(null)
  const again = useRef<() => Promise<number | null>>(() => Promise.resolve(null))

  // What the server holds is taken over whenever nothing of ours waits to be saved.
  useEffect(() => {
    if (held.current.dirty || running.current) return
    held.current = { content: report.content, version: report.draft?.version ?? 0, dirty: false }
    setContent(report.content)
  }, [report])

  const save = useCallback(async (): Promise<number | null> => {
    clearTimeout(timer.current)
    if (running.current) await running.current
    if (!held.current.dirty) return held.current.version
    const { content: words, version } = held.current
    held.current.dirty = false
    setSaving({ state: 'saving' })
    running.current = (async () => {
      try {
        const { data } = await saveReport({
          path: { id: report.id },
          body: { version, content: words },
          throwOnError: true,
        })
        held.current.version = data.draft?.version ?? version + 1
        setError(null)
        setSaving({ state: 'saved', at: new Date().toISOString() })
        queryClient.setQueryData(getReportQueryKey({ path: { id: report.id }, query: {} }), data)
        void queryClient.invalidateQueries({ predicate: (q) => isFigureOf(q.queryKey) })
        return held.current.version
      } catch (reason) {
        held.current.dirty = true
        if (reason instanceof ApiError && reason.code === 'common.changed_meanwhile')
          setTheirs(await readTheirs(report.id))
        setError(reason)
        setSaving({ state: 'failed', onRetry: () => void again.current() })
        return null
      } finally {
        running.current = null
      }
    })()
    return running.current
  }, [queryClient, report.id])

  useEffect(() => {
    again.current = save
  }, [save])

  const change = useCallback(
    (edit: (content: ReportContent) => ReportContent) => {
      held.current.content = edit(held.current.content)
      held.current.dirty = true
      setContent(held.current.content)
      setSaving({ state: 'unsaved' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), pause)
    },
    [save],
  )

  const choose = useCallback(
    (whose: 'mine' | 'theirs') => {
      if (!theirs) return
      held.current.version = theirs.version
      held.current.dirty = whose === 'mine'
      if (whose === 'theirs') {
        held.current.content = theirs.content
        setContent(theirs.content)
        setSaving(null)
      }
      setTheirs(null)
      setError(null)
      if (whose === 'mine') void save()
      else void queryClient.invalidateQueries()
    },
    [theirs, save, queryClient],
  )

  useEffect(() => () => void (held.current.dirty ? save() : undefined), [save])
  return { content, change, flush: save, saving, error, theirs: theirs?.content ?? null, choose }
}

/** The draft as it is kept now. */
async function readTheirs(id: string): Promise<{ content: ReportContent; version: number } | null> {
  const { data } = await getReport({ path: { id }, query: {}, throwOnError: true })
  return { content: data.content, version: data.draft?.version ?? 0 }
}

function isFigureOf(key: readonly unknown[]): boolean {
  const [first] = key
  return (
    typeof first === 'object' &&
    first !== null &&
    '_id' in first &&
    (first._id === 'getReportFigure' || first._id === 'getThread')
  )
}
