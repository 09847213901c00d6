import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query'
import { CatchBoundary, RouterProvider, type AnyRouter } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { ErrorNote } from '../parts/ErrorNote.tsx'
import { Mark } from '../parts/Mark.tsx'
import css from './App.module.css'
import { I18nProvider, useLanguage, useT } from './i18n.tsx'
import { keepLocale } from './locale.ts'
import { useWithoutLine } from './outbox/useWithoutLine.ts'
import { ApiError } from './problem.ts'
import { SessionContext, sessionQuery, type Session } from './session.ts'
import { signInAddress } from './signed-out.ts'
import { cssVariables, styleNonce, theme } from './theme.ts'

/** Everything round the router: looks, language, data, and the session without which no screen is drawn. */
export function App(props: { queryClient: QueryClient; router: AnyRouter }) {
  return (
    <Looks>
      <QueryClientProvider client={props.queryClient}>
        <I18nProvider onChoose={keepLocale}>
          <CatchBoundary getResetKey={() => 'app'} errorComponent={({ error }) => <Alone error={error} />}>
            <WithSession>{(session) => <Signed session={session} router={props.router} />}</WithSession>
          </CatchBoundary>
        </I18nProvider>
      </QueryClientProvider>
    </Looks>
  )
}

export function Looks(props: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      forceColorScheme="light"
    >
      {props.children}
    </MantineProvider>
  )
}

function WithSession(props: { children: (session: Session) => ReactNode }) {
  const { data, error, refetch } = useQuery(sessionQuery)
  const out = !data && error instanceof ApiError && error.status === 401
  useEffect(() => {
    if (out) location.replace(signInAddress())
  }, [out])
  if (data) return props.children(data)
  if (error && !out) return <Alone error={error} onRetry={() => void refetch()} />
  return <Opening />
}

/** The application for one session, in the language chosen here, else its account's. */
export function Signed(props: { session: Session; router: AnyRouter }) {
  const { adopt } = useLanguage()
  const { locale } = props.session
  useEffect(() => adopt(locale), [adopt, locale])
  useWithoutLine(props.session)
  return (
    <SessionContext value={props.session}>
      <RouterProvider router={props.router} />
    </SessionContext>
  )
}

function Opening() {
  const t = useT()
  return (
    <div className={css.opening} role="status">
      <Mark size={32} />
      {t('session.loading')}
    </div>
  )
}

function Alone(props: { error: unknown; onRetry?: () => void }) {
  return (
    <main className={css.alone}>
      <ErrorNote error={props.error} onRetry={props.onRetry ?? (() => location.reload())} />
    </main>
  )
}
