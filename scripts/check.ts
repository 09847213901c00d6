// `npm test`: everything that must hold at every commit. What reads the source goes side by side, then the tests; what fails ends it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
const only = process.argv.slice(2)

await Promise.all([
  inTurn(['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
  inTurn(['types and lint', 'node_modules/oxlint/bin/oxlint']),
])
await inTurn(['tests', 'node_modules/vitest/vitest.mjs', 'run', ...only])

type Step = [name: string, script: string, ...args: string[]]

async function inTurn(...steps: Step[]): Promise<void> {
  for (const [name, script, ...args] of steps) {
    if (!existsSync(join(root, script))) throw new Error(`${script} is missing`)
    const started = performance.now()
    console.log(`── ${name}`)
    const child = spawn(node, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
    const status = await new Promise((done) => child.once('exit', done))
    console.log(`   ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    if (status === 0) continue
    console.log(`   ${name} failed`)
    process.exit(1)
  }
}
