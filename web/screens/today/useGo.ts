import { useRouter } from '@tanstack/react-router'

/** Goes to an address inside the application that comes as text, such as one the server gave. */
export function useGo(): (path: string) => void {
  const router = useRouter()
  const base = router.basepath === '/' ? '' : router.basepath
  return (path) => void router.navigate({ href: base + path })
}
