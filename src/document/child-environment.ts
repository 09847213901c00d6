import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'

/** The environment of a child of ours: nothing of our own, which holds the database's password, but where compiled code is kept, if it is. */
export function childEnvironment(): Record<string, string> {
  const folder = getCompileCacheDir()
  // Inside the folder that Node was given it keeps one for its own version and user.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}
