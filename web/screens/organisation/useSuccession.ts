import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import {
  getSuccessionQueryKey,
  saveSuccessionMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Succession, SuccessionContent } from '../../api/generated/types.gen.ts'

/** Milliseconds after the last change until the plan is saved and its preview made anew. */
const pause = 500

export interface SuccessionDraft {
  content: SuccessionContent
  day: string
  isEditable: boolean
  isSaving: boolean
  error: Error | null
  change: (next: Partial<SuccessionContent>) => void
  setDay: (day: string) => void
}

/** A plan that is being written: kept here, saved a moment after each change, one save at a time. */
export function useSuccessionDraft(plan: Succession): SuccessionDraft {
  const client = useQueryClient()
  const [content, setContent] = useState(plan.content)
  const [day, setDayHere] = useState(plan.day)
  const [unsaved, setUnsaved] = useState(0)
  const [saved, setSaved] = useState(0)
  const save = useMutation({
    ...saveSuccessionMutation(),
    onSuccess: (next) =>
      client.setQueryData(getSuccessionQueryKey({ path: { successionId: plan.id } }), next),
  })
  const { mutate, isPending, isError } = save
  useEffect(() => {
    if (unsaved === saved || isPending || isError) return
    const timer = setTimeout(() => {
      setSaved(unsaved)
      mutate({ path: { successionId: plan.id }, body: { version: plan.version, day, content } })
    }, pause)
    return () => clearTimeout(timer)
  }, [unsaved, saved, isPending, isError, mutate, plan.id, plan.version, day, content])
  const touch = () => {
    if (isError) save.reset()
    setUnsaved((n) => n + 1)
  }
  return {
    content,
    day,
    isEditable: plan.may.includes('save'),
    isSaving: isPending || unsaved !== saved,
    error: save.error,
    change: (next) => {
      setContent((c) => ({ ...c, ...next }))
      touch()
    },
    setDay: (next) => {
      setDayHere(next)
      touch()
    },
  }
}

/** Whether units are made, and people and units below go to them. */
export const reshapes = (kind: Succession['kind']): boolean =>
  kind === 'merge' || kind === 'split' || kind === 'part'

/** A unit as a choice. */
export interface UnitOption {
  id: string
  name: string
}

/** The units that go on, for a choice: as they will be called. */
export function targetsOf(
  content: SuccessionContent,
  units: Succession['units'],
  unnamed: string,
): UnitOption[] {
  return content.to.map((t) => ({
    id: t.id,
    name: t.unit
      ? t.unit.shortName || t.unit.name || unnamed
      : (units.find((u) => u.id === t.id)?.shortName ?? unnamed),
  }))
}
