import { activityInvariants } from './activities.ts'
import { dispatchInvariants } from './dispatch.ts'
import { homesInvariants } from './homes.ts'
import type { Invariant } from './invariant.ts'
import { noticeInvariants } from './notices.ts'
import { obligationInvariants } from './obligations.ts'
import { planInvariants } from './plans.ts'
import { platformInvariants, strayFiles } from './platform.ts'
import { reportInvariants } from './reports.ts'
import { retentionInvariants } from './retention.ts'
import { unitInvariants } from './units.ts'
import { versionInvariants } from './versions.ts'

/** What is checked in every home, in the order of the modules. */
export const homeInvariants: readonly Invariant[] = [
  ...platformInvariants,
  ...versionInvariants,
  ...unitInvariants,
  ...dispatchInvariants,
  ...planInvariants,
  ...activityInvariants,
  ...reportInvariants,
  ...obligationInvariants,
  ...noticeInvariants,
  ...retentionInvariants,
  ...homesInvariants,
]

/** What is checked once, because all homes share it. */
export const sharedInvariants: readonly Invariant[] = [strayFiles]

export type { Finding, Invariant } from './invariant.ts'
