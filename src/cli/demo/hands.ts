/** As many pieces of work at once as the pool has connections to spare; the order among them does not matter. */
export async function withHands<T>(work: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const hand = async (): Promise<void> => {
    for (;;) {
      const item = work[next]
      next += 1
      if (item === undefined) return
      await run(item)
    }
  }
  await Promise.all(Array.from({ length: 6 }, hand))
}
