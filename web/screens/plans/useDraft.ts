import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { getPlanDraftOptions, getPlanDraftQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { getPlanDraft, savePlanDraft, type PlanContent, type PlanDraft } from '../../api/generated/index.ts'
import { ApiError } from '../../app/problem.ts'
import type { Saving } from '../../parts/SaveState.tsx'

/** A pause in typing after which the draft is saved. */
const pause = 800

/**
 * A plan's draft on this screen: what the server keeps, what was changed since, and the saving of it, one request at a
 * time. When somebody else saved meanwhile, `conflict` holds their draft until one of the two is chosen; nothing is
 * overwritten in silence.
 */
export function usePlanDraft(planId: string) {
  const client = useQueryClient()
  const query = useQuery({
    ...getPlanDraftOptions({ path: { id: planId } }),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  const [local, setLocal] = useState<PlanContent | null>(null)
  const [saving, setSaving] = useState<Saving | null>(null)
  const [conflict, setConflict] = useState<PlanDraft | null>(null)
  const latest = useRef<PlanContent | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  const again = useRef<() => void>(() => undefined)

  const take = useCallback(
    (draft: PlanDraft) => client.setQueryData(getPlanDraftQueryKey({ path: { id: planId } }), draft),
    [client, planId],
  )

  const put = useCallback(async (): Promise<boolean> => {
    for (;;) {
      const sent = latest.current
      const base = client.getQueryData<PlanDraft>(getPlanDraftQueryKey({ path: { id: planId } }))
      if (!sent || !base) return true
      setSaving({ state: 'saving' })
      try {
        const { data } = await savePlanDraft({
          path: { id: planId },
          body: { version: base.version, content: sent },
          throwOnError: true,
        })
        take(data)
        setSaving({ state: 'saved', at: data.updatedAt })
        if (latest.current !== sent) continue
        latest.current = null
        setLocal(null)
        return true
      } catch (error) {
        if (error instanceof ApiError && error.code === 'common.changed_meanwhile') {
          const { data } = await getPlanDraft({ path: { id: planId }, throwOnError: true })
          setConflict(data)
        }
        setSaving({ state: 'failed', onRetry: () => again.current() })
        return false
      }
    }
  }, [client, planId, take])

  /** Saves now what is not saved yet. @returns false when it could not be saved */
  const save = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    running.current ??= put()
      .catch(() => false)
      .finally(() => (running.current = null))
    return running.current
  }, [put])

  useEffect(() => {
    again.current = () => void save()
  }, [save])

  /** @param change the new content, or what to do with the content as it is by then: for answers that come later */
  const change = useCallback(
    (change: PlanContent | ((now: PlanContent) => PlanContent)) => {
      const kept = client.getQueryData<PlanDraft>(getPlanDraftQueryKey({ path: { id: planId } }))
      const now = latest.current ?? kept?.content
      const next = typeof change !== 'function' ? change : now && change(now)
      if (!next) return
      latest.current = next
      setLocal(next)
      setSaving({ state: 'unsaved' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), pause)
    },
    [client, planId, save],
  )

  // Leaving the screen keeps what was typed last.
  useEffect(
    () => () => {
      if (latest.current) void save()
    },
    [save],
  )

  const choose = useCallback(
    (mine: boolean) => {
      if (!conflict) return
      take(conflict)
      setConflict(null)
      if (mine) void save()
      else {
        latest.current = null
        setLocal(null)
        setSaving(null)
      }
    },
    [conflict, save, take],
  )

  /** The conflict is decided later: what was typed stays, and the next saving asks again. */
  const postpone = useCallback(() => setConflict(null), [])
  /** The draft as the server has it, also within a deed that waited for a save. */
  const current = useCallback(
    () => client.getQueryData<PlanDraft>(getPlanDraftQueryKey({ path: { id: planId } })),
    [client, planId],
  )

  const draft = query.data
  return {
    query,
    draft,
    content: local ?? draft?.content,
    change,
    save,
    saving,
    conflict,
    choose,
    postpone,
    take,
    current,
  }
}
