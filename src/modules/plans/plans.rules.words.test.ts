import { describe, expect, it } from 'vitest'
import { titleFor } from './plans.rules.words.ts'

describe('the title of a plan after its superior’s', () => {
  const title = (subject: string) =>
    titleFor(subject, 'Phòng Giáo dục và Đào tạo huyện Phong Điền', 'Trường Tiểu học Vĩnh Hòa', 2021, false)

  it('has the unit in place of the issuer, which mostly calls itself without its place', () => {
    const own = 'Tuyên truyền của Trường Tiểu học Vĩnh Hòa năm 2021'
    expect(title('Tuyên truyền của Phòng Giáo dục và Đào tạo huyện Phong Điền năm 2020')).toBe(own)
    expect(title('Tuyên truyền của Phòng Giáo dục và Đào tạo năm 2020')).toBe(own)
  })

  it('leaves another agency and a title without any as they are', () => {
    for (const subject of [
      'Tuyên truyền của Phòng Giáo dục và Đào tạo huyện Vân Sơn',
      'Tuyên truyền của ngành',
    ])
      expect(title(subject)).toBe(subject)
  })
})
