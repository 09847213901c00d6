import { describe, expect, it } from 'vitest'
import { litSpan } from './lit.rules.ts'

/** The lit words of a clause between two others. */
function lit(marker: string, clause: string, task: string | null): string {
  const text = `a) Họp cha mẹ học sinh.\n${clause}\nc) Tin, bài.`
  const start = text.indexOf(clause)
  const span = litSpan(text, { start, end: start + clause.length, marker }, task)
  return text.slice(span.start, span.end)
}
const two =
  'b) Phát hành tờ gấp, áp phích hỏi - đáp đúng việc của từng nhóm người đọc. Trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp.'

describe('the words of a clause that a task rests on', () => {
  it('are the sentence that the task took over, without the clause’s marker', () => {
    expect(lit('b', two, 'Phát tờ gấp. Mỗi trường có ít nhất một đợt phát tờ gấp.')).toBe(
      'Trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp.',
    )
    expect(lit('b', two, 'Phát hành tờ gấp, áp phích đúng việc của từng nhóm người đọc')).toBe(
      'Phát hành tờ gấp, áp phích hỏi - đáp đúng việc của từng nhóm người đọc.',
    )
  })

  it('are all of it for a task that was kept, that says it in other words, or that is not known', () => {
    const whole = two.slice(3)
    expect(lit('b', two, whole)).toBe(whole)
    expect(lit('b', two, 'In và treo bảng hỏi đáp')).toBe(whole)
    expect(lit('b', two, null)).toBe(whole)
    expect(lit('', '- Làm đều trong năm.', null)).toBe('Làm đều trong năm.')
  })

  it('end at a semicolon, and not at the point of an abbreviation or a number', () => {
    const clause = '2. Phát tờ gấp cho đúng nhóm người đọc; trước ngày 30/6 mỗi trường một đợt phát tờ gấp.'
    expect(lit('2', clause, 'Mỗi trường một đợt phát tờ gấp trước ngày 30/6')).toBe(
      'trước ngày 30/6 mỗi trường một đợt phát tờ gấp.',
    )
    const place = '- Các trường ở TP. Huế gửi 1.500 tờ gấp về Sở.'
    expect(lit('-', place, 'Gửi 1.500 tờ gấp về Sở')).toBe('Các trường ở TP. Huế gửi 1.500 tờ gấp về Sở.')
  })

  it('keep their place where the document writes decomposed letters', () => {
    const clause = 'b) Họp. Phát tờ gấp đến từng gia đình.'.normalize('NFD')
    expect(lit('b', clause, 'Phát tờ gấp đến từng gia đình')).toBe(
      'Phát tờ gấp đến từng gia đình.'.normalize('NFD'),
    )
  })
})
