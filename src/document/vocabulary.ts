/**
 * Words of Vietnamese administrative writing that the reader leans on. Matching is done on folded text (lower case, no
 * diacritics), so each entry gives the usual spelling once.
 *
 * Sources: types and abbreviations of Decree 30/2020/NĐ-CP, Article 7 and Appendix III; normative types of the Law on
 * Promulgation of Legislative Documents; Party types of Guideline 36-HD/VPTW.
 */
import { fold, isFalseType } from './text/normalise.ts'

export interface DocumentType {
  name: string
  folded: string
  /** as it stands in a number symbol, folded: `qd`, `nq`; several where usage differs */
  abbreviations: readonly string[]
}

/** Longer names first, so that "Thông tư liên tịch" is not read as "Thông tư". */
const typeTable: readonly (readonly [name: string, abbreviations: string])[] = [
  ['Nghị quyết liên tịch', 'nqlt'],
  ['Thông tư liên tịch', 'ttlt'],
  ['Thông tư liên bộ', 'ttlb tt-lb'],
  ['Văn bản hợp nhất', 'vbhn'],
  ['Bản ghi nhớ', 'bgn'],
  ['Bản thỏa thuận', 'btt'],
  ['Giấy giới thiệu', 'ggt'],
  ['Giấy nghỉ phép', 'gnp'],
  ['Giấy ủy quyền', 'guq'],
  ['Giấy mời', 'gm'],
  ['Phiếu chuyển', 'pc'],
  ['Phiếu trình', 'ptr'],
  ['Phiếu báo', 'pb'],
  ['Phiếu gửi', 'pg'],
  ['Hướng dẫn liên ngành', 'hdln'],
  ['Hướng dẫn', 'hd'],
  ['Chương trình', 'ctr ct'],
  ['Phương án', 'pa'],
  ['Nghị quyết', 'nq nqhdnd'],
  ['Nghị định', 'nd'],
  ['Quyết định', 'qd'],
  ['Thông báo', 'tb'],
  ['Thông cáo', 'tc'],
  ['Thông tri', 'ttr'],
  ['Thông tư', 'tt'],
  ['Quy định', 'qyd qd'],
  ['Quy chế', 'qc'],
  ['Kế hoạch', 'kh'],
  ['Biên bản', 'bb'],
  ['Báo cáo', 'bc bctd'],
  ['Tờ trình', 'ttr'],
  ['Hợp đồng', 'hd'],
  ['Công điện', 'cd'],
  ['Công văn', 'cv'],
  ['Công thư', ''],
  ['Văn bản', 'vb'],
  ['Sắc lệnh', 'sl'],
  ['Pháp lệnh', 'pl'],
  ['Kết luận', 'kl'],
  ['Chỉ thị', 'ct'],
  ['Bộ luật', ''],
  ['Hiến pháp', ''],
  ['Dự án', 'da'],
  ['Đề án', 'da'],
  ['Lệnh', 'l'],
  ['Luật', ''],
]

export const documentTypes: readonly DocumentType[] = typeTable.map(([name, abbreviations]) => ({
  name,
  folded: fold(name),
  abbreviations: abbreviations === '' ? [] : abbreviations.split(' '),
}))

const typesByFolded = new Map(documentTypes.map((type) => [type.folded, type]))

/** The type whose name this is, in any case and accents ("KÉ HOẠCH" of a scan too); null if none. */
export function findType(words: string): DocumentType | null {
  return isFalseType(words) ? null : (typesByFolded.get(fold(words).replace(/\s+/g, ' ').trim()) ?? null)
}

/** Alternatives of all type names for a regular expression over folded text; white space may be a line break. */
export const typePattern = documentTypes.map((type) => type.folded.replace(/ /g, '\\s+')).join('|')

/** Names that stand where a document's type does but by which none is cited; folded name to usual spelling. */
export const titleTypes = new Map(
  (
    'Nội quy|Quy trình|Quy ước|Đề cương|Lịch công tác|Thể lệ|Điều lệ|Thư mời|Thư công|Thư ngỏ|Công bố|Tuyên bố|Lời kêu gọi|Bản cam kết|Giấy xác nhận|' +
    'Giấy chứng nhận|Phiếu đề nghị|Phiếu khảo sát|Kịch bản'
  )
    .split('|')
    .map((name) => [fold(name), { name }]),
)
export const titlePattern = [...titleTypes.keys()].map((name) => name.replace(/ /g, '\\s+')).join('|')

/** The type that an abbreviation of a number symbol stands for: `qd` is Quyết định. */
export function typeOfAbbreviation(folded: string): DocumentType | null {
  return documentTypes.find((type) => type.abbreviations[0] === folded) ?? null
}

/** How the name of an agency begins, folded. A header line that begins otherwise goes on with the line above it. */
export const agencyHeads =
  '(?:ubnd|uy ban|hdnd|hoi dong|bo|so|phong|truong|tong cuc|chi cuc|cuc|vu|thanh tra|van phong|ban|trung tam|cong ty|tong cong ty|tap doan|' +
  'dai hoc|hoc vien|vien|chinh phu|thu tuong|chu tich|quoc hoi|toa an|kiem toan|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|' +
  'chi bo|lien doan|cong doan|hoi|doan|tinh doan|thanh doan|huyen doan|kho bac|ngan hang|bao hiem|cong an|benh vien|tram|quy|to cong tac|quan khu|' +
  'lien minh|mat tran|ubmttq|bch|bo chi huy|hat|doi|nha|bao|dai|dang doan|xa doan|phan hieu|khoa|nhom|cum|lien bo|lien (?:so|nganh|hiep|tich|co quan|cuc|vien)|ttyt|thcs|mam non)'

/** Positions that sign, folded; a line that begins so under the text is the signer's. */
export const positionHeads =
  '(?:pho\\s|quyen\\s|q\\.|chu tich|chu toa|chu tri|giam doc|tong giam doc|truong|chanh|bo truong|thu truong|thu tuong|hieu truong|cuc truong|tong cuc truong|' +
  'chi cuc truong|vu truong|vien truong|tong thanh tra|tong kiem toan|thong doc|bi thu|chu nhiem|uy vien|thuong truc|to truong|doi truong|' +
  'tong bien tap|chi huy|tu lenh|chinh uy|doan truong|hat truong|tram truong|tong thu ky|tong bi thu|ban giam doc|nguoi dung dau|ke toan truong|giam thi|chanh an)'
