import type { Actor, Role } from '../../platform/context.ts'

/** Who logs and corrects what their unit did: everybody who works there but the inspector, who looks on. */
export const recorders: readonly Role[] = ['clerk', 'specialist', 'leader', 'admin']

/** What a person may do with an activity: only its own unit's people (or those of its successor) change it. */
export function mayDo(
  actor: Actor,
  activity: { unitId: string; state: 'waiting' | 'counted' | 'withdrawn' },
): ('activity.correct' | 'activity.withdraw' | 'activity.photo')[] {
  const own = actor.ownUnits.includes(activity.unitId)
  const records = actor.kind === 'system' || recorders.some((role) => actor.roles.includes(role))
  if (!own || !records || activity.state === 'withdrawn') return []
  return ['activity.correct', 'activity.withdraw', 'activity.photo']
}
