import { useSyncExternalStore } from 'react'

/** Whether a media query holds now, followed while it changes. For what styles alone cannot do. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = matchMedia(query)
      list.addEventListener('change', tell)
      return () => list.removeEventListener('change', tell)
    },
    () => matchMedia(query).matches,
  )
}

/** Below 720 px: lists instead of tables, one pane at a time. */
export function usePhone(): boolean {
  return useMedia('(max-width: 719px)')
}
