import { activityInvariants } from './activities.ts'
import { archiveInvariants } from './archive.ts'
import { dispatchInvariants } from './dispatch.ts'
import { homesInvariants } from './homes.ts'
import type { Invariant } from './invariant.ts'
import { noticeInvariants } from './notices.ts'
import { obligationInvariants } from './obligations.ts'
import { planInvariants } from './plans.ts'
import { keptFiles, platformInvariants, roots, seals, strayFiles } from './platform.ts'
import { reportInvariants } from './reports.ts'
import { retentionInvariants } from './retention.ts'
import { unitInvariants } from './units.ts'
import { versionInvariants } from './versions.ts'

/** What is checked in every home, in the order of the modules. */
export const homeInvariants: readonly Invariant[] = [
  ...platformInvariants,
  ...versionInvariants,
  ...archiveInvariants,
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
export const sharedInvariants: readonly Invariant[] = [roots, strayFiles]

/**
 * What must hold of a home for its past to be as it was written, in the order in which each rests on the one before: the
 * chain over the log, versions whose hashes the log holds, rows and files that the log names, the bytes themselves.
 */
export const archiveOfHome: readonly Invariant[] = [
  seals,
  ...versionInvariants,
  ...archiveInvariants,
  keptFiles,
]

/** The same of all homes together: what was published of them. */
export const archiveOfAll: readonly Invariant[] = [roots]

export type { Finding, Invariant } from './invariant.ts'
