import type { Random } from './random.ts'
import { dateLine, type Truth } from './truth.ts'

/** How a document came to us. */
export type Kind = 'clean' | 'web' | 'draft' | 'scan'

/** The document as text, citations between U+E000 and U+E001. */
export function render(random: Random, truth: Truth, kind: Kind): string {
  const head = headOf(random, truth, kind)
  const close = closingOf(random, truth, kind)
  const title = truth.letter ? [] : titleOf(random, truth, kind)
  const gap = kind === 'web' ? ['', ''] : ['']
  const to =
    truth.addressees.length === 0
      ? []
      : truth.addressees.length === 1
        ? [`Kính gửi: ${truth.addressees[0]}`, '']
        : [
            'Kính gửi:',
            ...truth.addressees.map((one, i, all) => `- ${one}${i < all.length - 1 ? ';' : '.'}`),
            '',
          ]
  const between = kind === 'web' ? '\n\n' : '\n'
  const body = truth.paragraphs.map((p) =>
    kind === 'draft' && !/^\S{1,4}[.)]\s/.test(p) && random.chance(0.2) ? `${p} ${remark(random)}` : p,
  )
  const text = [...head, ...gap, ...title, ...to].join('\n') + between + body.join(between) + between
  return `${above(random, truth, kind)}${text}\n${close.join('\n')}\n${below(random, kind)}`
}

function remark(random: Random): string {
  return random.pick(['[Góp ý: cần rà soát lại]', '(phương án 1: giữ nguyên)', '(bổ sung sau)', '……'])
}

const motto = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const creed = 'Độc lập - Tự do - Hạnh phúc'

function numberOf(random: Random, truth: Truth): string {
  const year = truth.year === null ? '' : `/${truth.year}`
  const slash = truth.partyStyle ? '-' : '/'
  if (truth.number === null)
    return random
      .pick([
        `Số:      ${year}/${truth.symbol}`,
        `Số: …${year}/${truth.symbol}`,
        `Số: ……..${year}/${truth.symbol}`,
        `Số:${year}/${truth.symbol}`,
        `Số: .....${year}/${truth.symbol}`,
      ])
      .replace('/', slash)
  const lead = truth.party ? 'Số ' : random.pick(['Số: ', 'Số: ', 'Số:', 'Số '])
  return `${lead}${truth.number}${year}${random.chance(0.15) ? ' ' : ''}${slash}${truth.symbol}`
}

function dayOf(random: Random, truth: Truth): string {
  const line = truth.day
    ? dateLine(truth.day)
    : random.pick([
        'ngày    tháng    năm 2024',
        'ngày … tháng … năm 2024',
        'ngày     tháng 6 năm 2025',
        'ngày ..... tháng ..... năm 2025',
        'ngày   /  /2025',
        'ngày     tháng     năm',
      ])
  return `${truth.place}, ${line}`
}

function headOf(random: Random, truth: Truth, kind: Kind): string[] {
  const left = truth.agencies.flat()
  if (truth.party && truth.symbol.endsWith('/TU')) left.push('*')
  const right = truth.party ? ['ĐẢNG CỘNG SẢN VIỆT NAM'] : [motto, creed]
  const number = numberOf(random, truth)
  const day = dayOf(random, truth)
  const vv = truth.letter ? wrap(`V/v ${truth.subject}`, 34) : []
  const columns = [...left, ...(kind === 'scan' ? [] : [random.pick(['-------', '_______'])])]
  const rows: [string, string][] = []
  for (let i = 0; i < Math.max(columns.length, right.length); i++)
    rows.push([columns[i] ?? '', right[i] ?? ''])
  rows.push([number, day], ...vv.map((line): [string, string] => [line, '']))
  const layout = layoutOf(random, kind)
  switch (layout) {
    case 'tabs':
      return rows.map(([l, r]) => (r === '' ? l : `${l}\t${r}`))
    case 'spaces':
      return rows.map(([l, r]) => (r === '' ? `   ${l}` : `   ${l.padEnd(46)}   ${r}`))
    case 'bars':
      return rows.map(([l, r]) => `| ${l} | ${r} |`)
    case 'one blank':
      return rows.map(([l, r]) => `${l} ${r}`.trim())
    case 'joined':
      return [`${[...left, ...right].join(' ')} ${number} ${day}`, ...vv]
    case 'stacked':
      return [...columns, '', ...right, '---------------', '', number, ...vv, '', day]
    case 'right first':
      return [...right, ...columns, number, ...vv, day]
    case 'markdown':
      return [
        `| ${left.join(' ')} ------- | ${right.join(' ')} --------------- |`,
        '|---|---|',
        `| ${[number, ...vv].join(' ')} | ${day} |`,
      ]
    case 'cells':
      return [
        ...breakLines(left),
        '-------',
        '|',
        ...breakLines(right),
        '|',
        number.replace(': ', ':\n'),
        ...vv,
        '|',
        day.replace(' ', '\n'),
        '|',
      ]
    case 'interleaved': {
      const lines = rows.flatMap(([l, r]) => [l, r].filter((cell) => cell !== ''))
      return lines
    }
  }
}

type Layout =
  | 'tabs'
  | 'spaces'
  | 'bars'
  | 'one blank'
  | 'stacked'
  | 'right first'
  | 'markdown'
  | 'cells'
  | 'interleaved'
  | 'joined'

function layoutOf(random: Random, kind: Kind): Layout {
  if (kind === 'scan') return random.pick(['one blank', 'one blank', 'one blank', 'spaces', 'stacked'])
  if (kind === 'web')
    return random.pick([
      'stacked',
      'stacked',
      'markdown',
      'cells',
      'bars',
      'tabs',
      'interleaved',
      'right first',
      'joined',
    ])
  return random.pick(['tabs', 'tabs', 'spaces', 'bars', 'stacked', 'right first'])
}

function breakLines(lines: readonly string[]): string[] {
  return lines.flatMap((line, i) => (i === 0 ? [line.replace(' ', '\n')] : [line]))
}

/** Lines of at most `width` letters. */
export function wrap(words: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(' ')) {
    if (line !== '' && seen(line) + seen(word) + 1 > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const seen = (words: string) => words.replace(/[\ue000\ue001]/g, '').length

function titleOf(random: Random, truth: Truth, kind: Kind): string[] {
  const type = typeLine(random, truth, kind)
  const subject = kind === 'web' && random.chance(0.6) ? truth.subject.toUpperCase() : truth.subject
  const lines = kind === 'web' && random.chance(0.5) ? [subject] : wrap(subject, random.int(38, 70))
  const rule = random.chance(0.4) ? ['---------'] : []
  const blank = kind === 'web' ? [''] : []
  const enacting = truth.enacting === null ? [] : ['', truth.enacting, '']
  return [type, ...blank, ...lines, ...rule, ...enacting, '']
}

/** The type in capitals; on web pages and in drafts at times in small letters, of old typists with its letters spaced. */
function typeLine(random: Random, truth: Truth, kind: Kind): string {
  const type = truth.type.toUpperCase()
  if (kind === 'scan') return type
  if (random.chance(0.1)) return truth.type
  return random.chance(0.03) ? [...type].join(' ') : type
}

function closingOf(random: Random, truth: Truth, kind: Kind): string[] {
  const { authority, position, name } = truth.signer
  const [between, last] = random.pick([
    [';', '.'],
    [';', '.'],
    [';', '.'],
    [',', '.'],
    ['', ''],
  ] as const)
  const mark = kind === 'scan' ? ';' : between
  const lines = truth.recipients.map(
    ({ text }, i, all) => `- ${text}${i < all.length - 1 ? mark : kind === 'scan' ? '.' : last}`,
  )
  const glued = random.chance(0.1)
  const sign = [...(authority === null ? [] : [authority]), ...position].map((line) =>
    glued ? line.replace(/^(KT|TM)\. /, '$1.') : line,
  )
  const left = ['Nơi nhận:', ...lines]
  const shown = kind === 'scan' ? name : random.pick(['', '', '', 'ThS. ', 'TS. ', 'PGS.TS. ']) + name
  const mark2 = kind === 'scan' ? '' : random.pick(['', '', '(Đã ký)', '[đã ký]', '(Ký tên, đóng dấu)'])
  const right = [...sign, '', mark2, shown]
  const rows = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, i) => [left[i] ?? '', right[i] ?? ''] as const,
  )
  const layout =
    kind === 'scan'
      ? random.pick(['one blank', 'one blank', 'spaces'])
      : kind === 'web'
        ? random.pick(['stacked', 'bars', 'one row', 'tabs', 'signer first', 'one line'])
        : random.pick(['tabs', 'spaces', 'bars', 'stacked'])
  switch (layout) {
    case 'tabs':
      return rows.map(([l, r]) => (r === '' ? l : `${l}\t${r}`))
    case 'spaces':
      return rows.map(([l, r]) => (r === '' ? l : `${l.padEnd(56)} ${r}`))
    case 'bars':
      return rows.map(([l, r]) => `| ${l} | ${r} |`)
    case 'one blank':
      return rows.map(([l, r]) => `${l} ${r}`.trim()).filter((line) => line !== '')
    case 'one row':
      return [`| Nơi nhận: ${lines.join(between === '' ? '; ' : ' ')} | ${sign.join(' ')} ${name} |`]
    case 'one line':
      return [`Nơi nhận: ${lines.join(between === '' ? '; ' : ' ')}`, ...sign, mark2, shown]
    case 'signer first':
      return [...sign, '', shown, '', ...left]
    default:
      return [...left, '', ...right]
  }
}

function above(random: Random, truth: Truth, kind: Kind): string {
  if (kind === 'draft')
    return random.pick([
      '',
      'DỰ THẢO\n',
      'DỰ THẢO LẦN 2\n',
      '(Dự thảo ngày 12/6/2024)\n',
      'DỰ THẢO\n15/6/2023\n\n',
      'HỎA TỐC\n\n',
    ])
  if (kind === 'scan')
    return random.pick([
      '',
      'w .Í\n\n',
      'Ký bởi: Ủy ban nhân dân\nThời gian ký: 07/01/2025 10:44:25 +07:00\n\n',
      '| CÔNG VĂN ĐẾN\nNgày: 12/3/2024\n\n',
      'ĐẾN\nSố: 1234\nNgày: 05/6/2023\nChuyển: …\n\n',
      'ĐẾN Số: 3321\nNgày: 15.6.2023\n\n',
      'HOẢ TỐC\n\n',
      'Trang 1/4\n\n',
    ])
  if (kind !== 'web') return ''
  const menu = random.pick([
    'Trang chủ\nGiới thiệu\nTin tức\nVăn bản\nLiên hệ\n\n',
    'Trang chủ » Văn bản » Văn bản chỉ đạo điều hành\n\n',
    'Đăng nhập | Đăng ký | Tra cứu\nTHƯ VIỆN VĂN BẢN\n\n',
    `THUỘC TÍNH VĂN BẢN\nLoại văn bản: ${truth.type}\nNgười ký: ${truth.signer.name}\nLĩnh vực: Cải cách hành chính\n\n`,
    '',
  ])
  const notice = random.pick([
    '',
    'Văn bản này đã được kiểm tra hiệu lực. Tải về Lưu lại In\n\n',
    'Lượt xem: 1.204 - Cỡ chữ A A+ - Chia sẻ Facebook Zalo\n\n',
  ])
  const title = random.chance(0.5) ? `${truth.type} ${truth.subject.replace(/^Về việc /, 'về ')}\n\n` : ''
  return menu + notice + title
}

function below(random: Random, kind: Kind): string {
  if (kind !== 'web') return ''
  return random.pick([
    '',
    '\nTải văn bản gốc\nGửi phản hồi\nIn trang\n',
    '\nBình luận (0)\nTin liên quan\nBản quyền thuộc Cổng thông tin điện tử\nĐiện thoại: 0234.3812345\n',
    '\nFILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN\n',
  ])
}
