import { expect, test } from 'vitest'
import { readText } from '../../document/index.ts'
import { piecesOf } from './pieces.ts'
import type { Proposal } from './uncertain.ts'
import { unsureWords } from './unsure-words.ts'

const text = [
  'UBND HUYỆN SÔNG XANH',
  'PHÒNG NỘI VỤ',
  'Số: 12/KH-PNV\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Sông Xanh, ngày 05 tháng 01 năm 2021',
  'KẾ HOẠCH',
  'Tuyên truyền năm 2021',
  'Căn cứ Quyết định số 137/QĐ-UBND ngày 02/01/2021 của UBND tỉnh;',
  'Các đơn vị thực hiện.',
  '',
].join('\n')
const keep: Proposal = { label: 'keep', value: '', change: { what: 'keep' } }

/** Every word sure but those named. */
function ask(doubtful: readonly string[]) {
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => [
    ...[index, index + word.length, 0, 0, 10, 10],
    doubtful.includes(word) ? 41 : 96,
  ])
  const pages = [{ width: 100, height: 100, turn: 0 as const, words }]
  return unsureWords({ text, pieces: piecesOf(text, readText(text)), pages }, keep)
}

test('a sure reading asks nothing, nor does a text that was never a picture', () => {
  expect(ask([])).toEqual([])
  expect(unsureWords({ text, pieces: piecesOf(text, readText(text)) }, keep)).toEqual([])
})

test('a doubtful word in the head or a citation is asked about where it stands; the others are one piece', () => {
  const found = ask(['12/KH-PNV', '137/QĐ-UBND', 'Các', 'hiện.'])
  expect(found.map(({ code, params }) => [code, params])).toEqual([
    ['scan_header', { field: 'numberSymbol', words: 'Số: 12/KH-PNV' }],
    ['scan_citation', { field: '', words: 'Quyết định số 137/QĐ-UBND' }],
    ['scan_words', { n: '2' }],
  ])
  const [header, citation] = found
  expect(text.slice(header?.start ?? 0, header?.end ?? 0)).toBe('Số: 12/KH-PNV')
  expect(citation?.edits).toEqual({ what: 'citation', key: 'c1' })
})
