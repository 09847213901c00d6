import { isCapitals } from '../text/lines.ts'
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

/** Bodies and groups below the usual names; in agencies and among recipients. */
const bodies =
  'Trường Tiểu học|Trường Trung học cơ sở|Trường Trung học phổ thông|Trường Mầm non|Trung tâm|Chi cục|Ban Chỉ đạo|Ban Quản lý|Bệnh viện|Công an|Bộ Chỉ huy quân sự|' +
  'Hội đồng|Liên đoàn Lao động|Kho bạc Nhà nước|Bảo hiểm xã hội|Tòa án nhân dân|Viện kiểm sát nhân dân|Ngân hàng Nhà nước|Phòng Văn hóa - Xã hội|Phòng Kinh tế|' +
  'Phòng Tài chính - Kế hoạch|Phòng Văn hóa và Thông tin|Cải cách hành chính|Tổ công tác|Mặt trận Tổ quốc|Thành phố Huế'
/** Standing phrases of recipients. */
const recipients =
  'để phối hợp|để báo cáo|để thực hiện|để theo dõi|để chỉ đạo|để đăng tải|để biết|để b/c|để t/h|báo cáo|phối hợp|thực hiện|theo dõi|đăng tải|Cổng TTĐT|Cổng thông tin điện tử|Trang thông tin điện tử|' +
  'Như trên|Như mục|Như Điều|Như kính gửi|Văn phòng|Thường trực|Ủy ban nhân dân|Tỉnh ủy|Huyện ủy|Thành ủy|Thị ủy|Đảng ủy|Chủ tịch|Phó Chủ tịch|Giám đốc|Phó Giám đốc|Bộ trưởng|Thứ trưởng|' +
  'Đoàn Đại biểu Quốc hội|Ủy ban MTTQ|đoàn thể|các sở|các phòng|phòng chuyên môn|cơ quan chuyên môn|các đơn vị|đơn vị trực thuộc|các huyện|thị xã|thành phố|thị trấn|các xã|các thành viên|' +
  'Đài Phát thanh|Truyền hình|Công báo|Hội Nông dân|Hội Cựu chiến binh|Hội Liên hiệp Phụ nữ|Đoàn Thanh niên|Công đoàn|Trung tâm Y tế|Trạm Y tế|Cục Kiểm tra văn bản|Phó Thủ tướng|hồ sơ|văn thư'

type Vocabulary = { pattern: RegExp; spellings: Map<string, string> }

function vocabulary(phrases: string): Vocabulary {
  const all = phrases.split('|').sort((a, b) => b.length - a.length)
  const spellings = new Map(all.map((phrase) => [fold(phrase), phrase]))
  return { pattern: new RegExp(`(?<![a-z])(?:${[...spellings.keys()].join('|')})(?![a-z])`, 'g'), spellings }
}

// A word alone may be another ("Quận" for "Quản"): provinces are told as "tỉnh X", "thành phố X", "X".
const namedPlaces = provinces
  .split('|')
  .flatMap((name) => [`Tỉnh ${name}`, `Thành phố ${name}`])
  .join('|')
const places = `${provinces}|${namedPlaces}`
const vocabularies = {
  agency: vocabulary(`${agencies}|${bodies}|${places}`),
  law: vocabulary(laws),
  recipient: vocabulary(`${recipients}|${agencies}|${bodies}|${namedPlaces}`),
}

/** Puts the usual spelling of known names back into words read off a scan; letters keep their case. */
export function mendScanned(words: string, kind: keyof typeof vocabularies): string {
  const { pattern, spellings } = vocabularies[kind]
  const clean = withoutSpecks(words).replace(/\s+/g, ' ')
  const known = replaceKnown(clean, pattern, spellings)
  if (kind === 'recipient') return mendBrackets(replaceNear(known, near.agency))
  const usual = replaceNear(mendCommittee(known), near[kind])
  return kind === 'agency' ? withoutStray(replaceKnown(usual, levelPlace, levels.spellings)) : usual
}

/** "TĨNH ĐỒNG XANH", "HUYÊN …": between the name of a council and that of a place stands one of few words. */
const levels = vocabulary('tỉnh|huyện|phường|thành phố|thị xã|thị trấn|quận')
const levelPlace = new RegExp(`(?<=(?:nhan dan|ubnd|hdnd) )${levels.pattern.source}`, 'g')

const names = agencies.split('|').map((usual) => ({ usual, letters: lettersOf(usual) }))

/** "SỞ YV TẺ": the whole name with one letter too many, behind a first word that is read right. */
function withoutStray(words: string): string {
  const [letters, first] = [lettersOf(words), fold(words).split(' ')[0] ?? '']
  const meant = names.filter(
    (name) =>
      letters.length === name.letters.length + 1 &&
      fold(name.usual).startsWith(`${first} `) &&
      [...letters].some(
        (_, i) => i >= first.length && letters.slice(0, i) + letters.slice(i + 1) === name.letters,
      ),
  )
  const [only, ...others] = meant
  if (!only || others.length > 0) return words
  return isCapitals(words) ? only.usual.toLocaleUpperCase('vi') : only.usual
}

function lettersOf(words: string): string {
  return fold(words).replace(/[^a-z]/g, '')
}

/** Specks that a scan takes for signs stand alone between blanks. */
function withoutSpecks(words: string): string {
  return words.replace(/(?<=\s)[‹›`'¡|~^°¬]+\s/g, '')
}

/** The subject of a scan: specks out, numbers of documents in one piece, "cúa" as what it can only be. */
export function mendSubject(words: string): string {
  return withoutSpecks(words)
    .replace(/(?<=\s)[)(.,;:]\s/g, '')
    .replace(/(?<=[\p{Lu}\d]-)\s(?=\p{Lu}{2})/gu, '')
    .replace(/(?<!\p{L})c[úùũ]a(?!\p{L})/gu, 'của')
}

/** "ử ban nhân dân": the first word of the most frequent name, read as something short. */
function mendCommittee(words: string): string {
  return words.replace(/^[^\s]{1,2}\s+ban\s+(?=nh[âăa]n\s|quốc\s)/iu, (all) =>
    all === all.toUpperCase() ? 'ỦY BAN ' : 'Ủy ban ',
  )
}

/** "(để b/e)" and "Như mục lH": what can only be b/c and III. */
function mendBrackets(words: string): string {
  return (
    words
      .replace(/(?<=[(\s]b\s?\/\s?)[eoé©](?=\s?\))/gu, 'c')
      .replace(/(?<=[(\s])[íiìl1](?=\s?\/\s?h\s?\))/gu, 't')
      // Initials of who drafted it: "NC(V¡16)", "KTN.Iqv42".
      .replace(/¡/g, 'i')
      .replace(/(?<=[.(,])I(?=\p{Ll}{2,4}\d)/gu, 'l')
      .replace(/(?<=\b(?:mục|Mục|phần|Phần)\s)[Il1iH|]{1,4}(?![\p{L}\d])/gu, (digits) =>
        digits.replace(/H/g, 'II').replace(/[l1i|]/g, 'I'),
      )
  )
}

/**
 * Names of three words and more that differ from the usual ones in one letter without its accents: "Môi irường". Provinces
 * are too near to one another for that (Kiên Giang, Tiền Giang).
 */
function replaceNear(
  text: string,
  names: readonly (readonly [words: readonly string[], usual: string])[],
): string {
  let mended = text
  for (const [wanted, usual] of names) {
    const parts = [...mended.matchAll(/\S+/g)]
    const folded = parts.map((part) => fold(part[0]))
    const at = parts.findIndex((_, i) => oneLetterOff(folded.slice(i, i + wanted.length), wanted))
    const first = parts[at]
    const last = parts[at + wanted.length - 1]
    if (!first || !last) continue
    const end = last.index + last[0].replace(/[.,;:)]+$/, '').length
    mended = mended.slice(0, first.index) + inCase(usual, mended.slice(first.index, end)) + mended.slice(end)
  }
  return mended
}

/** Names long enough that one wrong letter leaves no doubt, as folded words. */
function longNames(phrases: string): (readonly [words: readonly string[], usual: string])[] {
  return phrases
    .split('|')
    .map((usual) => [fold(usual).split(' '), usual] as const)
    .filter(([words, usual]) => words.length >= 3 && usual.length >= 12)
}

const near = { agency: longNames(agencies), law: longNames(laws) }

/** Whether all words are the same but one, and that one, of four letters or more, differs in one: "sở" is not "bộ". */
function oneLetterOff(words: readonly string[], wanted: readonly string[]): boolean {
  let off = 0
  for (const [i, want] of wanted.entries()) {
    const word = (words[i] ?? '').replace(/[.,;:)]+$/, '')
    const bare = want.replace(/,$/, '')
    if (word === bare) continue
    if (word.length !== bare.length || word.length < 4) return false
    for (let k = 0; k < word.length; k++) if (word[k] !== bare[k]) off++
  }
  return off === 1
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
