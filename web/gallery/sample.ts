import type { CoverageCounts } from '../parts/CoverageSquare.tsx'
import type { OutlineGroup } from '../parts/ClauseOutline.tsx'
import type { Session } from '../app/session.ts'

const office = {
  id: '0190a000-0000-7000-8000-000000000001',
  code: 'pgddt-sonha',
  name: 'Phòng Giáo dục và Đào tạo huyện Sơn Hà',
  shortName: 'Phòng GD&ĐT huyện Sơn Hà',
  kind: 'office',
}

export const sampleSession: Session = {
  person: { id: '0190a000-0000-7000-8000-000000000002', name: 'Trần Thị Thu Hằng' },
  login: 'hang.tt',
  locale: 'vi',
  today: '2024-06-17',
  actingUnit: office,
  memberships: [
    { unit: office, title: 'Chuyên viên', roles: ['specialist'] },
    {
      unit: {
        id: '0190a000-0000-7000-8000-000000000003',
        code: 'th-dongxuan',
        name: 'Trường Tiểu học Đồng Xuân',
        shortName: 'TH Đồng Xuân',
        kind: 'school',
      },
      title: null,
      roles: ['clerk', 'leader'],
    },
  ],
  delegated: null,
  counts: { today: 6 },
}

export interface School {
  id: string
  name: string
  head: string
  received: string
  plan: 'issued' | 'late' | 'open'
  done: number
  tasks: number
  last: string | null
  due: string
}

const names = [
  'MN Hoa Mai',
  'TH Đồng Xuân',
  'THCS Kim Sơn',
  'MN Ban Mai',
  'THCS Tân Lập',
  'TH&THCS Khe Rồng',
  'TH An Bình',
]
const heads = [
  'Phạm Thị Lụa',
  'Hoàng Văn Toàn',
  'Bùi Quốc Việt',
  'Lò Thị Nhạn',
  'Đỗ Mạnh Cường',
  'Hà Văn Páo',
  'Trịnh Thị Ngà',
]

export const schools: School[] = names.map((name, i) => ({
  id: `s${i}`,
  name,
  head: heads[i] ?? '',
  received: `2024-06-0${4 + (i % 5)}`,
  plan: i < 2 ? 'late' : i === 5 ? 'open' : 'issued',
  done: 6 + (i % 4),
  tasks: 9 + (i % 3),
  last: i === 6 ? null : `2024-06-${11 + (i % 5)}`,
  due: `2024-06-${14 + i}`,
}))

export const coverage: CoverageCounts = { kept: 8, adapted: 2, declined: 1, none: 1 }

export const outline: OutlineGroup[] = [
  {
    id: 'g1',
    title: 'II.1 Nội dung',
    clauses: [
      { id: 'a', text: 'a) Văn bản chỉ đạo, điều hành', coverage: 'kept', tasks: 3 },
      { id: 'b', text: 'b) Thủ tục hành chính ngành', coverage: 'kept', tasks: 4 },
      { id: 'c', text: 'c) Chỉ số, mức độ hài lòng', coverage: 'none', tasks: 0 },
      { id: 'd', text: 'd) Dịch vụ công trực tuyến', coverage: 'adapted', tasks: 2 },
    ],
  },
  {
    id: 'g2',
    title: 'II.2 Hình thức',
    clauses: [
      { id: 'e', text: 'a) Lồng ghép hội nghị pháp luật', coverage: 'kept', tasks: 1 },
      { id: 'f', text: 'b) Tờ gấp, áp phích hỏi – đáp', coverage: 'kept', tasks: 2 },
      { id: 'g', text: 'c) Tập huấn cấp tỉnh', coverage: 'declined', tasks: 0, note: 'không thuộc' },
    ],
  },
]

export const sentence =
  'b) Phát hành tờ gấp, áp phích hỏi - đáp thủ tục phù hợp từng nhóm đối tượng; trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp đến cha mẹ học sinh lớp đầu cấp.'

/** A small drawing as a picture of the same page, so that the gallery asks nobody for files. */
export function drawing(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><rect width="120" height="80" fill="hsl(${hue} 30% 82%)"/><rect x="16" y="18" width="60" height="34" fill="hsl(${hue} 35% 45%)"/><rect y="60" width="120" height="20" fill="hsl(${hue} 20% 65%)"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
