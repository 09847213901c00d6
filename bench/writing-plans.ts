import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../src/config.ts'
import type { Block, OfficialDocument } from '../src/document/write/index.ts'
import { seeded, type Random } from '../test/reading/random.ts'

/** Words of the demonstration's plans, without their markers: what drawn plans are made of. */
const stock: readonly string[] = sentences()

/**
 * The n-th plan of a school, the same every time: a head, bases, parts with items and points, and for every second one the
 * assignment of its tasks as an annex, as plans drafted here have it. Two to five pages, not quite three on average. Every sentence names the school,
 * so that no two plans share a paragraph that could be set once for both.
 */
export function drawnPlan(n: number): OfficialDocument {
  const random = seeded(n)
  const school = `Trường Tiểu học số ${n}`
  const said = (): string => `${random.pick(stock)} tại ${school}.`
  return {
    form: 'nd30',
    header: {
      parentAgency: `UBND xã Suối Bạc ${1 + (n % 98)}`,
      agency: school,
      number: String(n),
      symbol: `KH-TH${n}`,
      place: 'Suối Bạc',
      date: '2026-01-12',
      type: 'Kế hoạch',
      subject: `Tuyên truyền cải cách hành chính năm 2026 của ${school}`,
    },
    bases: [
      'Căn cứ Kế hoạch số 305/KH-UBND ngày 08/12/2025 của Ủy ban nhân dân tỉnh Hà Thanh về thông tin, tuyên truyền cải cách hành chính năm 2026',
      `Căn cứ Kế hoạch số ${n % 90}/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân xã Suối Bạc về tuyên truyền cải cách hành chính năm 2026`,
    ],
    opening: `${school} xây dựng kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:`,
    body: ['Mục đích, yêu cầu', 'Nội dung, hình thức', 'Kinh phí', 'Tổ chức thực hiện'].map((title, i) => ({
      kind: 'section',
      level: 1,
      marker: ['I', 'II', 'III', 'IV'][i] ?? '',
      title,
      children: items(random, title, said),
    })),
    annex: n % 2 === 0 ? null : { title: 'Phân công thực hiện năm 2026', body: [assignment(random, said)] },
    recipients: [
      { text: 'Phòng Văn hóa - Xã hội xã', purpose: 'report' },
      { text: 'Các tổ chuyên môn, tổ văn phòng', purpose: 'carry out' },
      { text: 'Lưu: VT', purpose: 'archive' },
    ],
    signer: { authority: null, position: 'Hiệu trưởng', name: 'Nguyễn Thị Ngọc Ánh' },
  }
}

function items(random: Random, title: string, said: () => string): Block[] {
  const section = (level: number, marker: string, words: string, children: Block[]): Block => ({
    kind: 'section',
    level,
    marker,
    title: words,
    children,
  })
  return Array.from({ length: random.int(1, 2) }, (_, i) =>
    section(
      2,
      String(i + 1),
      `${title} thứ ${i + 1}`,
      Array.from({ length: random.int(1, 4) }, (_point, j) => section(3, 'abcd'[j] ?? '', said(), [])),
    ),
  )
}

/** Who does what by when, with the columns of `paperOf` (modules/plans). */
function assignment(random: Random, said: () => string): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'TT', width: 1, align: 'center' },
      { title: 'Nhiệm vụ', width: 5 },
      { title: 'Chủ trì, phối hợp', width: 3 },
      { title: 'Thời gian', width: 2.8 },
      { title: 'Sản phẩm, chỉ tiêu', width: 3.6 },
      { title: 'Kinh phí (đồng)', width: 3, align: 'right' },
    ],
    rows: Array.from({ length: random.int(4, 12) }, (_, i) => [
      String(i + 1),
      said().slice(0, 90),
      random.pick([
        'Tổ văn phòng',
        'Tổ chuyên môn 1; Đoàn Thanh niên',
        'Phó Hiệu trưởng phụ trách; Công đoàn',
      ]),
      random.pick(['Quý I', 'Quý II', 'trước ngày 15/6/2026', 'Thường xuyên']),
      `${random.int(1, 900)} ${random.pick(['tờ gấp', 'lượt người dự', 'tin, bài', 'buổi'])}`,
      random.pick(['', '1.250.000 (chi thường xuyên)', '800.000 (nguồn xã hội hóa)']),
    ]),
  }
}

function sentences(): string[] {
  const folder = join(projectRoot, 'data/demo/plans')
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/\r?\n/))
  return lines
    .filter((line) => /^(?:-|[a-zđ]\)) /.test(line) && line.length > 60)
    .map((line) => line.replace(/^\S+ /, '').replace(/[.;:,\s]+$/, ''))
}
