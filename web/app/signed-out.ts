import { useSyncExternalStore } from 'react'

// The session can end while somebody types. Sending the browser to the sign-in page at once would lose the text, so
// after the first load the frame only says it, with a link.
let signedOut = false
const listeners = new Set<() => void>()

export function noteSignedOut(): void {
  signedOut = true
  for (const tell of listeners) tell()
}

/** Whether the server has answered 401 since this page was loaded. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => signedOut,
  )
}

/** The sign-in page, which comes back to where the browser is now. */
export function signInAddress(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`
}
