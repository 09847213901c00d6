import { daysBetween } from '#src/messages/format.ts'

export interface Due {
  state: 'late' | 'soon' | 'open'
  /** whole days from today to the due day; negative when it has passed */
  days: number
}

/** How many days before its due day a piece of work begins to be "due soon". */
const SOON = 3

/**
 * How near a due day is.
 * @param due `YYYY-MM-DD` in Asia/Ho_Chi_Minh; the day itself is still in time
 * @param today the server's today (`session.today`), never the clock of the PC
 */
export function dueOf(due: string, today: string): Due {
  const days = daysBetween(today, due)
  return { days, state: days < 0 ? 'late' : days <= SOON ? 'soon' : 'open' }
}
