import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A postmaster writes its number into the file at once; longer than this it is no start but what a killed one left. */
const startsWithin = 5_000

/** @returns null when no postmaster of this folder lives; its port, or 0 while it has not written one */
export function alivePostmaster(folder: string): number | null {
  return judge(folder, readPid(folder))
}

/**
 * Takes away the pid file of a postmaster that is dead, which would stop the next one where its number belongs to another
 * program by now. Taken aside first, and put back if it is no longer the one that was looked at: two processes of ours
 * start PostgreSQL at the same moment when it dies, and a postmaster ends without its file.
 */
export function removeStalePid(folder: string): void {
  const looked = readPid(folder)
  if (looked === null || judge(folder, looked) !== null) return
  const file = join(folder, 'postmaster.pid')
  const aside = join(folder, `postmaster.pid.${process.pid}`)
  try {
    renameSync(file, aside)
  } catch {
    return // the other process was faster
  }
  try {
    if (readFileSync(aside, 'utf8') !== looked) linkSync(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
}

function readPid(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8')
  } catch {
    return null
  }
}

function judge(folder: string, content: string | null): number | null {
  if (content === null) return null
  const lines = content.split('\n')
  if (content === '') return isFresh(folder) ? 0 : null
  return isPostmaster(Number(lines[0]), folder) ? Number(lines[3] ?? 0) : null
}

function isFresh(folder: string): boolean {
  const file = join(folder, 'postmaster.pid')
  return existsSync(file) && Date.now() - statSync(file).mtimeMs < startsWithin
}

/** A killed postmaster can stay as a zombie, or its number may belong to another program by now: both are dead to us. */
function isPostmaster(pid: number, folder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  if (process.platform !== 'linux') return isAlive(pid)
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')
    return !state.startsWith('Z') && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
  } catch {
    return false
  }
}

/** True when a process with this number lives, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
