import { useMemo } from 'react'
import { getPlanDraftQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { getPlanDraft, savePlanDraft, type PlanContent, type PlanDraft } from '../../api/generated/index.ts'
import { useAutosave, type DraftSource } from '../../app/autosave.ts'
import { useSession } from '../../app/session.ts'

/** A plan's draft on this screen, saved while it is written. */
export function usePlanDraft(planId: string) {
  const { person } = useSession()
  const source = useMemo((): DraftSource<PlanContent, PlanDraft> => {
    const path = { id: planId }
    return {
      key: getPlanDraftQueryKey({ path }),
      get: async () => (await getPlanDraft({ path, throwOnError: true })).data,
      put: async (body) => (await savePlanDraft({ path, body, throwOnError: true })).data,
      unsavedAs: `lantoa.unsaved.${person.id}.${planId}`,
    }
  }, [planId, person.id])
  return useAutosave(source)
}
