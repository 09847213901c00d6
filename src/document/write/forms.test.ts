import { describe, expect, it } from 'vitest'
import { compose } from './compose.ts'
import { FORMS, formFor, type CellName } from './forms.ts'
import { correctionLetter, officialTypes, readyForm, type Letterhead } from './ready.ts'

const head: Letterhead = {
  parentAgency: 'UBND huyện Vân Sơn',
  agency: 'Phòng Giáo dục và Đào tạo',
  abbreviation: 'PGDĐT',
  desk: 'VP',
  place: 'Vân Sơn',
  date: '2024-02-05',
  signer: {
    authority: 'KT.',
    position: 'Phó Trưởng phòng',
    deputyOf: 'Trưởng phòng',
    name: 'Đỗ Thị Mỹ Hằng',
  },
}

describe('forms', () => {
  it.each([
    ['2020-03-04', false, 'tt01'],
    ['2020-03-05', false, 'nd30'],
    [null, false, 'nd30'],
    ['2015-01-01', true, 'party'],
  ])('of %s (party: %s) is %s', (date, ofParty, form) => {
    expect(formFor(date, ofParty)).toBe(form)
  })

  const sized: readonly [CellName, keyof (typeof FORMS)['nd30']['size']][] = [
    ['nation', 'nation'],
    ['motto', 'motto'],
    ['parentAgency', 'agency'],
    ['agency', 'agency'],
    ['number', 'number'],
    ['placeDate', 'placeDate'],
    ['type', 'type'],
    ['subject', 'subject'],
    ['letterSubject', 'letterSubject'],
    ['body', 'body'],
    ['pageNumber', 'pageNumber'],
    ['recipientsHeading', 'recipientsHeading'],
    ['recipients', 'recipients'],
    ['signer', 'signer'],
    ['annexName', 'annexName'],
    ['urgency', 'stamp'],
    ['drafter', 'drafter'],
    ['contact', 'contact'],
    ['copyMark', 'copyMark'],
  ]
  it.each(Object.values(FORMS))(
    '$source: sizes and margins are within its own rules, each with its article',
    (form) => {
      for (const [cell, size] of sized) {
        const [least, most] = form.rules[cell].size
        expect(form.size[size], cell).toBeGreaterThanOrEqual(least)
        expect(form.size[size], cell).toBeLessThanOrEqual(most)
        expect(form.rules[cell].article).not.toBe('')
      }
      const { page, margins } = form
      for (const [length, [least, most]] of [
        [page.top, margins.topBottom],
        [page.bottom, margins.topBottom],
        [page.left, margins.left],
        [page.right, margins.right],
      ] as const) {
        expect(length).toBeGreaterThanOrEqual(least)
        expect(length).toBeLessThanOrEqual(most)
      }
    },
  )
})

describe('ready forms', () => {
  it('has the 29 types of Article 7', () => {
    expect(new Set(officialTypes.map(({ name }) => name)).size).toBe(29)
  })

  it('opens a decision with who decides, a letter with its own symbol and "Như trên"', () => {
    const decision = compose(readyForm('Quyết định', head))
    expect(decision.lines[0]).toMatchObject({ style: 'decides', text: 'TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO' })
    expect(decision.head.number).toContain('/QĐ-PGDĐT')
    const letter = compose(readyForm('Công văn', head))
    expect(letter.head.number).toContain('/PGDĐT-VP')
    expect(letter.end.recipients).toEqual(['- Như trên;', '- Lưu: VT, VP.'])
    expect(compose(readyForm('Biên bản', head)).end.beside).toEqual({ signer: ['THƯ KÝ'], name: '' })
    expect(() => readyForm('Thông tư', head)).toThrow(RangeError)
  })

  it('numbers two annexes I and II, one not at all', () => {
    const annex = { title: 'Phân công', body: [] }
    const names = (annexes: { title: string; body: [] }[]) =>
      compose({ ...readyForm('Kế hoạch', head), annexes }).annexes.map(({ name }) => name)
    expect(names([{ ...annex, body: [] }])).toEqual(['Phụ lục'])
    expect(
      names([
        { ...annex, body: [] },
        { ...annex, body: [] },
      ]),
    ).toEqual(['Phụ lục I', 'Phụ lục II'])
  })

  it('puts right what was issued with an error of form', () => {
    const letter = compose(
      correctionLetter(head, ['Các trường'], {
        type: 'Kế hoạch',
        numberSymbol: '07/KH-PGDĐT',
        date: '2024-02-05',
        subject: 'Về việc tuyên truyền',
        errors: [{ where: 'trang 2', written: 'Qúy II', right: 'Quý II' }],
      }),
    )
    expect(letter.head.letterSubject).toBe('V/v đính chính Kế hoạch số 07/KH-PGDĐT ngày 05/02/2024')
    expect(letter.lines.map((line) => line.kind === 'text' && line.lead + line.text)).toEqual([
      'Ngày 05/02/2024, Phòng Giáo dục và Đào tạo ban hành Kế hoạch số 07/KH-PGDĐT về tuyên truyền. Do sơ suất trong khâu soạn thảo, Phòng Giáo dục và Đào tạo đính chính như sau:',
      '- Tại trang 2: đã ghi “Qúy II”, nay sửa lại là “Quý II”.',
      'Các nội dung khác của Kế hoạch số 07/KH-PGDĐT ngày 05/02/2024 không thay đổi./.',
    ])
  })

  it("sets the Party's head: an asterisk, no motto, a hyphen behind the number", () => {
    const { head: of } = compose({
      ...readyForm('Nghị quyết', head),
      form: 'party',
      header: { ...readyForm('Nghị quyết', head).header, number: '15', symbol: 'NQ/HU' },
    })
    expect(of).toMatchObject({
      star: '*',
      motto: null,
      number: 'Số 15-NQ/HU',
      nation: { text: 'ĐẢNG CỘNG SẢN VIỆT NAM' },
    })
    expect(of.nation.rule).toBeGreaterThan(0)
  })
})
