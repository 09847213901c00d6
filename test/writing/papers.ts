import {
  readyForm,
  officialTypes,
  correctionLetter,
  type Block,
  type Letterhead,
  type OfficialDocument,
} from '../../src/document/write/index.ts'

// Papers of every type and shape for measuring: invented offices, invented words.

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
const longHead: Letterhead = {
  ...head,
  parentAgency: 'Ủy ban nhân dân thành phố Hồng Ngự Thượng',
  agency:
    'Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên và Hướng nghiệp huyện Vân Sơn, tỉnh Hà Thanh',
}

const sentence =
  'Các trường niêm yết thủ tục tại phòng văn thư, hướng dẫn phụ huynh nộp hồ sơ trực tuyến và ghi lại câu hỏi thường gặp để trả lời trên bản tin của nhà trường trong tuần.'
const section = (level: number, marker: string, title: string, ...children: Block[]): Block => ({
  kind: 'section',
  level,
  marker,
  title,
  children,
})

function bodyOf(layout: 'articles' | 'parts' | 'paragraphs', times: number): Block[] {
  const some = Array.from({ length: times }, (_, i) => i + 1)
  switch (layout) {
    case 'articles':
      return some.map((n) =>
        section(1, `Điều ${n}`, n % 2 === 0 ? sentence : 'Trách nhiệm thực hiện', section(2, '1', sentence)),
      )
    case 'parts':
      return [
        section(
          1,
          'I',
          'Mục đích, yêu cầu',
          ...some.map((n) => section(2, String(n), 'Nội dung công việc', section(3, 'a', sentence))),
        ),
        section(1, 'II', 'Tổ chức thực hiện', section(2, '1', sentence), section(4, '-', sentence)),
      ]
    case 'paragraphs':
      return some.map(() => ({ kind: 'paragraph', text: sentence }))
  }
}

function paper(type: string, by: Letterhead, times: number): OfficialDocument {
  const ready = readyForm(type, by)
  const layout = officialTypes.find(({ name }) => name === type)?.layout ?? 'paragraphs'
  const to = ['Công văn', 'Tờ trình', 'Báo cáo', 'Giấy mời'].includes(type)
  return {
    ...ready,
    header: {
      ...ready.header,
      number: '7',
      subject: 'Tuyên truyền cải cách hành chính trong các trường học năm 2024',
    },
    addressees: to
      ? ['Ủy ban nhân dân huyện Vân Sơn', ...(times > 2 ? ['Sở Giáo dục và Đào tạo tỉnh Hà Thanh'] : [])]
      : [],
    bases: ready.enacting
      ? [
          'Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025',
          'Xét đề nghị của Chánh Văn phòng',
        ]
      : [],
    body: bodyOf(layout, times),
    recipients: [
      ...ready.recipients.slice(0, -1),
      { text: 'UBND huyện', purpose: 'report' },
      ...ready.recipients.slice(-1),
    ],
  }
}

const annexBody: Block[] = [
  {
    kind: 'table',
    columns: [
      { title: 'TT', width: 1, align: 'center' },
      { title: 'Việc', width: 6 },
      { title: 'Thời gian', width: 3 },
    ],
    rows: Array.from({ length: 40 }, (_, i) => [
      String(i + 1),
      'Phát tờ gấp cho phụ huynh tại buổi họp đầu năm học',
      'Quý II',
    ]),
  },
]

/** Papers by name: all types on about a page; some long, with long names, annexes, stamps, in the older form and the Party's. */
export const papers: readonly (readonly [name: string, document: OfficialDocument])[] = [
  ...officialTypes.map(({ name }) => [name, paper(name, head, 2)] as const),
  ['a plan of four pages', paper('Kế hoạch', head, 14)],
  ['a decision of four pages by an office with a long name', paper('Quyết định', longHead, 14)],
  ['a letter by an office with a long name', paper('Công văn', longHead, 3)],
  [
    'a plan with two annexes',
    {
      ...paper('Kế hoạch', head, 3),
      annexes: [
        { title: 'Phân công thực hiện năm 2024', body: annexBody },
        { title: 'Danh mục tờ gấp', body: annexBody },
      ],
    },
  ],
  [
    'an urgent letter with all that may stand on it',
    {
      ...paper('Công văn', head, 3),
      urgency: 'THƯỢNG KHẨN',
      circulation: 'Lưu hành nội bộ',
      drafter: { code: 'pl', copies: 300 },
      contact: ['Số 12, đường Suối Bạc, thị trấn Vân Sơn', 'ĐT: 0234.3812345; Email: pgd@vanson.example'],
    },
  ],
  [
    'a copy on paper',
    {
      ...paper('Thông báo', head, 2),
      copy: {
        kind: 'SAO Y',
        parentAgency: head.parentAgency,
        agency: 'Văn phòng',
        number: '5',
        symbol: 'SY-VP',
        place: head.place,
        date: '2024-03-09',
        recipients: [{ text: 'Lưu: VT', purpose: 'archive' }],
        signer: { authority: 'TL. Chủ tịch', position: 'Chánh Văn phòng', name: 'Nguyễn Hữu Thưởng' },
      },
    },
  ],
  [
    'a copy in electronic form',
    {
      ...paper('Thông báo', head, 2),
      electronicCopy: ['SAO Y', 'Phòng Giáo dục và Đào tạo', '2024-03-09T08:15:00+07:00'],
    },
  ],
  [
    'a correction',
    correctionLetter(head, ['Các trường trực thuộc'], {
      type: 'Kế hoạch',
      numberSymbol: '07/KH-PGDĐT',
      date: '2024-02-05',
      subject: 'Tuyên truyền cải cách hành chính',
      errors: [{ where: 'trang 2, dòng 5', written: 'Qúy II', right: 'Quý II' }],
    }),
  ],
  ['a plan of 2015', paper('Kế hoạch', { ...head, date: '2015-03-09' }, 14)],
  [
    'a decision of the Party',
    {
      ...paper(
        'Nghị quyết',
        { ...head, parentAgency: 'Đảng bộ tỉnh Hà Thanh', agency: 'Huyện ủy Vân Sơn', abbreviation: 'HU' },
        8,
      ),
      form: 'party',
      header: {
        ...paper('Nghị quyết', head, 1).header,
        parentAgency: 'Đảng bộ tỉnh Hà Thanh',
        agency: 'Huyện ủy Vân Sơn',
        number: '15',
        symbol: 'NQ/HU',
        subject: 'về tuyên truyền cải cách hành chính',
      },
      enacting: null,
      bases: [],
      opening: null,
      signer: {
        authority: 'T/M Ban Thường vụ',
        position: 'Phó Bí thư',
        deputyOf: null,
        name: 'Nguyễn Hữu Thưởng',
      },
    },
  ],
]
