// `npm run prove -- NAME`: one large proof, with the same code that `npm test` runs small.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const proofs: Record<string, string> = {
  access: 'test/access',
  faults: 'test/faults',
  standby: 'test/standby',
  screens: 'test/journeys/every-screen.test.ts',
  backup: 'test/backup/backup.test.ts',
}
const [name = ''] = process.argv.slice(2)
const folder = proofs[name]
if (folder === undefined) {
  console.error(`npm run prove -- ${Object.keys(proofs).join(' | ')}`)
  process.exit(2)
}
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', folder, '--testTimeout', '1800000'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, LANTOA_PROVE: name } },
)
process.exit(status ?? 1)
