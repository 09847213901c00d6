import { useRouter } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { ButtonAnchor } from '../../parts/Button.tsx'
import { useGo } from './useGo.ts'

/**
 * The one button of something owed: its word and address come from the server.
 * @param to path inside the application, beginning with `/`
 * @param first the first of the screen, which is its one primary button
 */
export function ActLink(props: { label: string; to: string; first: boolean }) {
  const router = useRouter()
  const address = router.basepath === '/' ? props.to : router.basepath + props.to
  const go = useGo()
  function follow(e: MouseEvent<HTMLAnchorElement>) {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    e.preventDefault()
    go(props.to)
  }
  return (
    <ButtonAnchor
      kind={props.first ? 'go' : 'plain'}
      href={router.history.createHref(address)}
      onClick={follow}
    >
      {props.label}
    </ButtonAnchor>
  )
}
