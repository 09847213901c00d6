/*
 * The frame and every part with invented data, for eyes only: `vite -c web/vite.config.ts`, then
 * /app/gallery.html#/today. Not part of the production build, whose only page is index.html.
 */
import '../styles/mantine.css'
import '../styles/fonts.css'
import '#src/portal/tokens.css'
import '../styles/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createHashHistory, createRoute, createRouter } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { Looks, Signed } from '../app/App.tsx'
import { moreRoute } from '../app/frame/more.routes.ts'
import { I18nProvider } from '../app/i18n.tsx'
import { rootRoute, ScreenError } from '../app/root.tsx'
import { DocumentBench } from './DocumentBench.tsx'
import { LogForm } from './LogForm.tsx'
import { PartsPage } from './PartsPage.tsx'
import { PlanBench } from './PlanBench.tsx'
import { ReportBench } from './ReportBench.tsx'
import { sampleSession } from './sample.ts'
import { TodayPage } from './TodayPage.tsx'
import { UnitsPage } from './UnitsPage.tsx'

const screens = {
  '/today': TodayPage,
  '/documents': DocumentBench,
  '/plans': PlanBench,
  '/activities': PartsPage,
  '/activities/new': LogForm,
  '/reports': ReportBench,
  '/organisation': UnitsPage,
}
const routes = Object.entries(screens).map(([path, component]) =>
  createRoute({ getParentRoute: () => rootRoute, path, component }),
)
const queryClient = new QueryClient()
const router = createRouter({
  routeTree: rootRoute.addChildren([...routes, moreRoute]),
  history: createHashHistory(),
  context: { queryClient },
  defaultErrorComponent: ScreenError,
})

const root = document.getElementById('root')
if (!root) throw new Error('no #root in the page')
createRoot(root).render(
  <Looks>
    <QueryClientProvider client={queryClient}>
      <I18nProvider onChoose={() => undefined}>
        <Signed session={sampleSession} router={router} />
      </I18nProvider>
    </QueryClientProvider>
  </Looks>,
)
