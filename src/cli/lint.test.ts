import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { letter, plan } from '../document/lint/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'good.txt'), letter)
writeFileSync(
  join(folder, 'bad.txt'),
  plan.replace('ngày 08 tháng', 'ngày 8 tháng').replace('Số: 05/', 'Số:    /'),
)
writeFileSync(join(folder, 'secret.txt'), `MẬT\n\n${plan}`)

const command = `const { lintCommand } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lint.ts')).href)})
process.exitCode = await lintCommand(process.argv.slice(1))`

function run(language: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', command, '--', ...args],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, LC_ALL: language },
    },
  )
  return { status, lines: stdout.split('\n').filter((line) => line !== ''), stderr }
}

test('a line of JSON for each file, with sentence, article and correction; the status says whether there are errors', () => {
  const { status, lines } = run('vi_VN.UTF-8', 'good.txt', 'bad.txt')
  expect(status).toBe(1)
  const [good, bad] = lines.map(
    (line) => JSON.parse(line) as { source: string; findings: { code: string }[] },
  )
  expect(good).toEqual({ source: 'good.txt', findings: [] })
  expect(bad?.findings.map((finding) => finding.code)).toEqual(['number_blank', 'day_padding'])
  expect(bad?.findings[1]).toEqual({
    code: 'day_padding',
    severity: 'warning',
    start: expect.any(Number) as number,
    end: expect.any(Number) as number,
    sentence: 'Ngày nhỏ hơn 10 phải ghi thêm số 0 phía trước.',
    article: 'Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.4',
    correction: { start: expect.any(Number) as number, end: expect.any(Number) as number, words: '08' },
  })
  expect(run('vi_VN.UTF-8', 'good.txt').status).toBe(0)
})

test('--plain is for people, in their language', () => {
  const { lines } = run('en_GB.UTF-8', '--plain', 'bad.txt')
  expect(lines[1]).toBe(
    'bad.txt:4:33: look at it: A day below 10 has a 0 before it. [day_padding; Decree 30/2020/NĐ-CP, Appendix I, Part I, II.4]',
  )
})

test('what cannot be read, or may not be, is a line too; a wrong call is 2', () => {
  const { status, lines } = run('vi_VN.UTF-8', 'none.txt', 'secret.txt')
  expect(status).toBe(1)
  expect(lines.map((line) => (JSON.parse(line) as { error: { code: string } }).error.code)).toEqual([
    'file.not_found',
    'document.secret',
  ])
  expect(run('vi_VN.UTF-8').status).toBe(2)
  expect(run('vi_VN.UTF-8', '--fix', 'good.txt')).toMatchObject({ status: 2, lines: [] })
})
