import type { Actor } from '../../platform/context.ts'
import type { ReportAction } from './reports.schema.ts'

/** What each answer is: the action that must be allowed, and the verb of its event. */
export const actionOf = {
  accepted: 'report.accept',
  returned: 'report.return',
  asked: 'report.ask',
  replied: 'report.reply',
} as const satisfies Record<string, ReportAction>

/** Where a report stands, as far as who may what depends on it. */
export interface Standing {
  unitId: string
  state: 'open' | 'submitted' | 'returned' | 'accepted'
  version: number
  acceptedVersion: number | null
  draft: 'draft' | 'in_review' | 'approved' | null
  /** today is the last day of the window or later */
  windowOver: boolean
  /** something that the last version counts has changed, or a part was accepted after it */
  hasNews: boolean
  /** the last version is no issued document yet */
  unissued: boolean
  /** the last version has its number and waits for its signatures */
  waits: boolean
  /** superiors to whom the last version was handed in */
  sums: string | null
  reads: readonly string[]
  /** the last word between the unit and a superior who only reads */
  lastAnswer: 'accepted' | 'returned' | 'asked' | 'replied' | null
}

/** Everything the actor may do with the report now. */
export function mayDo(actor: Actor, report: Standing): ReportAction[] {
  const isOwn = actor.kind === 'system' || actor.ownUnits.includes(report.unitId)
  const writes = actor.roles.some((r) => r === 'specialist' || r === 'clerk' || r === 'leader')
  const leads = actor.roles.includes('leader')
  const may: ReportAction[] = []
  if (isOwn && writes) {
    const beingWritten = report.state === 'open' || report.state === 'returned' || report.draft !== null
    if (beingWritten && report.draft !== 'approved') may.push('report.save')
    // What came back may go up again as it is: the draft then begins from the version's words.
    const isReady = report.draft === 'draft' || (report.draft === null && report.state === 'returned')
    if (isReady) may.push('report.to_leader')
    if (leads && (isReady || report.draft === 'in_review')) may.push('report.approve')
    if (leads && (report.draft === 'in_review' || report.draft === 'approved')) may.push('report.send_back')
    if (report.draft === 'approved' && report.windowOver) may.push('report.submit')
    if (
      report.draft === null &&
      (report.state === 'submitted' || report.state === 'accepted') &&
      report.hasNews
    )
      may.push('report.renew')
    if (report.version > 0 && report.unissued && report.state !== 'returned') {
      may.push('report.issue')
      if (!report.waits) may.push('report.number')
      else if (leads || actor.roles.includes('clerk')) may.push('report.sign')
    }
    if (report.waits) may.push('report.refuse')
    if (report.lastAnswer === 'asked') may.push('report.reply')
  }
  const unit = actor.unitId
  if (writes && unit !== null && report.version > 0) {
    const isCurrent = report.state === 'submitted'
    if (report.sums === unit && isCurrent) may.push('report.accept', 'report.return')
    if (report.sums === unit || report.reads.includes(unit)) may.push('report.ask')
  }
  return may
}
