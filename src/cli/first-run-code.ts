import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Without what is read as something else when copied by hand: 0 and O, 1, I and L. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/**
 * The code that the first-run page asks of whoever comes from another machine: whoever can read the data folder, or the
 * words of the start, is the one who installs. Kept in the folder, so that all servers of it ask for the same.
 * @returns e.g. `7KQF-M2XA-93TP`, some 59 bits
 */
export function firstRunCode(dataDir: string): string {
  const file = join(dataDir, 'first-run-code')
  if (!existsSync(file)) {
    const part = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
    try {
      writeFileSync(file, `${part()}-${part()}-${part()}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Another server of this folder was first.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  return readFileSync(file, 'utf8').trim()
}
