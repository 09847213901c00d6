import { daysBetween } from '../../messages/format.ts'
import { addDays } from '../../platform/clock.ts'
import type { TaskState } from './progress.schema.ts'

/** Days before its last day in which an unfinished task is said to be due soon: time enough to still do it. */
export const soonDays = 14

/**
 * Where a task stands in time. What is done is done whatever the day; an unfinished one is first late, then due soon;
 * before its time nothing is missing yet.
 * @param stand how far it is, by counted activities
 * @param time half-open days; either may be unknown
 */
export function standIn(
  stand: { isDone: boolean; activities: number },
  time: { from: string | null; until: string | null },
  today: string,
): { state: TaskState; dueOn: string | null; days: number | null } {
  const dueOn = time.until === null ? null : addDays(time.until, -1)
  const days = dueOn === null ? null : daysBetween(today, dueOn)
  return { state: stateOf(), dueOn, days }

  function stateOf(): TaskState {
    if (stand.isDone) return 'done'
    if (days !== null && days < 0) return 'late'
    if (time.from !== null && time.from > today && stand.activities === 0) return 'ahead'
    if (days !== null && days <= soonDays) return 'soon'
    return stand.activities > 0 ? 'busy' : 'idle'
  }
}

/** How many of the tasks are done and late; those without a standing are not counted. */
export function sumOf(standings: readonly ({ state: TaskState } | null)[]): {
  done: number
  all: number
  late: number
} {
  const known = standings.filter((s) => s !== null)
  return {
    done: known.filter((s) => s.state === 'done').length,
    all: known.length,
    late: known.filter((s) => s.state === 'late').length,
  }
}
