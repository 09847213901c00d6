import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runsOf } from '#test/support/runs-of.ts'
import { typedPlan } from '#test/support/typed.ts'
import { listsDocx, planDocx } from '#test/support/word-plan.ts'
import { wordsRead } from '#test/support/words-read.ts'
import { fileWords, openDocument, readText } from '../index.ts'

// The plan of typed.ts as word processors save it. The files were written by LibreOffice from the .docx that planDocx makes.

const sample = (name: string) => readFileSync(join('test/samples/words', name))
const planned = wordsRead(readText(typedPlan))
const lines = typedPlan.split('\n')
const column = (at: 0 | 1) => lines.slice(0, 3).map((line) => line.split('\t')[at] ?? '')
const head = [column(0), column(1)] as const

describe('the same plan is read the same', () => {
  test.each(['unicode', 'tcvn3', 'vni'] as const)('.docx, typed in %s', async (typist) => {
    const opened = await openDocument(await planDocx(lines.slice(3), { typist, head }), 'a.docx')
    expect(opened.format).toBe('docx')
    expect(wordsRead(readText(opened.text))).toEqual(planned)
  })

  test.each([
    ['vntime.doc', 'doc'],
    ['vni.doc', 'doc'],
    ['vntime.odt', 'odt'],
    ['vntime.rtf', 'rtf'],
  ])('%s', async (name, format) => {
    // The ending says nothing.
    const opened = await openDocument(sample(name), 'a.txt')
    expect(opened.format).toBe(format)
    expect(wordsRead(readText(opened.text))).toEqual(planned)
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(opened.html).toMatch(/^<table><tr><td>.*<\/td><td>.*<\/td><\/tr><\/table>/)
  })
})

describe('numbers of lists, tables, hidden and changed words', () => {
  test.each([
    ['.docx', listsDocx],
    ['.doc', () => sample('lists.doc')],
    ['.odt', () => sample('lists.odt')],
    ['.rtf', () => sample('lists.rtf')],
  ])('%s', async (_, bytes) => {
    const opened = await openDocument(await bytes(), 'a.docx')
    expect(opened.text.split('\n')).toEqual([
      'I. Mục đích',
      '1. Nâng cao',
      '2. Đổi mới',
      '2.1. Cụ thể',
      'Xen giữa',
      '2.2. Tiếp',
      'a) điểm',
      '- Làm ngay.',
      'II. Nội dung',
      '1. Chung',
      'STT\tNội dung\tGhi chú',
      '1\tPhần một\tđến\từ',
      'Phần hai\tđi\ttrong\tbảng',
      '',
      'QUYẾT ĐỊNH\txinsliên kết',
      '',
    ])
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(opened.html.replace(/<\/?(?:span|p|u)\b[^>]*>/g, '')).toContain(
      '<table><tr><td>STT</td><td colspan="2">Nội dung</td><td>Ghi chú</td></tr>' +
        '<tr><td rowspan="2">1</td><td>Phần một</td><td>đến</td><td>ừ</td></tr>' +
        '<tr><td>Phần hai</td><td>đi</td><td><table><tr><td>trong</td><td>bảng</td></tr></table></td></tr></table>',
    )
  })
})

describe('a search for a person in kept files finds the name', () => {
  test.each(['vntime.doc', 'vni.doc', 'vntime.odt', 'vntime.rtf'])('%s', async (name) => {
    expect((await fileWords(sample(name)))?.some((words) => words.includes('Nguyễn Thị Ngọc Ánh'))).toBe(true)
  })

  test('.docx in .VnTime', async () => {
    const docx = await planDocx(lines, { typist: 'tcvn3' })
    expect((await fileWords(docx))?.some((words) => words.includes('Nguyễn Thị Ngọc Ánh'))).toBe(true)
  })

  test('a .doc that cannot be opened cannot be searched', async () => {
    expect(await fileWords(sample('vntime.doc').subarray(0, 4000))).toBeNull()
  })
})
