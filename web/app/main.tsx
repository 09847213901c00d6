import '../styles/mantine.css'
import '../styles/fonts.css'
import '#src/portal/tokens.css'
import '../styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { makeQueryClient } from './query-client.ts'
import { makeRouter } from './router.tsx'
import { startWorker } from './worker.ts'

const root = document.getElementById('root')
if (!root) throw new Error('no #root in the page')
const queryClient = makeQueryClient()
createRoot(root).render(<App queryClient={queryClient} router={makeRouter(queryClient)} />)
// The first screen comes first.
window.addEventListener('load', () => setTimeout(() => void startWorker(), 1_000))
