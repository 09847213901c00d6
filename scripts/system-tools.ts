import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What tests use beside npm, by the Debian package that has it. */
const tools = [{ program: 'pdftotext', package: 'poppler-utils' }]

/**
 * Installs what only Debian has when we are root on Debian. Elsewhere the tests that need it say "not run: needs X",
 * which fails where CI is set.
 */
export function installSystemTools(): void {
  const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool.program}`]).status !== 0)
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  const packages = missing.map((tool) => tool.package)
  console.log(`── apt: ${packages.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: 'inherit',
    env,
  })
}
