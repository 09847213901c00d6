// `npm run prove -- NAME`: one large proof, with the same code that `npm test` runs small.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fetchBinaries } from '../src/platform/embedded/earlier.ts'
import { startPostgres } from '../src/platform/embedded/postgres.ts'
import { binariesFolder } from '../test/support/binaries.ts'
import { hastySettings } from '../test/support/hasty.ts'

const root = resolve(import.meta.dirname, '..')
const proofs: Record<string, string> = {
  access: 'test/access',
  faults: 'test/faults/faults.test.ts',
  standby: 'test/standby/standby.test.ts',
  cluster: 'test/standby/cluster.test.ts',
  sums: 'src/modules/activities/sums.property.test.ts',
  reading: 'test/reading',
  writing: 'test/writing',
  fuzz: 'src/document/fuzz.',
  scans: 'src/document/scans.',
  screens: 'test/journeys/every-',
  journeys: 'test/journeys',
  offline: 'test/journeys/offline.test.ts',
  carried: 'test/backup/carried.test.ts',
  'full-disk': 'test/faults/disk-full.test.ts',
  backup: 'test/backup/backup.',
  // Everything, on PostgreSQL 16.
  postgres16: '',
}
const [name = '', ...more] = process.argv.slice(2)
const folder = proofs[name]
if (folder === undefined) {
  console.error(`npm run prove -- ${Object.keys(proofs).join(' | ')}`)
  process.exit(2)
}
process.exit(await (name === 'postgres16' ? onPostgres16(more) : run([folder, ...more], {})))

function run(words: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...words, '--testTimeout', '1800000'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...env, LANTOA_PROVE: name } },
  )
  return new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)))
}

/** The suite, or the files that are named, on the oldest PostgreSQL that will do: as an administrator's, by DATABASE_URL. */
async function onPostgres16(files: string[]): Promise<number> {
  const native = await fetchBinaries(16, binariesFolder)
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-postgres16-'))
  chmodSync(dataDir, 0o711)
  const postgres = await startPostgres({ dataDir, native, settings: hastySettings })
  try {
    return await run(files, { DATABASE_URL: postgres.url })
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
