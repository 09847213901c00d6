import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftView } from '../../api/generated/index.ts'
import {
  getDocumentDraftOptions,
  getDocumentDraftQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { getDocumentDraft, saveDocumentDraft } from '../../api/generated/sdk.gen.ts'
import { ApiError } from '../../app/problem.ts'
import type { Saving } from '../../parts/SaveState.tsx'
import type { Checked } from './pieces.ts'

/** A pause in typing after which it is kept. */
const saveAfter = 700

/**
 * A draft that is being checked: what the server keeps, what the person has changed since, and the keeping of it. Two
 * people at once: `conflict` holds the other's version until one of the two is chosen.
 */
export function useDraft(id: string) {
  const queryClient = useQueryClient()
  const options = { path: { id } }
  const key = getDocumentDraftQueryKey(options)
  const query = useQuery({
    ...getDocumentDraftOptions(options),
    // A long text is read in the background.
    refetchInterval: (q) => (q.state.data?.state === 'reading' ? 1_500 : false),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  const kept = query.data
  const [local, setLocal] = useState<Checked | null>(null)
  const [saving, setSaving] = useState<Saving | null>(null)
  const [conflict, setConflict] = useState<DraftView | null>(null)
  const latest = useRef<Checked | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  const retry = useRef<() => void>(() => undefined)

  const put = useCallback(async (): Promise<boolean> => {
    for (;;) {
      const sent = latest.current
      const base = queryClient.getQueryData<DraftView>(getDocumentDraftQueryKey({ path: { id } }))
      if (!sent || !base) return true
      setSaving({ state: 'saving' })
      try {
        const { data } = await saveDocumentDraft({
          path: { id },
          body: { version: base.version, ...sent },
          throwOnError: true,
        })
        queryClient.setQueryData(getDocumentDraftQueryKey({ path: { id } }), data)
        setSaving({ state: 'saved', at: data.updatedAt })
        if (latest.current !== sent) continue
        latest.current = null
        setLocal(null)
        return true
      } catch (error) {
        if (error instanceof ApiError && error.code === 'common.changed_meanwhile') {
          const { data } = await getDocumentDraft({ path: { id }, throwOnError: true })
          setConflict(data)
        }
        setSaving({ state: 'failed', onRetry: () => retry.current() })
        return false
      }
    }
  }, [id, queryClient])

  const save = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    running.current ??= put()
      .catch(() => false)
      .finally(() => (running.current = null))
    return running.current
  }, [put])

  useEffect(() => {
    retry.current = () => void save()
  }, [save])

  const change = useCallback(
    (update: (now: Checked) => Checked, now = false) => {
      // From the latest, not from what was drawn: a row drawn once may be pressed long after.
      const base = queryClient.getQueryData<DraftView>(getDocumentDraftQueryKey({ path: { id } }))
      const before = latest.current ?? (base?.pieces ? { pieces: base.pieces, settled: base.settled } : null)
      if (!before) return
      const next = update(before)
      latest.current = next
      setLocal(next)
      setSaving({ state: 'unsaved' })
      clearTimeout(timer.current)
      if (now) void save()
      else timer.current = setTimeout(() => void save(), saveAfter)
    },
    [id, queryClient, save],
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
      queryClient.setQueryData(getDocumentDraftQueryKey({ path: { id } }), conflict)
      setConflict(null)
      if (mine) void save()
      else {
        latest.current = null
        setLocal(null)
        setSaving(null)
      }
    },
    [conflict, id, queryClient, save],
  )

  const checked: Checked | null =
    local ?? (kept?.pieces ? { pieces: kept.pieces, settled: kept.settled } : null)
  return { query, key, kept, checked, change, save, saving, conflict, choose }
}
