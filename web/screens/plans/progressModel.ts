import type { TaskProgress, TaskStanding } from '../../api/generated/index.ts'
import type { Task } from './model.ts'

/** What of an issued plan's tasks is shown, and in which order: from the address. Pure. */

export const taskStates = ['late', 'soon', 'busy', 'idle', 'ahead', 'done'] as const
export type TaskState = (typeof taskStates)[number]

export const sortKeys = ['n', 'title', 'lead', 'due', 'progress', 'state'] as const
export type SortKey = (typeof sortKeys)[number]

export interface TaskFilter {
  q?: string | undefined
  state?: TaskState | undefined
  lead?: string | undefined
  key?: 'yes' | undefined
}

export type ProgressMap = ReadonlyMap<string, TaskProgress>

/** Words as one types them: without marks, capitals and double spaces. */
function plain(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

export function isFiltered(filter: TaskFilter): boolean {
  return Object.values(filter).some((v) => v !== undefined)
}

/** Whether a task passes what is chosen; words are looked for in its title, content, lead and product. */
export function passes(task: Task, progress: TaskProgress | undefined, filter: TaskFilter): boolean {
  const { q, state, lead, key } = filter
  if (key && !task.isKey) return false
  if (lead !== undefined && task.leadWords !== lead) return false
  if (state !== undefined && progress?.standing?.state !== state) return false
  if (q === undefined) return true
  const where = plain([task.title, task.content, task.leadWords, task.product].join(' '))
  return plain(q)
    .split(' ')
    .every((word) => where.includes(word))
}

/** Who leads a task, each once, in the order of the alphabet. */
export function leadsOf(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.map((t) => t.leadWords).filter((w) => w !== ''))].sort((a, b) =>
    a.localeCompare(b, 'vi'),
  )
}

/** How much of its target a task has reached, 0 to 1; done without a target is 1; null where nothing can be told. */
export function shareOf(standing: TaskStanding | null | undefined): number | null {
  if (!standing) return null
  if (standing.target === null || standing.target === 0) return standing.isDone ? 1 : 0
  return Math.min(1, standing.reached / standing.target)
}

/** Tasks in the order of a column; what has no value there stands last both ways, equals keep the plan's order. */
export function sortTasks<Row extends { task: Task; n: number }>(
  rows: readonly Row[],
  progress: ProgressMap,
  sort: { key: SortKey; down: boolean },
): Row[] {
  const value = ({ task, n }: Row): string | number | null => {
    const standing = progress.get(task.key)?.standing
    switch (sort.key) {
      case 'n':
        return n
      case 'title':
        return task.title
      case 'lead':
        return task.leadWords === '' ? null : task.leadWords
      case 'due':
        return standing?.dueOn ?? task.time.until
      case 'progress':
        return shareOf(standing)
      case 'state':
        return standing ? taskStates.indexOf(standing.state) : null
    }
  }
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? a.n - b.n : x === null ? 1 : -1
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'vi')
    return order === 0 ? a.n - b.n : sort.down ? -order : order
  })
}
