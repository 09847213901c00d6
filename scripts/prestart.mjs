// Runs before every npm command, on whatever Node the machine has: installs what the lockfile names when it changed,
// builds when a source changed. Plain JavaScript without imports from npm, because there may be none yet.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// The same rule as the command line's: Vietnamese unless the machine says English.
const vietnamese = !/^en/i.test(process.env.LC_ALL ?? process.env.LANG ?? '')
const say = (vi, en) => console.log(vietnamese ? vi : en)

/** Runs a program and says a word every four seconds, so that nobody thinks it hangs. */
function run(program, args, vi, en) {
  return new Promise((resolve, reject) => {
    const started = Date.now()
    say(`${vi}…`, `${en}…`)
    const timer = setInterval(() => {
      const s = Math.round((Date.now() - started) / 1000)
      say(`  ${vi}: ${s} giây`, `  ${en}: ${s} s`)
    }, 4_000)
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', (error) => done(error))
    child.once('exit', (code) =>
      done(code === 0 ? null : new Error(`${program} ${args[0]} ended with ${code}`)),
    )
    function done(error) {
      clearInterval(timer)
      if (error) reject(error)
      else resolve()
    }
  })
}

function stampOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function hashFiles(paths) {
  const hash = createHash('sha256')
  for (const path of paths) visit(join(root, path))
  return hash.digest('hex')
  function visit(path) {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (name !== 'generated' && name !== 'demo') visit(join(path, name))
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
    }
  }
}

async function main() {
  const lock = hashFiles(['package-lock.json'])
  const installed = join(root, 'node_modules/.stamp')
  if (stampOf(installed) !== lock) {
    const npm = process.env.npm_execpath
    const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []]
    await run(
      program,
      [...first, 'ci', '--loglevel=error', '--no-audit', '--no-fund'],
      'Cài các gói cần dùng',
      'Installing packages',
    )
    writeFileSync(installed, lock)
  }
  const node = join(root, 'node_modules/.bin/node')
  if (!existsSync(node))
    throw new Error('node_modules/.bin/node is missing: install Node 24 for this machine and link it there')

  const sources = hashFiles(['src', 'web', 'scripts/build.ts', 'package-lock.json'])
  const built = join(root, 'dist/.stamp')
  if (process.argv.includes('--force') || stampOf(built) !== sources) {
    await run(node, [join(root, 'scripts/build.ts')], 'Dựng chương trình', 'Building')
    mkdirSync(dirname(built), { recursive: true })
    writeFileSync(built, sources)
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
