import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react'

/**
 * A link to an address that comes as text from the server, such as an obligation's `/plans/0190…`. Links whose route
 * is known when writing use `Link` of the router, which the compiler checks.
 * @param href path inside the application, beginning with `/`, with or without a search part
 */
export function AppLink(
  props: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; children: ReactNode },
) {
  const { href, onClick, ...rest } = props
  const router = useRouter()
  const address = addressInside(router.basepath, href)
  function follow(e: MouseEvent<HTMLAnchorElement>) {
    onClick?.(e)
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    e.preventDefault()
    void router.navigate({ href: address })
  }
  return <a {...rest} href={router.history.createHref(address)} onClick={follow} />
}

function addressInside(basepath: string, href: string): string {
  return basepath.replace(/\/$/, '') + href
}
