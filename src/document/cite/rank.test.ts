import { describe, expect, it } from 'vitest'
import { orderBases } from './rank.ts'

describe('the order of legal bases', () => {
  it('by rank, the older first within one; what cites no document behind', () => {
    const words = [
      'Căn cứ chức năng, nhiệm vụ của Phòng',
      'Căn cứ Thông tư số 01/2011/TT-BNV ngày 19/01/2011 của Bộ Nội vụ',
      'Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ',
      'Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ',
      'Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015',
      'Căn cứ Quyết định số 468/QĐ-TTg ngày 27/3/2021 của Thủ tướng Chính phủ',
    ]
    const ordered = orderBases(words.map((w) => ({ words: w })))
    expect(ordered.map((b) => words.indexOf(b.words))).toEqual([4, 2, 3, 5, 1, 0])
  })
})
