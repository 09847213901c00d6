import { citation, lawCitation, type Mentioned } from './truth.cite.ts'
import type { Random } from './random.ts'
import type { Cited } from './truth.ts'
import type { Agency, Place } from './truth.words.ts'

export interface Body {
  paragraphs: string[]
  citations: Cited[]
  sections: string[]
}

interface About {
  place: Place
  letter: boolean
  type: string
  agency: Agency
}

/** Bases, then what the document says: parts, items, points, dashes, with what looks like a citation and is none. */
export function makeBody(random: Random, about: About): Body {
  const body: Body = { paragraphs: [], citations: [], sections: [] }
  const say = (words: string, ...mentions: Mentioned[]) => {
    let at = 0
    body.paragraphs.push(words.replace(/@/g, () => mentions[at++]?.words ?? ''))
    body.citations.push(...mentions.map((mention) => mention.cited))
  }
  bases(random, say)
  if (about.letter) say(`${about.agency.called} đề nghị các cơ quan, đơn vị thực hiện một số nội dung sau:`)
  else if (about.type === 'Quyết định') say('QUYẾT ĐỊNH:')
  else say(`${about.agency.called} xây dựng ${about.type.toLowerCase()} với những nội dung cụ thể như sau:`)
  if (about.type === 'Quyết định') articles(random, say, body.sections)
  else parts(random, say, body.sections)
  return body
}

type Say = (words: string, ...mentions: Mentioned[]) => void

const works = [
  'quy định chức năng, nhiệm vụ, quyền hạn của cơ quan chuyên môn',
  'về việc phê duyệt Chương trình tổng thể cải cách hành chính nhà nước',
  'về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính',
  'về việc tăng cường kỷ luật, kỷ cương hành chính',
  'hướng dẫn chế độ báo cáo định kỳ',
]

/** The forms of bases, each with what it must be read as. */
function bases(random: Random, say: Say): void {
  const work = () => random.pick(works)
  const on = { relation: 'based on' } as const
  const forms: readonly (() => void)[] = [
    () => say('Căn cứ @;', lawCitation(random, on)),
    () => say(`Căn cứ @ ${work()};`, citation(random, { ...on, tail: 'day-issuer' })),
    () => say(`Căn cứ @ ${work()};`, citation(random, { ...on, tail: 'issuer-day' })),
    () => say('Căn cứ @;', citation(random, { ...on, tail: 'day-issuer' })),
    () => {
      const a = citation(random, { ...on, tail: 'day-issuer' })
      const b = citation(random, { relation: 'amends', tail: 'day-issuer' })
      say('Căn cứ @ sửa đổi, bổ sung một số điều của @;', a, b)
    },
    () => {
      const a = citation(random, { relation: 'implements', tail: 'day-issuer' })
      say(`Thực hiện @ ${work()};`, a)
    },
    () => {
      const a = citation(random, { ...on, family: 'Nghị định', tail: 'day', head: 'số', issuer: 'Chính phủ' })
      const b = citation(random, { ...on, family: 'Nghị định', tail: 'day', bare: true, issuer: 'Chính phủ' })
      say(
        `Căn cứ các @ ${work()}; số @ ${work()};`,
        { ...a, words: a.words.replace('\ue000Nghị định số ', '\ue000Nghị định của Chính phủ số ') },
        b,
      )
    },
    () => {
      const issuer = random.pick([
        'Giám đốc Sở Nội vụ',
        'Trưởng phòng Tư pháp',
        'Chánh Văn phòng Ủy ban nhân dân',
      ])
      const a = citation(random, { relation: 'proposed by', family: 'Tờ trình', tail: 'day', issuer })
      say(`Theo đề nghị của ${issuer} tại @.`, a)
    },
    () => {
      const a = citation(random, { ...on, tail: 'day-issuer' })
      const b = citation(random, { ...on, tail: 'day-issuer' })
      say(`Căn cứ @ và @ ${work()};`, a, b)
    },
  ]
  for (const form of random.some(forms, random.int(2, 6))) form()
}

const distractors = [
  'Đến ngày 08/11/2011 có 63/63 đơn vị gửi báo cáo, tỷ lệ 4/5 đạt loại tốt; trực 24/24 giờ, 7/7 ngày.',
  'Thủ tục mã số 1.003006 và 3.000449 được giải quyết tại Bộ phận một cửa, hồ sơ H57.12-251120-0007.',
  'Áp dụng Hệ thống quản lý chất lượng ISO 9001:2015 tại 19/21 đơn vị; đường dây nóng 0234.3812345.',
  'Việc xử lý theo khoản 2 Điều 103 và điểm a khoản 1 Điều 12 của quy chế; pháp điển tại Điều 44.8.TT.9.3.',
  'Tham gia lớp bồi dưỡng ngày 5-6/7, chi 1.200.000 đồng/người, trong các ngày 12, 13/9/2022.',
]
const deeds = [
  'Nâng cao nhận thức của cán bộ, công chức, viên chức về cải cách hành chính',
  'Công khai đầy đủ thủ tục hành chính tại nơi tiếp nhận hồ sơ',
  'Rà soát, cắt giảm thời gian giải quyết hồ sơ',
  'Tổ chức đối thoại với người dân, doanh nghiệp',
  'Kiểm tra việc thực hiện văn hóa công sở',
]
const headings = ['MỤC ĐÍCH, YÊU CẦU', 'NỘI DUNG', 'NHIỆM VỤ, GIẢI PHÁP', 'TỔ CHỨC THỰC HIỆN', 'KINH PHÍ']
const roman = ['I', 'II', 'III', 'IV', 'V']

function parts(random: Random, say: Say, sections: string[]): void {
  const count = random.int(2, 4)
  for (let part = 0; part < count; part++) {
    const heading = headings[part] ?? 'NỘI DUNG KHÁC'
    say(`${roman[part]}. ${heading}`)
    sections.push(`1 ${roman[part]} ${heading}`)
    for (let item = 1; item <= random.int(1, 3); item++) {
      const deed = random.pick(deeds)
      say(`${item}. ${deed}`)
      sections.push(`2 ${item} ${deed}`)
      for (const [i, sign] of ['a', 'b', 'c', 'd', 'đ'].slice(0, random.int(0, 5)).entries()) {
        const words = `${random.pick(deeds)}${i < 4 ? ';' : '.'}`
        say(`${sign}) ${words}`)
        sections.push(`3 ${sign} ${words}`)
      }
      if (random.chance(0.3)) say(random.pick(distractors))
    }
  }
  const mention = citation(random, { relation: null, tail: 'day-issuer' })
  say(`Nội dung trên được nêu tại @ và các quy định liên quan.`, mention)
}

function articles(random: Random, say: Say, sections: string[]): void {
  const texts: readonly (readonly [words: string, ...Mentioned[]])[] = [
    ['Ban hành kèm theo Quyết định này Quy chế làm việc của Tổ công tác.'],
    [
      'Quyết định này có hiệu lực kể từ ngày ký và thay thế @.',
      citation(random, { relation: 'replaces', tail: 'day-issuer' }),
    ],
    [
      'Bãi bỏ @; các quy định trước đây trái với Quyết định này đều bãi bỏ.',
      citation(random, { relation: 'repeals', tail: 'day-issuer' }),
    ],
    ['Chánh Văn phòng, Thủ trưởng các cơ quan chịu trách nhiệm thi hành Quyết định này./.'],
  ]
  for (const [i, [words, ...mentions]] of texts.entries()) {
    say(`Điều ${i + 1}. ${words}`, ...mentions)
    const plain = mentions.reduce((text, mention) => text.replace('@', mention.words), words)
    sections.push(`1 Điều ${i + 1} ${plain.replace(/[\ue000\ue001]/g, '')}`)
  }
}
