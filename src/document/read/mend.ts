import { fold } from '../text/normalise.ts'

/**
 * Names that stand in heads and bases again and again. A scan loses or changes their diacritics ("SỞ Y TE", "TĨNH QUANG
 * NGAI"); the letters without diacritics say which is meant, so the usual spelling is put back. Only for scans: in a text that
 * was typed, a misspelled name stays as its office wrote it.
 */
const agencies =
  'Ủy ban nhân dân|Hội đồng nhân dân|Sở Y tế|Sở Nội vụ|Sở Tư pháp|Sở Tài chính|Sở Xây dựng|Sở Công Thương|Sở Giao thông vận tải|Sở Giáo dục và Đào tạo|' +
  'Sở Kế hoạch và Đầu tư|Sở Khoa học và Công nghệ|Sở Lao động - Thương binh và Xã hội|Sở Nông nghiệp và Phát triển nông thôn|Sở Nông nghiệp và Môi trường|' +
  'Sở Tài nguyên và Môi trường|Sở Thông tin và Truyền thông|Sở Văn hóa, Thể thao và Du lịch|Sở Văn hóa và Thể thao|Sở Du lịch|Sở Ngoại vụ|Sở Dân tộc và Tôn giáo|' +
  'Phòng Giáo dục và Đào tạo|Phòng Nội vụ|Phòng Tư pháp|Phòng Y tế|Văn phòng|Thanh tra|Bộ Nội vụ|Bộ Y tế|Bộ Tài chính|Bộ Tư pháp|Bộ Xây dựng|Bộ Công Thương|Bộ Giáo dục và Đào tạo|' +
  'Bộ Khoa học và Công nghệ|Bộ Thông tin và Truyền thông|Bộ Kế hoạch và Đầu tư|Bộ Tài nguyên và Môi trường|Bộ Nông nghiệp và Phát triển nông thôn|Bộ Nông nghiệp và Môi trường|' +
  'Bộ Lao động - Thương binh và Xã hội|Bộ Văn hóa, Thể thao và Du lịch|Bộ Giao thông vận tải|Bộ Công an|Bộ Quốc phòng|Bộ Ngoại giao|Thủ tướng Chính phủ|Văn phòng Chính phủ|Chính phủ'
const provinces =
  'An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|' +
  'Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|' +
  'Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|' +
  'Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Hồ Chí Minh|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái'
/** Titles of laws as cited in administrative documents (Law on Promulgation, national database of legal documents). */
const laws =
  'Sửa đổi, bổ sung một số điều của|Tổ chức Chính phủ|Tổ chức chính quyền địa phương|Tổ chức Hội đồng nhân dân và Ủy ban nhân dân|Ban hành văn bản quy phạm pháp luật|' +
  'Cán bộ, công chức|Viên chức|Lưu trữ|Bảo vệ bí mật nhà nước|Giao dịch điện tử|Công nghệ thông tin|An toàn thông tin mạng|An ninh mạng|Tiếp cận thông tin|Báo chí|' +
  'Khiếu nại|Tố cáo|Tiếp công dân|Thanh tra|Phòng, chống tham nhũng|Thi đua, khen thưởng|Ngân sách nhà nước|Kế toán|Đầu tư công|Đầu tư|Đấu thầu|Doanh nghiệp|' +
  'Quản lý, sử dụng tài sản công|Phí và lệ phí|Quản lý thuế|Đất đai|Nhà ở|Xây dựng|Quy hoạch|Quy hoạch đô thị|Bảo vệ môi trường|Tài nguyên nước|Tài nguyên, môi trường biển và hải đảo|' +
  'Lâm nghiệp|Thủy sản|Trồng trọt|Chăn nuôi|Thú y|Phòng, chống thiên tai|Thủy lợi|Giáo dục|Giáo dục đại học|Giáo dục nghề nghiệp|Khoa học và công nghệ|Sở hữu trí tuệ|' +
  'Khám bệnh, chữa bệnh|An toàn thực phẩm|Bảo hiểm y tế|Bảo hiểm xã hội|Việc làm|An toàn, vệ sinh lao động|Người cao tuổi|Người khuyết tật|Trẻ em|Thanh niên|' +
  'Bình đẳng giới|Hộ tịch|Căn cước|Cư trú|Nuôi con nuôi|Công chứng|Luật sư|Hòa giải ở cơ sở|Phổ biến, giáo dục pháp luật|Xử lý vi phạm hành chính|Trợ giúp pháp lý|' +
  'Di sản văn hóa|Du lịch|Quảng cáo|Xuất bản|Thư viện|Giao thông đường bộ|Trật tự, an toàn giao thông đường bộ|Đường bộ|Phòng cháy và chữa cháy|Dân quân tự vệ|' +
  'Nghĩa vụ quân sự|Quốc phòng|Thực hiện dân chủ ở cơ sở|Mặt trận Tổ quốc Việt Nam|Hợp tác xã|Thống kê|Đo lường|Chất lượng sản phẩm, hàng hóa'

/** Standing phrases of recipients. */
const recipients =
  'để phối hợp|để báo cáo|để thực hiện|để biết|để b/c|để t/h|Cổng TTĐT|Cổng thông tin điện tử|Như trên|Như mục|Như Điều|Văn phòng|Thường trực|Ủy ban nhân dân'

type Vocabulary = { pattern: RegExp; spellings: Map<string, string> }

function vocabulary(phrases: string): Vocabulary {
  const all = phrases.split('|').sort((a, b) => b.length - a.length)
  const spellings = new Map(all.map((phrase) => [fold(phrase), phrase]))
  return { pattern: new RegExp(`(?<![a-z])(?:${[...spellings.keys()].join('|')})(?![a-z])`, 'g'), spellings }
}

// A word alone may be another ("Quận" for "Quản"): provinces are told as "tỉnh X", "thành phố X", "X".
const places = provinces
  .split('|')
  .flatMap((name) => [name, `Tỉnh ${name}`, `Thành phố ${name}`])
  .join('|')
const vocabularies = {
  agency: vocabulary(`${agencies}|${places}`),
  law: vocabulary(laws),
  recipient: vocabulary(recipients),
}

/** Puts the usual spelling of known names back into words read off a scan; letters keep their case. */
export function mendScanned(words: string, kind: keyof typeof vocabularies): string {
  const { pattern, spellings } = vocabularies[kind]
  // Specks that a scan takes for signs stand alone between blanks.
  const clean = words.replace(/(?<=\s)[‹›`'¡|~^°]+\s/g, '')
  return clean.replace(/\s+/g, ' ').length === 0
    ? clean
    : replaceKnown(clean.replace(/\s+/g, ' '), pattern, spellings)
}

function replaceKnown(text: string, pattern: RegExp, spellings: Map<string, string>): string {
  let mended = ''
  let from = 0
  for (const match of fold(text).matchAll(pattern)) {
    const written = text.slice(match.index, match.index + match[0].length)
    const usual = spellings.get(match[0])
    mended +=
      text.slice(from, match.index) +
      (usual === undefined || sameMarks(written, usual) ? written : inCase(usual, written))
    from = match.index + match[0].length
  }
  return mended + text.slice(from)
}

/** HÒA and HOÀ are both right: the same letters and marks, the tone on another vowel. */
function sameMarks(a: string, b: string): boolean {
  const marks = (text: string) => [...text.toLowerCase().normalize('NFD')].sort().join('')
  return marks(a) === marks(b)
}

function inCase(usual: string, written: string): string {
  return [...usual]
    .map((letter, i) => (/\p{Lu}/u.test(written.charAt(i)) ? letter.toUpperCase() : letter.toLowerCase()))
    .join('')
}
