import { describe, expect, it } from 'vitest'
import { personMask } from './mask.ts'

const mask = personMask({ name: 'Hoàng Thị Thúy An', contacts: ['thuyan@vanson.example', '0912 345 678'] })

describe('a person is taken out of a text', () => {
  it.each([
    ['as it is kept', 'Lãnh đạo phụ trách: Hoàng Thị Thúy An, Phó Trưởng phòng'],
    ['decomposed', 'Người ký: Hoàng Thị Thúy An.'.normalize('NFD')],
    ['upper case as under a signature', 'TRƯỞNG PHÒNG\nHOÀNG THỊ THÚY AN'],
    ['with the tone on the other vowel', 'bà Hoàng Thị Thuý An'],
    ['over the end of a line', 'giao bà Hoàng Thị\nThúy An chủ trì'],
    ['with a no-break space', 'bà Hoàng\u00a0Thị\u00a0Thúy\u00a0An'],
    ['with a soft hyphen and a zero-width mark', 'bà Hoàng Thị Thúy\u200b A\u00adn'],
    ['without diacritics in a file name', 'KH_75_Hoang-Thi-Thuy_An (ky so).docx'],
    ['without diacritics as one word', 'hoangthithuyan.docx'],
    ['by an address', 'Thư về THUYAN@vanson.example để được trả lời'],
    ['by a telephone number', 'Điện thoại: 0912.345.678'],
  ])('%s', (_how, text) => {
    const without = mask.apply(text)
    expect(mask.count(text)).toBe(1)
    expect(mask.count(without)).toBe(0)
    expect(without).toHaveLength(text.length)
    expect(without).toMatch(/\[đã xóa·*\]/)
  })

  it.each([
    ['a longer name', 'Hoàng Thị Thúy Anh'],
    ['a name that differs in its diacritics', 'Hoàng Thị Thủy Ân'],
    ['part of the name', 'cô Thúy An'],
    ['other digits', 'Số 10912345678'],
  ])('but not %s', (_what, text) => {
    expect(mask.apply(text)).toBe(text)
  })

  it('of a page keeps its marks and their offsets', () => {
    const page =
      '<p><b><span data-s="0">Hoàng Thị</span></b><span data-s="9"> Thúy An</span></p><p><span data-s="18">HOÀNG THỊ</span><br><span data-s="28">THÚY AN &amp; c</span></p>'
    const without = mask.apply(page)
    expect(mask.count(without)).toBe(0)
    expect(without).toContain('<b><span data-s="0">[đã xóa··</span></b><span data-s="9">')
    expect(without).toContain('<br><span data-s="28">')
    expect(without).toContain('&amp; c')
    expect(without).toHaveLength(page.length)
  })

  it('is not looked for by one syllable, which is anybody’s', () => {
    const short = personMask({ name: 'Lan' })
    expect(short.hints).toEqual([])
    expect(short.apply('Lan Tỏa')).toBe('Lan Tỏa')
  })

  it('of two syllables is not found inside another word', () => {
    expect(personMask({ name: 'Lê An' }).count('a clean page, lean')).toBe(0)
    expect(personMask({ name: 'Lê An' }).count('le_an.docx')).toBe(1)
  })

  it('gives hints that every spelling holds', () => {
    expect(mask.hints).toEqual([['hoang', 'thi', 'thuy', 'an'], ['thuyan@vanson.example'], [...'0123456789']])
  })
})
