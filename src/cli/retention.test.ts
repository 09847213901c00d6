import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { makeEnded, type Ended } from '../../test/support/ended.ts'
import { makeApp } from '../../test/support/http.ts'
import { oneOf, sumsOf } from '../../test/support/tables.ts'
import { loadJobHandlers } from './job-handlers.ts'
import { retentionCommand } from './retention.ts'

let world: World
let app: FastifyInstance
let ended: Ended

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  ended = await makeEnded(world, app)
})
afterAll(() => app.close())

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-retention-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** As a person calls it; the clock is this machine's, long after the months of everything that is kept for two years. */
  async function lantoa(words: string, lang = 'en_US.UTF-8'): Promise<{ status: number; said: string }> {
    vi.stubEnv('DATABASE_URL', world.url)
    vi.stubEnv('LANTOA_DATA', folder)
    vi.stubEnv('LC_ALL', lang)
    const said: string[] = []
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0)
    try {
      return { status: await retentionCommand(words.split(' ').filter((w) => w !== '')), said: said.join('') }
    } finally {
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
    }
  }

  it('looks ahead without changing anything, in both languages', async () => {
    const before = await sumsOf(world)
    const { status, said } = await lantoa('--dry-run --home t')
    expect(status).toBe(0)
    expect(said).toContain(
      'persons.email, persons.phone: kept 24 months from memberships.valid_until, then emptied. Due: 1.',
    )
    expect(said).toMatch(
      /jobs\.payload: kept 24 months from finished_at\[state=done\], then the row goes\. Due: 4\d\d\./,
    )
    expect(said).toContain('shared.accounts.login')
    expect(said).toMatch(/^home_t, \d\d\/\d\d\/\d{4}: a look ahead/)
    expect(said).toContain('system.sessions.device: kept 1 month from expires_at')
    expect(said).toMatch(/the archive or an administrator decides:\n(.*\n)*.*plan_revisions\.title/)
    expect(said).not.toMatch(/Hằng|retention\./)
    const inVietnamese = await lantoa('--dry-run', 'vi_VN.UTF-8')
    expect(inVietnamese.said).toContain('persons.email, persons.phone: giữ 24 tháng')
    expect(inVietnamese.said).not.toMatch(/retention\./)
    expect(await sumsOf(world)).toEqual(before)
  })

  it('says what is wrong with its call', async () => {
    expect(await lantoa('--home nowhere')).toEqual({
      status: 1,
      said: 'There is no home with the code “nowhere”.\n',
    })
    expect((await lantoa('--wet')).status).toBe(2)
    vi.stubEnv('LANTOA_KEEP', 'persons.email=0')
    expect(await lantoa('--dry-run')).toMatchObject({
      status: 2,
      said: expect.stringContaining('LANTOA_KEEP') as string,
    })
    vi.stubEnv('LANTOA_KEEP', 'persons.mail=36')
    expect(await lantoa('')).toMatchObject({
      status: 1,
      said: expect.stringContaining('persons.mail') as string,
    })
  })

  it('takes away what it said is due, once', async () => {
    const first = await lantoa('--home t')
    expect(first.status).toBe(0)
    expect(first.said).toContain('then emptied. Due: 1, taken away: 1.')
    const counts = [...first.said.matchAll(/Due: ([\d,]+), taken away: ([\d,]+)\./g)]
    expect(counts.length).toBeGreaterThan(12)
    for (const [line, due, done] of counts) expect(done, line).toBe(due)
    expect(
      await oneOf(world, `select email from ${testHome}.persons where id = '${ended.leaver.personId}'`),
    ).toEqual({ email: null })
    const before = await sumsOf(world)
    expect((await lantoa('')).said).not.toMatch(/taken away: [1-9]/)
    expect(await sumsOf(world)).toEqual(before)
  })
})
