import { expect, it } from 'vitest'
import { clauseKind } from './clause-kinds.ts'
import { cleanFileName, paperName } from './file-names.ts'
import { matchKey } from './keys.ts'

it('compares number and symbol as people mean them', () => {
  const same = [
    '75/KH-PGD&ĐT',
    '075/KH-PGD&ĐT',
    '75 / KH – PGD&ÐT',
    '75/kh-pgd&đt',
    '75/KH-PGD&ĐT'.normalize('NFD'),
  ]
  expect(new Set(same.map(matchKey))).toEqual(new Set(['75/KH-PGD&ĐT']))
  expect(matchKey('30c/NQ-CP')).toBe('30C/NQ-CP')
  expect(matchKey('15/2010/QĐ-UBND')).not.toBe(matchKey('15/QĐ-UBND'))
  expect(matchKey('75/KH-PGDĐT')).not.toBe(matchKey('75/KH-PGD&ĐT'))
  expect(matchKey(null)).toBeNull()
  expect(matchKey(' / ')).toBeNull()
})

it('tells what a piece is by the nearest heading that says it', () => {
  const parts = 'MỤC ĐÍCH, YÊU CẦU'
  expect(clauseKind([parts], true)).toBe('heading')
  expect(clauseKind([parts, 'Giúp cha mẹ học sinh nộp hồ sơ tại nhà.'])).toBe('purpose')
  expect(clauseKind([parts, 'Yêu cầu', 'Ngắn gọn, dễ nhớ.'])).toBe('requirement')
  expect(clauseKind(['NỘI DUNG, HÌNH THỨC', 'Hình thức: họp cha mẹ học sinh đầu năm.'])).toBe('form')
  expect(clauseKind(['Nội dung tuyên truyền', 'Phổ biến các thủ tục sau đây:'], true)).toBe('content')
  expect(clauseKind(['TỔ CHỨC THỰC HIỆN', 'Các trường', 'Nộp báo cáo trước ngày 15.'])).toBe('responsibility')
  expect(clauseKind(['Giải pháp', 'Phân công một giáo viên theo dõi.'])).toBe('solution')
  expect(clauseKind(['Một câu thường.'])).toBe('other')
})

it('names files by what they are', () => {
  expect(paperName({ type: 'Kế hoạch', numberSymbol: '04/KH-PGDĐT', subject: 'x' }, 'pdf')).toBe(
    'Kế hoạch 04-KH-PGDĐT.pdf',
  )
  expect(cleanFileName('C:\\Văn bản\\kế hoạch?.docx')).toBe('kế hoạch-.docx')
  expect(cleanFileName('../../\u0000x')).toBe('..-..--x')
  expect(cleanFileName('   ')).toBe('van-ban')
})
