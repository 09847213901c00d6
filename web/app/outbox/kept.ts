import { ApiError } from '../problem.ts'
import { findAnswer, forgetAnswers, keepAnswer } from './database.ts'

/** Whether a request failed for want of a line, not because of what it asked. */
export function isLineFault(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502)
}

/**
 * An answer of the server, kept for the time without a line.
 * @param key names it on this machine
 * @param owner whose answer it is; null: of whoever is found (the session itself says who)
 * @param fresh makes a kept answer fit for now, by the time when it was kept
 * @returns the server's answer, else the kept one
 */
export async function throughOutages<T>(
  key: string,
  ask: () => Promise<T>,
  owner: { of: (answer: T) => string; expected: string | null },
  fresh: (kept: T, at: number) => T = (kept) => kept,
): Promise<T> {
  try {
    const answer = await ask()
    void keepAnswer(key, owner.of(answer), answer)
    return answer
  } catch (error) {
    if (!isLineFault(error)) throw error
    const kept = await findAnswer(key)
    if (!kept || (owner.expected !== null && kept.owner !== owner.expected)) throw error
    return fresh(kept.body as T, kept.at)
  }
}

/** The day at a time in Việt Nam, `YYYY-MM-DD`, by this machine's clock. */
function dayAt(time: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(time)
}

/** A day of the server's, moved on by the days that have passed on this machine: its clock may be wrong, its pace is not. */
export function movedOn(day: string, since: number, now = Date.now()): string {
  const passed = Date.parse(dayAt(now)) - Date.parse(dayAt(since))
  return new Date(Date.parse(`${day}T00:00:00Z`) + Math.max(0, passed)).toISOString().slice(0, 10)
}

export { forgetAnswers }
