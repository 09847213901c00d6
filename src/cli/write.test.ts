import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { readText } from '../document/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-write-'))
afterAll(() => rmSync(folder, { recursive: true }))

const command = `const { writeCommand } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'write.ts')).href)})
process.exitCode = await writeCommand(process.argv.slice(1))`

function write(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', command, '--', ...args],
    { encoding: 'utf8', cwd: folder, env: { ...process.env, LC_ALL: 'vi_VN.UTF-8' } },
  )
  return { status, stdout, stderr }
}

const text =
  'UBND HUYỆN VÂN SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHÒNG NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\n' +
  'Số: 12/KH-PNV\tVân Sơn, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH\nTuyên truyền năm 2024\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n'
const { headerSpans: _, ...read } = readText(text)
const line = JSON.stringify({ source: 'a.txt', text, ...read })
writeFileSync(join(folder, 'a.json'), line)
writeFileSync(join(folder, 'two.json'), `${line}\n${line}\n`)

test('writes each document of each file, makes the folder, says what it wrote', () => {
  const { status, stdout } = write('--format', 'html', '--out', 'out/html', 'a.json', 'two.json')
  expect(status).toBe(0)
  expect(stdout).toBe('out/html/a.html\nout/html/two-1.html\nout/html/two-2.html\n')
  expect(readFileSync(join(folder, 'out/html/a.html'), 'utf8')).toContain('I. MỤC ĐÍCH')
})

test('never writes over a file unless told to', () => {
  writeFileSync(join(folder, 'a.html'), 'mine')
  const refused = write('--format', 'html', '--out', '.', 'a.json')
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toBe(
    'a.json: a.html đã có, không ghi đè. Chọn thư mục khác, hoặc thêm --overwrite.\n',
  )
  expect(readFileSync(join(folder, 'a.html'), 'utf8')).toBe('mine')
  expect(write('--format', 'html', '--out', '.', '--overwrite', 'a.json').status).toBe(0)
  expect(readFileSync(join(folder, 'a.html'), 'utf8')).toContain('KẾ HOẠCH')
})

test('says what is wrong with a file, and goes on with the next', () => {
  writeFileSync(join(folder, 'no.json'), '{')
  writeFileSync(join(folder, 'line.json'), `${line}\n{\n`)
  writeFileSync(join(folder, 'list.json'), '[]')
  writeFileSync(join(folder, 'bare.json'), JSON.stringify({ source: 'a.txt', ...read }))
  writeFileSync(join(folder, 'torn.json'), JSON.stringify({ text, ...read, sections: [{ level: 1 }] }))
  writeFileSync(
    join(folder, 'day.json'),
    JSON.stringify({ text, ...read, header: { ...read.header, date: '2024-02-30' } }),
  )
  writeFileSync(
    join(folder, 'unread.json'),
    JSON.stringify({ source: 'x', error: { code: 'document.damaged' } }),
  )
  const files = ['no', 'line', 'list', 'bare', 'torn', 'day', 'unread', 'missing'].map(
    (name) => `${name}.json`,
  )
  const { status, stdout, stderr } = write('--format', 'html', '--out', 'next', ...files, 'a.json')
  expect(status).toBe(1)
  expect(stdout).toBe('next/a.html\n')
  expect(stderr.split('\n')).toEqual([
    'no.json: Tệp không phải JSON. Cần tệp do lantoa read --text in ra.',
    'line.json: Dòng 2 không phải JSON. Cần tệp do lantoa read --text in ra.',
    'list.json: Đây không phải là những gì lantoa read --text in ra.',
    'bare.json: Thiếu lời của văn bản. Đọc lại với --text: lantoa read --text VĂN_BẢN > TỆP.json',
    'torn.json: Phần “sections” không như lantoa read --text in ra.',
    'day.json: Ngày của văn bản không có trong lịch.',
    'unread.json: Lantoa read đã không đọc được văn bản này, nên không có gì để ghi.',
    'missing.json: Không tìm thấy tệp.',
    '',
  ])
})

test('a format, a folder, an option that can not be', () => {
  expect(write('--format', 'odt', '--out', 'x', 'a.json')).toMatchObject({ status: 2 })
  expect(write('--format', 'odt', '--out', 'x', 'a.json').stderr).toContain('“odt”')
  expect(write('--format', 'html', 'a.json').status).toBe(2)
  expect(write('--format', 'html', '--out', 'x', '--fast', 'a.json').stderr).toContain('Cách dùng')
  const under = write('--format', 'html', '--out', 'a.json/x', 'a.json')
  expect(under.status).toBe(1)
  expect(under.stderr).toContain('Không dùng được thư mục a.json/x')
  expect(existsSync(join(folder, 'x'))).toBe(false)
})
