/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** a whole number from 0 to n − 1 */
  below(n: number): number
  pick<T>(from: readonly T[]): T
}

/** mulberry32: small, and good enough to choose by. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (n: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
  return {
    below,
    pick: (from) => {
      const found = from[below(from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
