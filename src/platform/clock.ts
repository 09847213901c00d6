/** The time of a request or job. Tests and the demonstration give their own. */
export interface Clock {
  /** the instant */
  now(): Date
  /** the day in Asia/Ho_Chi_Minh, `YYYY-MM-DD` */
  today(): string
  /** the world's time where `now` is a story's: what a telephone or another server reckons with */
  wall?(): Date
}

// Viet Nam has had UTC+7 without summer time since 1975, so a fixed offset is exact for every date we keep.
const offset = 7 * 3_600_000

/** The day in Asia/Ho_Chi_Minh of an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + offset).toISOString().slice(0, 10)
}

/** An instant with Viet Nam's zone, ISO 8601: `2026-11-27T08:00:00+07:00`. */
export function spellInstant(at: Date): string {
  return `${new Date(at.getTime() + offset).toISOString().slice(0, 19)}+07:00`
}

/** The first instant of a day in Asia/Ho_Chi_Minh. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offset)
}

/** A day some days later (or earlier), `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export const systemClock: Clock = {
  now: () => new Date(),
  today: () => dayOf(new Date()),
}

/** A clock that stands still at an instant; the demonstration and tests move it by making another. */
export function clockAt(at: string | Date): Clock {
  const instant = new Date(at)
  return { now: () => new Date(instant), today: () => dayOf(instant) }
}

/** A clock that goes as fast as the real one, some milliseconds behind (or, negative, ahead of) it: the demonstration's. */
export function clockBehind(ms: number): Clock {
  const now = () => new Date(Date.now() - ms)
  return { now, today: () => dayOf(now()), wall: () => new Date() }
}

/** The world's time, also where the clock tells a story: codes of a telephone are made by it. */
export function wallOf(clock: Clock): Date {
  return clock.wall?.() ?? clock.now()
}
