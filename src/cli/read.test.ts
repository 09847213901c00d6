import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

const command = `const { readCommand } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'read.ts')).href)})
process.exitCode = await readCommand(process.argv.slice(1))`

function read(...args: string[]) {
  return readIn('vi_VN.UTF-8', ...args)
}

function readIn(language: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', command, '--', ...args],
    {
      encoding: 'utf8',
      cwd: folder,
      maxBuffer: 1 << 28,
      env: { ...process.env, LC_ALL: language },
    },
  )
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { status, lines, stderr }
}

describe('lantoa read', () => {
  writeFileSync(join(folder, 'a.txt'), 'KẾ HOẠCH\nNăm 2021\n\nCăn cứ Quyết định số 1/QĐ-UBND;\n')
  writeFileSync(join(folder, 'b.pdf'), '%PDF-1.7')

  test('a line of JSON for each file; no text for .txt unless asked', () => {
    const { status, lines } = read('a.txt', 'a.txt')
    expect(status).toBe(0)
    expect(lines.map((line) => Object.keys(line))).toEqual(
      Array(2).fill([
        'source',
        'header',
        'citations',
        'sections',
        'addressees',
        'recipients',
        'signer',
        'tables',
        'duties',
      ]),
    )
    expect(lines[0]).toMatchObject({
      source: 'a.txt',
      header: { type: 'Kế hoạch', subject: 'Năm 2021' },
      signer: null,
    })
    expect(read('--text', 'a.txt').lines[0]?.text).toContain('Căn cứ')
  })

  test('what cannot be read is a line too, and the status is 1 after all are done', () => {
    const { status, lines } = read('b.pdf', 'none.txt', 'a.txt')
    expect(status).toBe(1)
    expect(lines[0]).toEqual({
      source: 'b.pdf',
      error: { code: 'document.damaged', message: 'Tệp bị hỏng hoặc tải về chưa đủ.' },
    })
    expect(lines[1]).toEqual({
      source: 'none.txt',
      error: { code: 'file.not_found', message: 'Không tìm thấy tệp.' },
    })
    expect(lines[2]).toMatchObject({ source: 'a.txt' })
  })

  test('its words are those of the language of the command line', () => {
    const { lines } = readIn('en_US.UTF-8', 'none.txt')
    expect(lines[0]).toMatchObject({ error: { message: 'The file was not found.' } })
    expect(readIn('en_US.UTF-8').stderr).toContain('Usage: lantoa read')
  })

  test('a wrong call', () => {
    expect(read().status).toBe(2)
    expect(read('--what', 'a.txt')).toMatchObject({
      status: 2,
      lines: [],
      stderr: expect.stringContaining('lantoa read') as string,
    })
  })

  test('a long answer is whole', () => {
    writeFileSync(join(folder, 'long.txt'), 'Căn cứ Quyết định số 1/QĐ-UBND ngày 1/1/2020;\n'.repeat(20_000))
    expect(read('long.txt').lines[0]?.citations).toHaveLength(20_000)
  })
})
