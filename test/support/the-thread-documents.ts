import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { sharedFolder } from '../../src/config.ts'

interface Named {
  name: string
  shortName: string
}

/** A document from which the story of the thread is told, and what its people make of it. */
export interface ThreadDocument {
  /** for names of tests and pictures */
  code: 'seed' | 'own'
  year: number
  file: string
  numberSymbol: string
  /** full name and the short one that screens show */
  units: Record<'province' | 'department' | 'district' | 'office' | 'school' | 'otherSchool', Named>
  place: string
  /** how the office signs its numbers */
  officeSymbol: string
  /** the clause behind the figure: where it stands, and its sentence that the office's task takes over */
  clause: { path: string; begins: RegExp; sentence: string; unlit: string | null }
  /** the clause about meetings, which a school keeps as it is */
  kept: RegExp
  /** one that is none of the school's business */
  declined: RegExp
}

// Schools of no place in the world: nobody's real school is said to have done anything.
const inventedSchools = {
  school: { name: 'Trường Tiểu học Vĩnh Hòa', shortName: 'TH Vĩnh Hòa' },
  otherSchool: { name: 'Trường Mầm non Sơn Ca', shortName: 'MN Sơn Ca' },
}

const seed = 'seed/ke-hoach-75-KH-PGDDT.txt'

/** The real plan 75/KH-PGD&ĐT, where the folder of real documents is at hand; null elsewhere. */
export function seedDocument(): ThreadDocument | null {
  const folder = sharedFolder(env)
  if (folder === null || !existsSync(join(folder, seed))) return null
  return {
    code: 'seed',
    year: 2020,
    file: join(folder, seed),
    numberSymbol: '75/KH-PGD&ĐT',
    units: {
      province: { name: 'UBND tỉnh Thừa Thiên Huế', shortName: 'UBND tỉnh' },
      department: { name: 'Sở Giáo dục và Đào tạo tỉnh Thừa Thiên Huế', shortName: 'Sở GD&ĐT' },
      district: { name: 'UBND huyện Phong Điền', shortName: 'UBND huyện Phong Điền' },
      office: {
        name: 'Phòng Giáo dục và Đào tạo huyện Phong Điền',
        shortName: 'Phòng GD&ĐT Phong Điền',
      },
      ...inventedSchools,
    },
    place: 'Phong Điền',
    officeSymbol: 'PGD&ĐT',
    clause: {
      path: 'II.2.b',
      begins: /^Tiếp nhận và phát hành rộng rãi tờ gấp/,
      sentence:
        'Tiếp nhận và phát hành rộng rãi tờ gấp, pano, áp phích liên quan đến CCHC (hỏi đáp về thủ tục hành chính, các khẩu hiệu tuyên truyền) phù hợp với từng mục đích, yêu cầu, nội dung tuyên truyền, phổ biến đến từng nhóm đối tượng.',
      unlit: null,
    },
    kept: /^Đưa nội dung cải cách hành chính vào các phiên họp thường kỳ/,
    declined: /^Tuyên truyền nâng cao chỉ số cải cách hành chính/,
  }
}

const ownText = `UBND TỈNH HÀ THANH
SỞ GIÁO DỤC VÀ ĐÀO TẠO

Số: 3127/KH-SGDĐT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Thanh, ngày 18 tháng 12 năm 2023

KẾ HOẠCH
Tuyên truyền cải cách hành chính của ngành Giáo dục năm 2024

Căn cứ Quyết định số 418/QĐ-UBND ngày 01/3/2022 của Ủy ban nhân dân tỉnh Hà Thanh về khảo sát mức độ hài lòng của người dân;

Thực hiện Kế hoạch số 286/KH-UBND ngày 08/12/2023 của Ủy ban nhân dân tỉnh Hà Thanh về tuyên truyền cải cách hành chính năm 2024, Sở Giáo dục và Đào tạo ban hành kế hoạch với các nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Giúp cha mẹ học sinh biết thủ tục nào làm được qua mạng, ai giải quyết, bao lâu có kết quả.

2. Yêu cầu

- Làm thường xuyên, đúng đối tượng, hình thức dễ tiếp cận.

II. NỘI DUNG, HÌNH THỨC

1. Nội dung

a) Phổ biến thủ tục tuyển sinh đầu cấp qua mạng đến cha mẹ học sinh.

b) Giới thiệu bộ phận một cửa của trường trung học phổ thông.

2. Hình thức

a) Đưa nội dung cải cách hành chính vào cuộc họp thường kỳ của mỗi đơn vị.

b) Phát hành tờ gấp, áp phích hỏi - đáp đúng việc của từng nhóm người đọc. Trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp đến từng gia đình có con vào lớp đầu cấp.

III. TỔ CHỨC THỰC HIỆN

1. Phòng Giáo dục và Đào tạo các huyện

- Ban hành kế hoạch của phòng trước ngày 15/01/2024 và hướng dẫn các trường.

Trên đây là kế hoạch, đề nghị các đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:
- UBND tỉnh (để b/c);
- Phòng GD&ĐT các huyện (để t/h);
- Lưu: VT.

GIÁM ĐỐC

Trần Hữu Nghĩa
`

/** The same story on a document of our own wording, whose clause has two sentences of which the task takes over one. */
export function ownDocument(): ThreadDocument & { text: string } {
  return {
    code: 'own',
    year: 2024,
    file: 'KH 3127 của Sở.txt',
    text: ownText,
    numberSymbol: '3127/KH-SGDĐT',
    units: {
      province: { name: 'UBND tỉnh Hà Thanh', shortName: 'UBND tỉnh' },
      department: { name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh', shortName: 'Sở GD&ĐT' },
      district: { name: 'UBND huyện Vân Sơn', shortName: 'UBND huyện Vân Sơn' },
      office: {
        name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
        shortName: 'Phòng GD&ĐT Vân Sơn',
      },
      ...inventedSchools,
    },
    place: 'Vân Sơn',
    officeSymbol: 'PGDĐT',
    clause: {
      path: 'II.2.b',
      begins: /^Phát hành tờ gấp, áp phích hỏi - đáp/,
      sentence:
        'Trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp đến từng gia đình có con vào lớp đầu cấp.',
      unlit: 'Phát hành tờ gấp, áp phích hỏi - đáp đúng việc của từng nhóm người đọc.',
    },
    kept: /^Đưa nội dung cải cách hành chính vào cuộc họp thường kỳ/,
    declined: /^Giới thiệu bộ phận một cửa/,
  }
}

/** The bytes that are dropped, and the name under which. */
export function dropped(document: ThreadDocument & { text?: string }): {
  name: string
  mimeType: string
  buffer: Buffer
} {
  const name = document.file.split('/').at(-1) ?? document.file
  const buffer = document.text === undefined ? readFileSync(document.file) : Buffer.from(document.text)
  return { name, mimeType: 'text/plain', buffer }
}
