import { describe, expect, test } from 'vitest'
import { expandRecipients, readText, type UnitAround } from '../index.ts'

const head = [
  'UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'PHÒNG NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc',
  'Số: 12/KH-PNV\tSông Xanh, ngày 05 tháng 01 năm 2024',
  '',
  'KẾ HOẠCH',
  'Tuyên truyền cải cách hành chính năm 2024',
  '',
  '',
].join('\n')

/** Duties of a body: who (role), what, the time's words and days. */
function duties(body: string): string[] {
  const text = `${head}${body}\n`
  return readText(text).duties.map(({ who, role, what, time, start, end }) => {
    expect(text.slice(start, end).trim()).not.toBe('')
    const when = time
      ? `${time.words} [${time.from ?? ''}, ${time.until ?? ''})${time.every ? ` ${time.every}` : ''}`
      : '–'
    return `${who ?? '?'}${role ? ` (${role})` : ''} | ${what} | ${when}`
  })
}

describe('who must do what by when', () => {
  test('named in the sentence', () => {
    expect(
      duties(
        'Giao Văn phòng HĐND và UBND huyện theo dõi, đôn đốc, chậm nhất ngày 25 tháng 12 năm 2024 báo cáo UBND.\nPhòng Nội vụ yêu cầu các cơ quan, đơn vị báo cáo kết quả trước ngày 15/6 để tổng hợp.\nHiệu trưởng các trường chịu trách nhiệm tổng kết cuối học kỳ I.\nĐài Truyền thanh: Phát sóng chuyên mục từ ngày 01/3 đến ngày 30/4.',
      ),
    ).toEqual([
      'Văn phòng HĐND và UBND huyện | theo dõi, đôn đốc, chậm nhất ngày 25 tháng 12 năm 2024 báo cáo UBND | chậm nhất ngày 25 tháng 12 năm 2024 [, 2024-12-26)',
      'các cơ quan, đơn vị | báo cáo kết quả trước ngày 15/6 để tổng hợp | trước ngày 15/6 [, 2024-06-16)',
      'Hiệu trưởng các trường | chịu trách nhiệm tổng kết cuối học kỳ I | cuối học kỳ I [2024-12-15, 2025-01-16)',
      'Đài Truyền thanh | Phát sóng chuyên mục từ ngày 01/3 đến ngày 30/4 | từ ngày 01/3 đến ngày 30/4 [2024-03-01, 2024-05-01)',
    ])
  })

  test('named by the point above; a cited document’s day is nobody’s deadline', () => {
    expect(
      duties(
        'I. MỤC ĐÍCH\n1. Nâng cao nhận thức của cán bộ.\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\na) Chủ trì tham mưu theo Quyết định số 1/QĐ-UBND ngày 3/4/2020, xong trong quý II.\nb) Phối hợp với Phòng Tài chính; báo cáo định kỳ 06 tháng, năm.\n2. Các trường trực thuộc có trách nhiệm tổ chức tuyên truyền hằng tháng. Gửi báo cáo trước ngày 20 hằng tháng.',
      ),
    ).toEqual([
      'Phòng Nội vụ (lead) | Chủ trì tham mưu theo Quyết định số 1/QĐ-UBND ngày 3/4/2020, xong trong quý II | trong quý II [2024-04-01, 2024-07-01)',
      'Phòng Nội vụ (support) | Phối hợp với Phòng Tài chính; báo cáo định kỳ 06 tháng, năm | định kỳ 06 tháng, năm [2024-01-01, 2025-01-01) half-year',
      'Các trường trực thuộc | có trách nhiệm tổ chức tuyên truyền hằng tháng | hằng tháng [2024-01-01, 2025-01-01) month',
      'Các trường trực thuộc | Gửi báo cáo trước ngày 20 hằng tháng | trước ngày 20 hằng tháng [2024-01-01, 2025-01-01) month',
    ])
  })

  test('a point over very many dashes', () => {
    expect(readText(`II. TỔ CHỨC\n1. Sở Nội vụ\n${'- Gửi.\n'.repeat(150_000)}`).duties).toHaveLength(0)
  })

  test('what gives nobody anything to do is none', () => {
    expect(
      duties('Xây dựng nền hành chính chuyên nghiệp.\nKết quả đạt được trong năm 2023 rất tốt.'),
    ).toEqual([])
  })
})

describe('tables of tasks', () => {
  const rows = (body: string) =>
    readText(`${head}${body}`).tables.flatMap((table) =>
      table.rows.map((row) =>
        [
          row.order,
          row.group,
          row.content?.text,
          row.form?.text,
          row.lead?.text,
          row.support?.text,
          row.time?.text,
          row.cost?.text,
        ]
          .map((cell) => cell ?? '')
          .join('|'),
      ),
    )

  test('cells parted by tabs, a cell of two paragraphs, a heading row; no point of the body', () => {
    const body =
      'I. NỘI DUNG\n1. Một\n\nSTT\tNội dung công việc\tHình thức\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian hoàn thành\tKinh phí\nI\tTuyên truyền\t\t\t\t\t\n1\tTập huấn\tHội nghị\tPhòng Nội vụ\tCác phòng\tTháng 3/2024\t10 triệu\n2\tPa nô\nkhẩu hiệu\tTrực quan\tUBND các xã\t\tThường xuyên\t\nTrên đây là kế hoạch.\n'
    expect(rows(body)).toEqual([
      '1|Tuyên truyền|Tập huấn|Hội nghị|Phòng Nội vụ|Các phòng|Tháng 3/2024|10 triệu',
      '2|Tuyên truyền|Pa nô khẩu hiệu|Trực quan|UBND các xã||Thường xuyên|',
    ])
    expect(
      readText(`${head}${body}`).sections.map((s) => [s.marker, s.sections.map((c) => c.marker)]),
    ).toEqual([['I', ['1']]])
    expect(duties(body).slice(0, 2)).toEqual([
      'Phòng Nội vụ (lead) | Tập huấn | Tháng 3/2024 [2024-03-01, 2024-04-01)',
      'Các phòng (support) | Tập huấn | Tháng 3/2024 [2024-03-01, 2024-04-01)',
    ])
  })

  test('bars, other names in another order, and headings one below the other', () => {
    expect(
      rows(
        '| Thời hạn | Nhiệm vụ | Cơ quan thực hiện | TT |\n|---|---|---|---|\n| Quý I | Làm A | Sở Nội vụ | 1 |\n| Hằng quý | Làm B | | 2 |\n',
      ),
    ).toEqual(['1||Làm A||Sở Nội vụ||Quý I|', '2||Làm B||||Hằng quý|'])
    expect(
      rows(
        'STT\nNội dung\nĐơn vị chủ trì\nThời gian\n1\nLàm C\nPhòng Tư pháp\nTrước 30/6\n2\nLàm D\nVăn phòng\nTháng 9\n',
      ),
    ).toEqual(['1||Làm C||Phòng Tư pháp||Trước 30/6|', '2||Làm D||Văn phòng||Tháng 9|'])
  })

  test('a table of figures is none', () => {
    expect(rows('STT\tTên đơn vị\tSố hồ sơ\tTỷ lệ\n1\tXã Bắc Sa\t12\t100%\n')).toEqual([])
  })
})

describe('whom recipients mean', () => {
  const units: UnitAround[] = [
    { id: 'sở', names: ['Sở Nội vụ'], kinds: ['sở'], below: false },
    { id: 'xã', names: ['Ủy ban nhân dân xã Bắc Sa'], kinds: ['xã'], below: true },
    { id: 'phường', names: ['UBND phường Mây'], kinds: ['phường'], below: true },
    { id: 'sen', names: ['Trường MN Hoa Sen'], kinds: ['trường', 'MN', 'mầm non'], below: true },
    { id: 'kim', names: ['Trường THCS Kim Lâm'], kinds: ['trường', 'THCS'], below: true },
    { id: 'lúa', names: ['Trường TH Lúa'], kinds: ['trường', 'TH', 'tiểu học'], below: true },
  ]
  test('by name, by group, as above, as an article names them', () => {
    const text =
      'QUYẾT ĐỊNH\nVề việc A\n\nKính gửi:\n- Trường THCS Kim Lâm;\n- UBND các xã.\n\nĐiều 1. B.\nĐiều 2. Trưởng phòng Nội vụ, Trường MN Hoa Sen và Thủ trưởng các đơn vị chịu trách nhiệm thi hành.\n\nNơi nhận:\n- Như trên;\n- Như Điều 2;\n- Sở Nội vụ (để b/c);\n- UBND các xã, phường (để t/h);\n- Các trường MN, THCS trực thuộc;\n- Các trường học;\n- Các đơn vị trực thuộc;\n- Ủy ban nhân dân phường Mây;\n- Cổng thông tin;\n- Lưu: VT.\n'
    expect(
      expandRecipients(text, readText(text), units).map(
        (e) => `${e.recipient.text} → ${e.units.join(', ')} (${e.by ?? '–'})`,
      ),
    ).toEqual([
      'Như trên → xã, kim (as above)',
      'Như Điều 2 → sen (as above)',
      'Sở Nội vụ (để b/c) → sở (name)',
      'UBND các xã, phường (để t/h) → xã, phường (group)',
      'Các trường MN, THCS trực thuộc → sen, kim (group)',
      'Các trường học → sen, kim, lúa (group)',
      'Các đơn vị trực thuộc → xã, phường, sen, kim, lúa (group)',
      'Ủy ban nhân dân phường Mây → phường (name)',
      'Cổng thông tin →  (–)',
      'Lưu: VT →  (–)',
    ])
  })
})
