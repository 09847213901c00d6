import type { FastifyInstance } from 'fastify'
import type { AppDeps } from '../app.ts'
import { registerAgencyPages } from './agency.tsx'
import { registerArchivePages } from './archive.tsx'
import { registerApiPage } from './api-page.tsx'
import { registerDelivery } from './delivery.tsx'
import { registerFirstRun } from './first-run-page.tsx'
import { registerInvitation } from './invitation.tsx'
import { registerLeave } from './leave.tsx'
import { registerProvider } from './provider.tsx'
import { registerReading } from './reading.tsx'
import { registerSecondStep } from './second-step.tsx'
import { registerReset } from './reset.tsx'
import { registerSignIn } from './sign-in.tsx'
import { registerStatic } from './static.ts'

/** Pages that need no script: sign-in, first run, public pages. */
export function registerPortal(app: FastifyInstance, deps: AppDeps): void {
  registerStatic(app)
  registerFirstRun(app, deps)
  registerAgencyPages(app, deps)
  registerArchivePages(app, deps)
  registerApiPage(app)
  registerSignIn(app, deps)
  registerSecondStep(app, deps)
  registerProvider(app, deps)
  registerInvitation(app, deps)
  registerReading(app, deps)
  registerDelivery(app, deps)
  registerReset(app, deps)
  registerLeave(app, deps)
}
