import { useMemo } from 'react'
import { getOutgoingQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import {
  getOutgoing,
  saveOutgoing,
  type OutgoingContent,
  type OutgoingView,
} from '../../api/generated/index.ts'
import { useAutosave, type DraftSource } from '../../app/autosave.ts'
import { useSession } from '../../app/session.ts'

/** A document on its bench, saved while it is written. */
export function useOutgoing(id: string) {
  const { person } = useSession()
  const source = useMemo((): DraftSource<OutgoingContent, OutgoingView> => {
    const path = { id }
    return {
      key: getOutgoingQueryKey({ path }),
      get: async () => (await getOutgoing({ path, throwOnError: true })).data,
      put: async (body) => (await saveOutgoing({ path, body, throwOnError: true })).data,
      unsavedAs: `lantoa.unsaved.${person.id}.${id}`,
    }
  }, [id, person.id])
  return useAutosave(source)
}
