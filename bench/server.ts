import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { projectRoot } from '../src/config.ts'
import type { Bench } from './support.ts'

export interface Server {
  port: number
  pid: number
  stop: () => Promise<void>
}

/** Our own server as it is built. @param workers whether it carries out jobs too */
export function startOurs(bench: Bench, data: string, workers = false): Promise<Server> {
  const args = ['serve', '--port', '0', '--data', data]
  return startServer(join(projectRoot, 'dist/main.js'), args, bench, workers)
}

/** The least server: sends a script to PostgreSQL and answers ready bytes. @param recipe file with both */
export function startBare(bench: Bench, recipe: string): Promise<Server> {
  return startServer(join(import.meta.dirname, 'bare-server.ts'), [recipe], bench)
}

/** A server in a process of its own, once it has said its address. */
async function startServer(script: string, args: string[], bench: Bench, workers = false): Promise<Server> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: bench.url,
      LANTOA_WORKERS: workers ? '1' : '0',
      LANTOA_LOG: workers ? 'error' : 'silent',
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      const [, found] = /http:\/\/[^:/]+:(\d+)/.exec(said) ?? []
      if (found) resolve(Number(found))
    })
    void ended.then(() => reject(new Error(`${script} ended: ${said}`)))
  })
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** One request on a connection that stays open. */
export function get(port: number, path: string, cookie: string): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent, headers: { cookie } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }))
    })
      .once('error', reject)
      .end()
  })
}
