// `npm test`: everything that must hold at every commit. Steps in order; a failing one ends it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
const only = process.argv.slice(2)

step('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')
step('types (server)', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json')
step('types (web)', 'node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json')
step('lint', 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.')
step('tests', 'node_modules/vitest/vitest.mjs', 'run', ...only)

function step(name: string, script: string, ...args: string[]): void {
  if (!existsSync(join(root, script))) throw new Error(`${script} is missing`)
  const started = performance.now()
  console.log(`── ${name}`)
  const { status } = spawnSync(node, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
  console.log(`   ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (status !== 0) {
    console.log(`   ${name} failed`)
    process.exit(1)
  }
}
