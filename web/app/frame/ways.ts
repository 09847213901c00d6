import {
  IconCalendarCheck,
  IconChartBar,
  IconFileText,
  IconHome2,
  IconMessage2,
  IconSubtask,
  IconSun,
  IconWriting,
  type Icon,
} from '@tabler/icons-react'
import { useRouter, useRouterState } from '@tanstack/react-router'

export interface Way {
  path: string
  word: string
  icon: Icon
  /** key after G */
  key?: string
}

/** The ways of the staff application in their order. Drawn only where the screen is built. */
const ways: Way[] = [
  { path: '/today', word: 'session.nav.today', icon: IconSun, key: 'h' },
  { path: '/documents', word: 'session.nav.documents', icon: IconFileText, key: 'v' },
  { path: '/outgoing', word: 'session.nav.outgoing', icon: IconWriting, key: 's' },
  { path: '/plans', word: 'session.nav.plans', icon: IconSubtask, key: 'k' },
  { path: '/activities', word: 'session.nav.activities', icon: IconCalendarCheck },
  { path: '/directions', word: 'session.nav.directions', icon: IconMessage2 },
  { path: '/reports', word: 'session.nav.reports', icon: IconChartBar, key: 'b' },
  { path: '/organisation', word: 'session.nav.organisation', icon: IconHome2 },
]

/** Where the phone's middle button leads. */
export const LOG_PATH: string = '/activities/new'

/** Whether a screen stands in the router. */
export function useBuilt(): (path: string) => boolean {
  const router = useRouter()
  const built: Record<string, unknown> = router.routesByPath
  return (path) => path in built
}

export function useWays(): Way[] {
  const built = useBuilt()
  return ways.filter((w) => built(w.path))
}

/** The path of the way the present screen belongs to: the longest that begins its address. */
export function useHere(paths: readonly string[]): string | undefined {
  const pathname = useRouterState({ select: (s) => s.location.pathname })
  return paths
    .filter((p) => pathname === p || pathname.startsWith(`${p}/`))
    .sort((a, b) => b.length - a.length)[0]
}
