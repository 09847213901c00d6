import { readdirSync, readFileSync } from 'node:fs'

// What processes cost, by /proc: Linux only.

/** A process and all that descend from it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc'))
    if (/^\d+$/.test(entry)) {
      const parent = /\) \S (\d+)/.exec(readStat(entry))?.[1]
      if (parent) parents.set(Number(entry), Number(parent))
    }
  const family = [pid]
  for (const one of family)
    for (const [child, parent] of parents) if (parent === one && !family.includes(child)) family.push(child)
  return family
}

/** Proportional share of memory of a process and its descendants, in MB. */
export function memoryOf(pids: readonly number[]): number {
  let kilobytes = 0
  for (const pid of pids) {
    const found = /^Pss:\s+(\d+) kB/m.exec(readOf(`/proc/${pid}/smaps_rollup`))
    kilobytes += Number(found?.[1] ?? 0)
  }
  return kilobytes / 1024
}

/** The kernel counts in hundredths of a second, whatever its own clock. */
const ticks = 100

/** Seconds of the processor that processes took, user and system, with those of their children that have ended. */
export function processorOf(pids: readonly number[]): number {
  return sumOf(pids, 4)
}

/** The same without those of children. */
export function ownProcessorOf(pid: number): number {
  return sumOf([pid], 2)
}

/** @param fields user and system of a process; then of its ended children */
function sumOf(pids: readonly number[], fields: 2 | 4): number {
  let sum = 0
  for (const pid of pids) {
    // behind the name, which may hold blanks: state is the first, utime the twelfth
    const stat = readStat(String(pid)).split(') ').at(-1)?.split(' ') ?? []
    for (const field of stat.slice(11, 11 + fields)) sum += Number(field)
  }
  return sum / ticks
}

function readStat(entry: string): string {
  return readOf(`/proc/${entry}/stat`)
}

function readOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // ended meanwhile
  }
}
