import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../src/config.ts'
import { familyOf, memoryOf } from './processes.ts'
import { median, type Figure } from './support.ts'

/** Starts after the first. */
const starts = 5
/** Until the papers of the demonstration are rendered and the process that renders them has ended. */
const restMs = 120_000

/**
 * One PC: the built server with the demonstration, from the command to an answering page; then the memory of all its
 * processes at rest. The first start makes cluster, tables and demonstration.
 */
export async function start(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-start-'))
  try {
    const first = await startOnce(dataDir)
    await stop(first.child)
    const times: number[] = []
    for (let n = 0; n < starts; n += 1) {
      const again = await startOnce(dataDir)
      times.push(again.seconds)
      await stop(again.child)
    }
    const resting = await startOnce(dataDir)
    await new Promise((resolve) => setTimeout(resolve, restMs))
    const memory = memoryOf(familyOf(resting.child.pid ?? 0))
    await stop(resting.child)
    return [
      {
        name: 'first start: cluster, tables, demonstration',
        unit: 's',
        ours: first.seconds,
        bare: null,
        aim: { most: 60 },
      },
      { name: 'second start', unit: 's', ours: median(times), bare: null, aim: { most: 4 } },
      { name: 'all processes at rest (PSS)', unit: 'MB', ours: memory, bare: null, aim: { most: 800 } },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startOnce(dataDir: string): Promise<{ child: ChildProcess; seconds: number }> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [join(projectRoot, 'dist/main.js'), 'serve', '--port', '0', '--data', dataDir],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      const [, found] = /http:\/\/[^:/]+:(\d+)/.exec(said) ?? []
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)))
  })
  await new Promise<void>((resolve, reject) => {
    get(`http://127.0.0.1:${port}/sign-in`, (answer) => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`/sign-in: ${answer.statusCode}`)),
      )
    }).once('error', reject)
  })
  return { child, seconds: (performance.now() - started) / 1_000 }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
