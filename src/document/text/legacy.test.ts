import { describe, expect, test } from 'vitest'
import { toTcvn3, toVni, typedPlan } from '#test/support/typed.ts'
import { detectSpellings, mendMixed } from './detect.ts'
import { capitalBeginnings, fromLegacy, legacyOfFont } from './legacy.ts'
import { isSyllable } from './syllables.ts'

/** All Vietnamese letters with a shape or a tone. */
const letters = 'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ'

describe('letters of old fonts', () => {
  test('TCVN3: all 67 small letters there and back, and the capitals it has', () => {
    expect(letters).toHaveLength(67)
    expect(fromLegacy(toTcvn3(letters), 'tcvn3')).toBe(letters)
    expect(toTcvn3(letters)).toMatch(/^[\u00a1-\u00ff]+$/)
    expect(fromLegacy('§¡¢£¤¥¦', 'tcvn3')).toBe('ĐĂÂÊÔƠƯ')
    // ư is the soft hyphen's code: it must never be stripped.
    expect(fromLegacy('n\u00ad\u00edc', 'tcvn3')).toBe('nước')
  })

  test('small toned letters stand for capitals at the beginning of a sentence and in a name', () => {
    const words = '1. Ở cơ sở. Ủng hộ\nNguyễn Thị Ánh\ncủa ủy ban'
    const typed = fromLegacy(toTcvn3(words), 'tcvn3')
    expect(typed).toBe('1. ở cơ sở. ủng hộ\nNguyễn Thị ánh\ncủa ủy ban')
    expect(capitalBeginnings(typed)).toBe(words)
  })

  test('VNI: all letters there and back, small and capital', () => {
    expect(fromLegacy(toVni(letters), 'vni')).toBe(letters)
    expect(fromLegacy(toVni(letters.toUpperCase()), 'vni')).toBe(letters.toUpperCase())
    expect(fromLegacy('UÛY BAN NHAÂN DAÂN, Ñoäc laäp - Töï do', 'vni')).toBe(
      'ỦY BAN NHÂN DÂN, Độc lập - Tự do',
    )
  })

  test('TCVN3 typed with the capitals’ key', () => {
    expect(fromLegacy('CéNG HßA X\u00b7 HéI CHñ NGHÜA VIÖT NAM', 'tcvn3')).toBe(
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    )
    expect(fromLegacy('Uû BAN NH¢N D¢N TØNH', 'tcvn3')).toBe('UỶ BAN NHÂN DÂN TỈNH')
    expect(fromLegacy('Së GD&§T göi UBND tØnh; Sè 12/Q§-UB', 'tcvn3')).toBe(
      'Sở GD&ĐT gửi UBND tỉnh; Số 12/QĐ-UB',
    )
  })

  test('VIQR: a full stop at the end of a sentence is one', () => {
    expect(fromLegacy("Vie^.t Nam ddo^.c la^.p. O+? dda^u ca? nu+o+'c.", 'viqr')).toBe(
      'Việt Nam độc lập. Ở đâu cả nước.',
    )
  })

  test('private codes of symbol fonts', () => {
    expect(fromLegacy('\uf0a7\uf0e9c lËp', 'tcvn3')).toBe('Độc lập')
  })

  test.each([
    ['.VnTime', 'tcvn3', false],
    ['.VnTimeH', 'tcvn3', true],
    ['.VnArial NarrowH', 'tcvn3', true],
    ['VNI-Times', 'vni', false],
    ['VNI Helve', 'vni', false],
  ])('the font %s', (font, legacy, capitals) => {
    expect(legacyOfFont(font)).toEqual({ legacy, capitals })
  })

  test('other fonts say nothing', () => {
    for (const font of ['Times New Roman', 'Arial', 'Vniversal', null]) expect(legacyOfFont(font)).toBeNull()
  })
})

describe('told by the letters alone', () => {
  const paragraphs = typedPlan.split('\n').filter((line) => /[^\0-\x7f]/.test(line))

  test.each([
    ['unicode', (text: string) => text],
    ['unicode', (text: string) => text.normalize('NFD')],
    ['tcvn3', toTcvn3],
    ['vni', toVni],
  ] as const)('each paragraph of a plan in %s', (spelling, type) => {
    expect(detectSpellings(paragraphs.map(type))).toEqual(paragraphs.map(() => spelling))
  })

  test('each paragraph alone, in a document of three encodings', () => {
    const typists = [(text: string) => text, toTcvn3, toVni]
    const long = paragraphs.filter((text) => text.length > 40)
    const mixed = long.map((text, i) => typists[i % 3]?.(text) ?? '')
    expect(detectSpellings(mixed)).toEqual(long.map((_, i) => ['unicode', 'tcvn3', 'vni'][i % 3]))
  })

  test('what leaves it open goes by its neighbours', () => {
    expect(detectSpellings(['Sè: 12', 'Céng hßa x· héi chñ nghÜa ViÖt Nam', 'Sè', '100 %'])).toEqual([
      'tcvn3',
      'tcvn3',
      'tcvn3',
      'tcvn3',
    ])
    expect(detectSpellings(['Sè sẽ', 'Sè'])).toEqual(['unicode', 'unicode'])
  })

  test('other languages and signs stay', () => {
    for (const text of [
      'L’élève a déjà reçu une réponse à Besançon.',
      'Größe 5 § 3 Müller & Söhne',
      'ngày 25 · 3 °C ½',
    ])
      expect(detectSpellings([text])).toEqual(['unicode'])
  })

  test('words of TCVN3 in a paragraph of Unicode', () => {
    expect(mendMixed('Ủy ban nhân dân ban hành QuyÕt ®Þnh vÒ viÖc này')).toBe(
      'Ủy ban nhân dân ban hành Quyết định về việc này',
    )
    for (const text of [typedPlan, 'Ông Müller và bà Søren đến dự', 'từ 25 °C đến 30 °C « nóng »'])
      expect(mendMixed(text)).toBe(text)
  })

  test('syllables', () => {
    for (const word of 'nghiêng quyết giếng gì thuở khuya quỹ yêu ưu oẳn ngoằn Đắk huỳnh'.split(' '))
      expect(isSyllable(word), word).toBe(word !== 'Đắk')
    for (const word of ['viÖt', 'quàt', 'bcd', 'aân', 'xyz']) expect(isSyllable(word), word).toBe(false)
  })
})
