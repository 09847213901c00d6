import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from './problem.ts'
import type { Saving } from '../parts/SaveState.tsx'

/** A pause in typing after which the draft is saved. */
const pause = 800

/** What a draft is to whoever saves it: its version, and what is typed. */
interface Draft<C> {
  version: number
  updatedAt: string
  content: C
}

/** What of a draft is not saved yet, as this device keeps it. */
interface Unsaved<C> {
  version: number
  content: C
}

/** Where a draft comes from and goes to. The functions are to stay the same while the draft does (useCallback, useMemo). */
export interface DraftSource<C, D extends Draft<C>> {
  key: QueryKey
  get: () => Promise<D>
  put: (body: { version: number; content: C }) => Promise<D>
  /** name under which this device keeps what is not saved yet; one of its own for each person and draft */
  unsavedAs: string
}

/**
 * A draft on this screen: what the server keeps, what was changed since, and the saving of it, one request at a time.
 * Every letter is kept on the device until the server has it, so that a browser that ends in between loses none: opened
 * again, the draft goes on with it. When somebody else saved meanwhile, `conflict` holds their draft until one of the two
 * is chosen; nothing is overwritten in silence.
 */
export function useAutosave<C, D extends Draft<C>>(source: DraftSource<C, D>) {
  const client = useQueryClient()
  const { key, get, put: send, unsavedAs } = source
  const query = useQuery({ queryKey: key, queryFn: get, refetchOnWindowFocus: false, staleTime: Infinity })
  const [local, setLocal] = useState<C | null>(null)
  const [saving, setSaving] = useState<Saving | null>(null)
  const [conflict, setConflict] = useState<D | null>(null)
  const latest = useRef<C | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  const again = useRef<() => void>(() => undefined)

  const current = useCallback(() => client.getQueryData<D>(key), [client, key])
  const take = useCallback((draft: D) => client.setQueryData(key, draft), [client, key])

  const put = useCallback(async (): Promise<boolean> => {
    for (;;) {
      const sent = latest.current
      const base = current()
      if (sent === null || !base) return true
      setSaving({ state: 'saving' })
      try {
        const saved = await send({ version: base.version, content: sent }).catch(async (error: unknown) => {
          if (!(error instanceof ApiError && error.code === 'common.changed_meanwhile')) throw error
          const theirs = await get()
          // Both wrote the same: there is nothing to choose.
          if (JSON.stringify(theirs.content) === JSON.stringify(sent)) return theirs
          setConflict(theirs)
          throw error
        })
        take(saved)
        setSaving({ state: 'saved', at: saved.updatedAt })
        if (latest.current !== sent) {
          keepUnsaved(unsavedAs, { version: saved.version, content: latest.current })
          continue
        }
        latest.current = null
        setLocal(null)
        keepUnsaved(unsavedAs, null)
        return true
      } catch {
        setSaving({ state: 'failed', onRetry: () => again.current() })
        return false
      }
    }
  }, [current, get, send, take, unsavedAs])

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
    (change: C | ((now: C) => C)) => {
      const kept = current()
      const now = latest.current ?? kept?.content
      const next = isChange(change) ? (now === undefined ? undefined : change(now)) : change
      if (next === undefined || !kept) return
      latest.current = next
      setLocal(() => next)
      keepUnsaved(unsavedAs, { version: kept.version, content: next })
      setSaving({ state: 'unsaved' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), pause)
    },
    [current, save, unsavedAs],
  )

  // What an earlier visit could not save any more goes on here; where somebody else saved since, both are shown.
  const draft = query.data
  const isThere = draft !== undefined
  useEffect(() => {
    if (!isThere) return
    const timer = setTimeout(() => {
      const now = current()
      const unsaved = findUnsaved<C>(unsavedAs)
      if (!now || !unsaved || latest.current !== null) return
      latest.current = unsaved.content
      setLocal(() => unsaved.content)
      if (unsaved.version === now.version) void save()
      else setConflict(now)
    })
    return () => clearTimeout(timer)
  }, [isThere, current, save, unsavedAs])

  // Leaving the screen keeps what was typed last.
  useEffect(
    () => () => {
      if (latest.current !== null) void save()
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
        keepUnsaved(unsavedAs, null)
      }
    },
    [conflict, save, take, unsavedAs],
  )

  /** The conflict is decided later: what was typed stays, and the next saving asks again. */
  const postpone = useCallback(() => setConflict(null), [])

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
    /** the draft as the server has it, also within a deed that waited for a save */
    current,
  }
}

function isChange<C>(change: C | ((now: C) => C)): change is (now: C) => C {
  return typeof change === 'function'
}

/** Without a store (a full disk, a browser that forbids it) the draft is saved by the server alone. */
function keepUnsaved(name: string, unsaved: Unsaved<unknown> | null): void {
  try {
    if (unsaved === null) localStorage.removeItem(name)
    else localStorage.setItem(name, JSON.stringify(unsaved))
  } catch {
    // nothing is lost that the server has
  }
}

function findUnsaved<C>(name: string): Unsaved<C> | null {
  try {
    const kept = localStorage.getItem(name)
    // Written by keepUnsaved of the same screen; the server checks its shape when it is saved.
    return kept === null ? null : (JSON.parse(kept) as Unsaved<C>)
  } catch {
    return null
  }
}
