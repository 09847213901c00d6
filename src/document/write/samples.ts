import type { Block, OfficialDocument } from './source.ts'

// Invented documents of invented offices, for the tests of both writers.

const section = (level: number, marker: string, title: string, ...children: Block[]): Block => ({
  kind: 'section',
  level,
  marker,
  title,
  children,
})
const dash = (title: string): Block => section(4, '-', title)

/** Cells that a narrow column once tore: "15/6/202" over "6". */
export const narrowCells = ['trước 15/6/2026', '10.500.000 (chi thường xuyên)']

/** A plan of one page. */
export const shortPlan: OfficialDocument = {
  form: 'nd30',
  header: {
    parentAgency: 'UBND huyện Vân Sơn',
    agency: 'Phòng Giáo dục và Đào tạo',
    number: '7',
    symbol: 'KH-PGDĐT',
    place: 'Vân Sơn',
    date: '2024-01-05',
    type: 'Kế hoạch',
    subject: 'Tuyên truyền cải cách hành chính trong các trường học năm 2024',
  },
  bases: [
    'Căn cứ Kế hoạch số 112/KH-UBND ngày 15/12/2023 của Ủy ban nhân dân huyện Vân Sơn về cải cách hành chính năm 2024',
    'Căn cứ Công văn số 2048/SGDĐT-VP ngày 20/12/2023 của Sở Giáo dục và Đào tạo tỉnh Hà Thanh;',
  ],
  opening:
    'Phòng Giáo dục và Đào tạo huyện Vân Sơn xây dựng Kế hoạch tuyên truyền cải cách hành chính năm 2024 như sau:',
  body: [
    section(
      1,
      'I',
      'Mục đích, yêu cầu',
      dash('Để phụ huynh biết cách nộp hồ sơ trực tuyến và theo dõi kết quả.'),
      dash('Ngắn gọn, dễ hiểu, gắn với việc hằng ngày của nhà trường.'),
    ),
    section(
      1,
      'II',
      'Nội dung',
      section(2, '1', 'Việc làm thường xuyên', {
        kind: 'paragraph',
        text: 'Niêm yết thủ tục tại phòng văn thư.',
      }),
      section(2, '2', 'Báo cáo: trước ngày 15 tháng cuối mỗi quý.'),
    ),
  ],
  recipients: [
    { text: 'UBND huyện', purpose: 'report' },
    { text: 'Các trường trực thuộc', purpose: 'carry out' },
    { text: 'Lưu: VT', purpose: 'archive' },
  ],
  signer: {
    authority: 'KT.',
    position: 'Phó Trưởng phòng',
    deputyOf: 'Trưởng phòng',
    name: 'Đỗ Thị Mỹ Hằng',
  },
}

const reasons = [
  'Nhiều phụ huynh chưa phân biệt được thủ tục nào nộp tại trường và thủ tục nào nộp tại bộ phận một cửa, nên phải đi lại nhiều lần.',
  'Bản tin của trường đã có chuyên mục hỏi đáp nhưng câu trả lời còn dài, thuật ngữ khó, người đọc ở vùng cao ít theo dõi.',
  'Việc ghi chép số buổi, số lượt người dự chưa thống nhất; cuối kỳ phải gọi điện hỏi lại từng trường mới đủ số liệu để tổng hợp.',
]

/** A plan of several pages with parts, items, letters, dashes and a table that runs over a page. */
export const longPlan: OfficialDocument = {
  ...shortPlan,
  header: {
    ...shortPlan.header,
    parentAgency: 'Ủy ban nhân dân huyện Vân Sơn',
    agency: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn, tỉnh Hà Thanh',
    number: '126',
    date: '2023-12-28',
    subject:
      'Thông tin, tuyên truyền cải cách hành chính giai đoạn 2024 - 2025 trong các cơ sở giáo dục mầm non, tiểu học, trung học cơ sở trên địa bàn huyện Vân Sơn',
  },
  body: [
    section(
      1,
      'I',
      'Mục đích, yêu cầu',
      section(
        2,
        '1',
        'Mục đích',
        ...reasons.map((reason) => dash(`${reason} Kế hoạch này khắc phục điều đó.`)),
      ),
      section(2, '2', 'Yêu cầu', ...reasons.map((reason) => dash(reason))),
    ),
    section(
      1,
      'II',
      'Nội dung, hình thức',
      section(
        2,
        '1',
        'Nội dung',
        ...['a', 'b', 'c', 'd', 'đ', 'e'].map((letter, i) =>
          section(3, letter, `${reasons[i % 3] ?? ''} ${reasons[(i + 1) % 3] ?? ''}`),
        ),
      ),
      section(2, '2', 'Phân công thực hiện', {
        kind: 'table',
        caption: 'Bảng phân công nhiệm vụ năm 2024',
        columns: [
          { title: 'TT', width: 1, align: 'center' },
          { title: 'Nhiệm vụ', width: 6 },
          { title: 'Đơn vị chủ trì', width: 3 },
          { title: 'Thời gian', width: 2, align: 'center' },
          { title: 'Kinh phí (đồng)', width: 2, align: 'right' },
        ],
        rows: Array.from({ length: 32 }, (_, i) => [
          String(i + 1),
          `Tổ chức buổi nói chuyện thứ ${i + 1} về dịch vụ công trực tuyến; phát tờ gấp cho phụ huynh`,
          i % 2 === 0 ? 'Trường Tiểu học Suối Bạc' : 'Trường Mầm non Hoa Mận',
          `Quý ${['I', 'II', 'III', 'IV'][i % 4] ?? ''}`,
          i % 3 === 0 ? '1.250.000' : '',
        ]),
      }),
    ),
    section(
      1,
      'III',
      'Tổ chức thực hiện',
      section(2, '1', 'Phòng Giáo dục và Đào tạo', ...reasons.map((reason) => dash(reason))),
      section(2, '2', 'Các đơn vị trực thuộc', ...reasons.map((reason) => dash(reason))),
      {
        kind: 'paragraph',
        text: 'Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Phòng Giáo dục và Đào tạo để được hướng dẫn.',
      },
    ),
  ],
  recipients: [
    { text: 'Sở Giáo dục và Đào tạo (để b/c)', purpose: 'report' },
    { text: 'UBND huyện', purpose: 'report' },
    { text: 'Các trường mầm non, tiểu học, trung học cơ sở', purpose: 'carry out' },
    { text: 'Trang thông tin điện tử của Phòng', purpose: 'know' },
    { text: 'Lưu: VT, NV', purpose: 'archive' },
  ],
  signer: { authority: null, position: 'Trưởng phòng', name: 'Nguyễn Hữu Thưởng' },
}

/** An official letter, not issued yet, to several addressees. */
export const letter: OfficialDocument = {
  ...shortPlan,
  header: {
    ...shortPlan.header,
    number: null,
    symbol: 'PGDĐT-VP',
    date: null,
    type: 'Công văn',
    subject: 'đăng ký nội dung tuyên truyền cải cách hành chính quý II năm 2024',
  },
  addressees: ['Các trường mầm non trên địa bàn huyện', 'Các trường tiểu học và trung học cơ sở'],
  bases: [],
  opening: null,
  body: [
    {
      kind: 'paragraph',
      text: 'Để chuẩn bị tài liệu, Phòng đề nghị các trường gửi nội dung đăng ký theo ba mục sau:',
    },
    section(1, '1', 'Chủ đề cần tờ gấp hoặc áp phích.'),
    section(1, '2', 'Số buổi sinh hoạt dưới cờ dự kiến.'),
    { kind: 'paragraph', text: 'Đề nghị gửi về trước ngày 20 tháng 3 năm 2024.' },
  ],
  recipients: [
    { text: 'Như trên', purpose: null },
    { text: 'Lưu: VT', purpose: 'archive' },
  ],
}

/** Words that mean something to a compiler or to XML, and nothing to us. */
export const hostileText =
  '#panic("x") $x^2$ *đậm* _nghiêng_ `mã` @ref <nhãn> </w:t><w:t> &amp; ]]> \\u{41} // chú thích {{tên}} \u0007 ẰẲẴẶ ợỡở'

/** A plan with the assignment of its tasks split off as an annex. */
export const annexedPlan: OfficialDocument = {
  ...shortPlan,
  annex: {
    title: 'Phân công thực hiện năm 2024',
    body: [
      {
        kind: 'table',
        columns: [
          { title: 'TT', width: 1 },
          { title: 'Nhiệm vụ', width: 5 },
          { title: 'Chủ trì', width: 3 },
          { title: 'Thời gian', width: 2.6 },
          { title: 'Sản phẩm', width: 4 },
          { title: 'Kinh phí', width: 2.8 },
        ],
        rows: [['1', 'Phát tờ gấp', 'Văn phòng', narrowCells[0] ?? '', '7.000 tờ', narrowCells[1] ?? '']],
      },
    ],
  },
}
