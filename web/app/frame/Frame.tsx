import { useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useHotkeys } from '../../parts/useHotkeys.ts'
import { useT } from '../i18n.tsx'
import css from './Frame.module.css'
import { SideNav } from './SideNav.tsx'
import { Strips } from './Strips.tsx'
import { TabBar } from './TabBar.tsx'
import { TopBar } from './TopBar.tsx'
import { useWays } from './ways.ts'

const KeyboardHelp = lazy(() =>
  import('../../parts/KeyboardHelp.tsx').then((m) => ({ default: m.KeyboardHelp })),
)

/** The frame round every screen: navigation left and bar on top; on a phone bar and tabs. */
export function Frame(props: { children: ReactNode }) {
  const t = useT()
  const navigate = useNavigate()
  const ways = useWays()
  const [keys, setKeys] = useState(false)
  const main = useRef<HTMLElement>(null)
  useFocusOnNewScreen(main)
  useHotkeys([
    { keys: '?', does: t('session.keys.help'), run: () => setKeys(true) },
    ...ways.flatMap((w) =>
      w.key === undefined
        ? []
        : [
            {
              keys: `g ${w.key}`,
              does: t(w.word.replace('.nav.', '.keys.')),
              run: () => void navigate({ to: w.path }),
            },
          ],
    ),
  ])
  return (
    <div className={css.shell}>
      <a
        className={css.skip}
        href="#main"
        onClick={(e) => {
          e.preventDefault()
          main.current?.focus()
        }}
      >
        {t('session.skip')}
      </a>
      <TopBar onKeys={() => setKeys(true)} />
      <SideNav />
      <main id="main" className={css.main} ref={main} tabIndex={-1}>
        <Strips />
        {props.children}
      </main>
      <TabBar />
      {keys ? (
        <Suspense>
          <KeyboardHelp onClose={() => setKeys(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}

/** After a way was taken the focus goes to the new screen, so that readers and the Tab key begin there. */
function useFocusOnNewScreen(main: React.RefObject<HTMLElement | null>): void {
  const pathname = useRouterState({ select: (s) => s.resolvedLocation?.pathname ?? s.location.pathname })
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    // A drawer opened by its own address keeps the focus it has just taken.
    if (main.current?.contains(document.activeElement) && document.activeElement !== main.current) return
    main.current?.focus({ preventScroll: true })
  }, [pathname, main])
}
