import { describe, expect, test } from 'vitest'
import { applyEdit, lint, lintCodes, type LintCode, type LintOptions } from './index.ts'
import { decision, letter, plan, register } from './samples.ts'
import { rows } from './table.ts'

const options: LintOptions = {
  today: '2024-12-31',
  register,
  abbreviations: ['PGD&ĐT', 'UBND', 'SNV'],
  places: [],
  unknown: true,
}

const documents = { plan, letter, decision }

describe('documents in good form have no finding', () => {
  test.each(Object.entries(documents))('%s', (_, text) => {
    const known = lint(text, options).filter((f) => f.code !== 'citation_unknown')
    expect(known.map((f) => [f.code, text.slice(f.start, f.end)])).toEqual([])
  })
})

describe('each finding: a document that has it, and the same without', () => {
  test('the table has at least sixty, and every code that there is', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect([...new Set(rows.map(([code]) => code))].sort()).toEqual([...lintCodes].sort())
  })

  const cases = rows.map(([code, document, good, bad, at]) => ({ code, document, good, bad, at: at ?? bad }))
  test.each(cases)('$code in the $document: $bad', ({ code, document, good, bad, at }) => {
    const right = documents[document]
    expect(right).toContain(good)
    const wrong = right.replace(good, bad)
    const found = lint(wrong, options).filter((f) => f.code === code)
    expect(found.map((f) => wrong.slice(f.start, f.end))).toContain(at)
    // The sample cites one document that is on no record, which is a finding of its own.
    if (code !== 'citation_unknown') expect(lint(right, options).filter((f) => f.code === code)).toEqual([])
    // One click at a time takes it away.
    for (const finding of found) {
      if (!finding.correction) continue
      const mended = lint(applyEdit(wrong, finding.correction), options).filter((f) => f.code === code)
      expect(mended.length).toBeLessThan(found.length)
    }
  })
})

describe('which rules a document is under', () => {
  const codes = (text: string, rest: Partial<LintOptions> = {}): LintCode[] =>
    lint(text, { ...options, ...rest }).map((f) => f.code)

  test('form is that of the day: before Decree 30/2020 none of its rules', () => {
    const older = plan
      .replace('ngày 08 tháng 01 năm 2024', 'ngày 8 tháng 1 năm 2020')
      .replace('năm 2024\n\nCăn', 'năm 2020\n\nCăn')
    expect(codes(older)).not.toContain('day_padding')
    expect(codes(plan.replace('ngày 08', 'ngày 8'))).toContain('day_padding')
  })

  test('legal documents and Party documents have other forms', () => {
    expect(
      codes(decision.replace('318/QĐ', '3/2024/QĐ').replace('ngày 10 tháng 5', 'ngày 9 tháng 5')),
    ).not.toContain('day_padding')
    expect(
      codes(
        plan
          .replace('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'ĐẢNG CỘNG SẢN VIỆT NAM')
          .replace('ngày 08', 'ngày 8'),
      ),
    ).not.toContain('day_padding')
  })

  test('what nobody has confirmed is held against nobody', () => {
    const cited = plan.replace(
      '71/2019/NĐ-CP ngày 03 tháng 4 năm 2019',
      '64/2010/NĐ-CP ngày 09 tháng 6 năm 2010',
    )
    expect(codes(cited)).not.toContain('basis_expired')
  })

  test('"kể từ ngày X" ends on X − 1', () => {
    const resting = plan.replace(
      '71/2019/NĐ-CP ngày 03 tháng 4 năm 2019',
      '62/2009/NĐ-CP ngày 23 tháng 5 năm 2009',
    )
    expect(codes(resting)).not.toContain('basis_expired')
    expect(codes(resting.replace('ngày 08 tháng 01', 'ngày 09 tháng 01'))).toContain('basis_expired')
  })

  test('a citation that is nowhere on record is pointed out only when asked', () => {
    const cited = plan.replace(
      '71/2019/NĐ-CP ngày 03 tháng 4 năm 2019',
      '500/2018/NĐ-CP ngày 01 tháng 02 năm 2018',
    )
    expect(codes(cited)).toContain('citation_unknown')
    expect(codes(cited, { unknown: false })).not.toContain('citation_unknown')
  })
})

test('spans and corrections point into the text as given, decomposed or with invisible marks', () => {
  const text = plan.replace('ngày 08', 'ngày 8').normalize('NFD').replace('Căn', 'Ca\u200b\u0306n')
  const found = lint(text, options).find((f) => f.code === 'day_padding')
  expect(found && text.slice(found.start, found.end)).toBe('8')
  expect(found?.correction && applyEdit(text, found.correction)).toContain('08 tha')
})

test('nothing crashes on scraps, and every span lies inside', () => {
  for (const text of [
    '',
    '\n',
    'Số:',
    'Nơi nhận:',
    plan.slice(0, 300),
    plan.slice(700),
    plan.toUpperCase(),
    decision + letter,
    plan.repeat(3),
  ])
    for (const { start, end } of lint(text, options)) {
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(text.length)
    }
})
