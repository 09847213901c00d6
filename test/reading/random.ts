/** Seeded draws, so that the same number always makes the same documents. */
export interface Random {
  /** a whole number from `from` to `to`, both included */
  int: (from: number, to: number) => number
  pick: <T>(from: readonly T[]) => T
  chance: (p: number) => boolean
  /** `count` different ones, in the order of the list */
  some: <T>(from: readonly T[], count: number) => T[]
}

/** mulberry32: small, and good enough to draw words. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    int,
    chance: (p) => next() < p,
    pick: <T>(from: readonly T[]) => {
      const drawn = from[int(0, from.length - 1)]
      if (drawn === undefined) throw new Error('nothing to draw from')
      return drawn
    },
    some: <T>(from: readonly T[], count: number) => {
      const left = from.map((_, i) => i)
      while (left.length > Math.max(0, count)) left.splice(int(0, left.length - 1), 1)
      return left.map((i) => from[i]).filter((one) => one !== undefined)
    },
  }
}
