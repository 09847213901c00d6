/** What the order of tasks in the log looks at. */
export interface TaskToOffer {
  /** last day, null where the plan names none */
  dueOn: string | null
  /** first day, null where the plan names none */
  beginsOn: string | null
  isDone: boolean
  /** last day on which an activity was logged for it */
  lastDay: string | null
  /** the plan's period holds today */
  isPresent: boolean
  ord: number
}

const soonDays = 31
const latelyDays = 45

/** How likely it is that what happened now was for this task: 0 first. */
export function offerRank(task: TaskToOffer, today: string): number {
  if (!task.isPresent) return 4
  const isSoon = task.dueOn !== null && daysFrom(today, task.dueOn) <= soonDays
  const hasBegun = task.beginsOn === null || task.beginsOn <= today
  if (!task.isDone && isSoon) return 0
  if (task.lastDay !== null && daysFrom(task.lastDay, today) <= latelyDays) return 1
  if (!task.isDone) return hasBegun ? 2 : 3
  return 3
}

/** The likely tasks on top: due soon or overdue by date, then those used lately, then what has begun, then the rest. */
export function orderTasks<T extends TaskToOffer>(tasks: readonly T[], today: string): T[] {
  return [...tasks].sort((a, b) => {
    const rank = offerRank(a, today) - offerRank(b, today)
    if (rank !== 0) return rank
    if (offerRank(a, today) === 1) return (b.lastDay ?? '').localeCompare(a.lastDay ?? '') || a.ord - b.ord
    return (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9') || a.ord - b.ord
  })
}

/** How many tasks are offered at first: the likely ones, at least one, at most four. */
export function likelyCount(tasks: readonly TaskToOffer[], today: string): number {
  const likely = tasks.filter((t) => offerRank(t, today) <= 1).length
  return Math.min(tasks.length, Math.max(1, Math.min(4, likely)))
}

function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/**
 * The gaps of a year: months of which nothing is counted, and the one form of all activities. The present month is no
 * gap while it lasts; months to come are not listed.
 */
export function gapsOf(
  counts: readonly { month: string; form: string; n: number }[],
  year: number,
  today: string,
): { months: { month: string; activities: number }[]; emptyMonths: string[]; onlyForm: string | null } {
  const present = today.slice(0, 7)
  const months = Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`)
    .filter((month) => month <= present)
    .map((month) => ({
      month,
      activities: counts.filter((c) => c.month === month).reduce((sum, c) => sum + c.n, 0),
    }))
  const forms = new Set(counts.map((c) => c.form))
  const all = counts.reduce((sum, c) => sum + c.n, 0)
  return {
    months,
    emptyMonths: months.filter((m) => m.activities === 0 && m.month < present).map((m) => m.month),
    onlyForm: forms.size === 1 && all >= 3 ? ([...forms][0] ?? null) : null,
  }
}
