import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'

/** The modules in their order: each may import only what stands before it, and only through its index.ts. */
const order = [
  'units',
  'people',
  'mandates',
  'jobs',
  'library',
  'forms',
  'dispatch',
  'exchange',
  'dossiers',
  'signing',
  'outgoing',
  'programmes',
  'plans',
  'activities',
  'directions',
  'reports',
  'homes',
  'machines',
  'succession',
  'notices',
  'views',
]

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(projectRoot, file)))
const sources = files.filter((file) => /^(src|web)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))

function importsOf(file: string): string[] {
  const text = readFileSync(join(projectRoot, file), 'utf8')
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] ?? '')
  return found
    .filter((path) => path.startsWith('.') || path.startsWith('#src/'))
    .map((path) =>
      path.startsWith('#src/')
        ? path.slice(1)
        : relative(projectRoot, resolve(projectRoot, dirname(file), path)),
    )
}

/** Layer of a path: lower ones may not import higher ones. */
function layerOf(path: string): number {
  if (path.startsWith('src/messages/') || path === 'src/config.ts') return 0
  if (path.startsWith('src/platform/')) return 1
  if (path.startsWith('src/sign/')) return 2
  if (path.startsWith('src/document/')) return 3
  if (path.startsWith('src/print/')) return 4
  const module = /^src\/modules\/([^/]+)\//.exec(path)?.[1]
  if (module) return 5 + order.indexOf(module)
  return 100
}

describe('the tree', () => {
  it('imports go one way: platform, sign, document, print, modules in their order, then portal and command line', () => {
    const wrong: string[] = []
    for (const file of sources.filter((f) => f.startsWith('src/') && layerOf(f) < 100)) {
      for (const target of importsOf(file)) {
        if (layerOf(target) > layerOf(file)) wrong.push(`${file} imports ${target}`)
        const own = /^src\/modules\/([^/]+)\//.exec(file)?.[1]
        const other = /^src\/modules\/([^/]+)\/(.+)$/.exec(target)
        if (own && other && other[1] !== own && other[2] !== 'index.ts' && !other[2]?.endsWith('.tables.ts'))
          wrong.push(`${file} reaches into ${target}: use its index.ts`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('the portal and the staff application import nothing of each other', () => {
    const wrong: string[] = []
    for (const file of sources) {
      for (const target of importsOf(file)) {
        if (file.startsWith('src/portal/') && target.startsWith('web/'))
          wrong.push(`${file} imports ${target}`)
        if (
          file.startsWith('web/') &&
          target.startsWith('src/') &&
          !/^src\/(messages\/|portal\/tokens\.css)/.test(target)
        )
          wrong.push(`${file} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('document/ and sign/ read no clock, environment or database', () => {
    const wrong = sources
      .filter((f) => /^src\/(?:document|sign)\//.test(f))
      .flatMap((file) =>
        importsOf(file)
          .filter((t) => t.startsWith('src/platform/') || t.startsWith('src/modules/'))
          .map((t) => `${file} imports ${t}`),
      )
    expect(wrong).toEqual([])
  })

  it('only what opens, makes or grants the wide role names it', () => {
    // cli/scale.ts prints DDL and opens nothing as that role.
    const wrong = sources.filter(
      (f) =>
        readFileSync(join(projectRoot, f), 'utf8').includes('lantoa_wide') &&
        !/platform\/(wide|access|migrate|tx|db|jobs)\.ts$|cli\/scale\.ts$/.test(f),
    )
    expect(wrong).toEqual([])
  })

  it('only these read and write beyond the unit policy, each with its reach in words', () => {
    const callers = sources.filter((f) =>
      /\b(wide|writeWide)\(/.test(readFileSync(join(projectRoot, f), 'utf8')),
    )
    // A new one is a decision: what it reads must be scoped by its own SQL.
    expect(callers.sort()).toEqual([
      'src/cli/backups.ts',
      'src/cli/invariants/invariant.ts',
      'src/cli/invariants/obligations.ts',
      'src/cli/invariants/platform.ts',
      'src/cli/invariants/retention.ts',
      'src/cli/invariants/versions.ts',
      'src/cli/retention.ts',
      'src/cli/roots.ts',
      'src/cli/stray-files.ts',
      'src/cli/verify-archive.ts',
      'src/modules/directions/directions.redact.ts',
      'src/modules/exchange/figures.ts',
      'src/modules/exchange/look.ts',
      'src/modules/exchange/send.ts',
      'src/modules/exchange/statuses.ts',
      'src/modules/exchange/take-in.ts',
      'src/modules/homes/send.ts',
      'src/modules/jobs/jobs.service.ts',
      'src/modules/library/documents.service.ts',
      'src/modules/library/kept-files.ts',
      'src/modules/library/render.ts',
      'src/modules/library/take-in.ts',
      'src/modules/machines/webhooks.send.ts',
      'src/modules/notices/mail.queue.ts',
      'src/modules/notices/morning.ts',
      'src/modules/people/erasure.data.ts',
      'src/modules/people/erasure.job.ts',
      'src/modules/people/erasure.service.ts',
      'src/modules/people/retention.job.ts',
      'src/modules/reports/open.service.ts',
      'src/modules/views/agency.service.ts',
      'src/modules/views/archive.service.ts',
      'src/modules/views/board.service.ts',
      'src/modules/views/search.service.ts',
      'src/platform/http/metrics.ts',
      'src/platform/roots.ts',
      'src/platform/seals.ts',
      'src/platform/worker.ts',
      'src/platform/write.ts',
    ])
  })

  it('uses nothing of PostgreSQL that a cluster or a pooler in between refuses or loses', () => {
    const refused =
      /set_config\(|pg_advisory|\block table\b|create temp|\bnextval\(|\b(?:un)?listen [a-z_]+[;`']|\bnotify [a-z_]+[;`',]/i
    const sql = files.filter(
      (f) => /^(src\/.*\.tsx?|migrations\/.*\.sql)$/.test(f) && !f.endsWith('.test.ts'),
    )
    const code = (f: string) =>
      readFileSync(join(projectRoot, f), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*|--).*$/gm, '')
    expect(sql.filter((f) => refused.test(code(f)))).toEqual([])
  })

  it('comments and documents name tests that are there', () => {
    const named = files
      .filter(
        (f) => /^(src|docs|bench|migrations)\/|^[A-Z]+(\.vi)?\.md$/.test(f) && /\.(tsx?|md|sql)$/.test(f),
      )
      .flatMap((f) =>
        [...readFileSync(join(projectRoot, f), 'utf8').matchAll(/\b(?:test|src)\/[\w/.-]+\.test\.ts\b/g)].map(
          ([path]) => ({ f, path }),
        ),
      )
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter(({ path }) => !existsSync(join(projectRoot, path)))).toEqual([])
  })

  it('nothing tracked names a machine path or a registry host', () => {
    const pattern = new RegExp(
      ['/wo' + 'rk/(main|wt|shared)', 'regis' + 'try\\.npmjs\\.', 'deb\\.deb' + 'ian\\.org'].join('|'),
    )
    const wrong = files.filter(
      (f) =>
        !/\.(woff2|png|jpg|docx|tar)$/.test(f) && pattern.test(readFileSync(join(projectRoot, f), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
})
