import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * How PostgreSQL is started: the words before its own command line. PostgreSQL refuses to run as root, and must end
 * when we are killed (`--pdeathsig SIGINT`: a fast, clean shutdown), or it would go on as an orphan holding the folder.
 */
export interface Identity {
  prefix: string[]
  /** what to do with a folder before it is handed to PostgreSQL */
  own: (folder: string) => void
}

const nothing = (): void => undefined

/**
 * @param binary a program that must be executable for the chosen user
 * @param parent the folder that will hold the database folder
 * @param database the database folder, whose owner decides where it exists
 * @returns null where PostgreSQL can't be started at all: root without setpriv and unshare
 */
export function chooseIdentity(binary: string, parent: string, database: string): Identity | null {
  const setpriv = find('setpriv')
  if (process.getuid?.() !== 0)
    return { prefix: setpriv ? [setpriv, '--pdeathsig', 'SIGINT'] : [], own: nothing }
  if (!setpriv) return null

  const owner = existsSync(database) ? statSync(database).uid : null
  const user = owner !== null && owner !== 0 ? idOf(String(owner)) : (idOf('postgres') ?? idOf('nobody'))
  if (user && owner !== 0) {
    const become = [setpriv, '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups']
    const [program = '', ...args] = become
    const reaches =
      spawnSync(program, [...args, 'sh', '-c', 'test -x "$0" && test -x "$1"', binary, parent]).status === 0
    if (reaches)
      return {
        prefix: [...become, '--pdeathsig', 'SIGINT'],
        own: (folder) => chownSync(folder, user.uid, user.gid),
      }
  }
  // A folder that only root may enter: inside a user namespace PostgreSQL sees another user, outside it stays root's.
  const unshare = find('unshare')
  const nobody = idOf('nobody')
  if (!unshare || !nobody) return null
  return {
    prefix: [
      unshare,
      '--user',
      `--map-user=${nobody.uid}`,
      `--map-group=${nobody.gid}`,
      setpriv,
      '--pdeathsig',
      'SIGINT',
    ],
    own: nothing,
  }
}

function idOf(name: string): { uid: number; gid: number } | null {
  try {
    const uid = Number(execFileSync('id', ['-u', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    const gid = Number(execFileSync('id', ['-g', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    return { uid, gid }
  } catch {
    return null
  }
}

function find(program: string): string | null {
  for (const folder of ['/usr/bin', '/bin', '/usr/sbin', '/sbin', dirname(process.execPath)]) {
    const path = join(folder, program)
    if (existsSync(path)) return path
  }
  return null
}
