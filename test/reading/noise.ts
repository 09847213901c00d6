import type { Random } from './random.ts'
import { wrap, type Kind } from './render.ts'

/** What a web page, a converter or a scanner does to a text; the signs around citations stay where they are. */
export function spoil(random: Random, text: string, kind: Kind): string {
  if (kind === 'scan') return scanned(random, text)
  if (kind === 'web') return copied(random, text)
  return random.chance(0.4) ? typed(random, text) : text
}

/** A typist's and a PDF's blanks: inside symbols, before marks, no-break spaces, Ð for Đ, other dashes. */
function typed(random: Random, text: string): string {
  return text
    .replace(/(QĐ|KH|TTr|NQ)-(?=\p{Lu})/gu, (all, type: string) => (random.chance(0.15) ? `${type}- ` : all))
    .replace(/(?<=\d)\/(?=(?:QĐ|KH|NQ)-)/gu, (all) => (random.chance(0.1) ? ' /' : all))
    .replace(/NĐ-CP/g, (all) => (random.chance(0.1) ? 'NĐ–CP' : all))
    .replace(/Đ/g, (all) => (random.chance(0.05) ? 'Ð' : all))
    .replace(/(?<=\S) (?=\S)/g, (all) => (random.chance(0.02) ? '\u00a0' : all))
}

function copied(random: Random, text: string): string {
  const narrow = random.chance(0.35)
  const lines = typed(random, text).split('\n')
  const broken = narrow
    ? lines.flatMap((line) =>
        line.length > 90 && !line.startsWith('|') ? wrap(line, random.int(60, 90)) : [line],
      )
    : lines
  const joined = broken.join('\n')
  return random.chance(0.2) ? joined.normalize('NFD') : joined
}

function scanned(random: Random, text: string): string {
  const width = random.int(68, 86)
  const lines = text
    .split('\n')
    .flatMap((line) => (line.length > 95 ? wrap(line, width) : [line]))
    .map((line) => (isHead(line) ? spoilHead(random, line) : spoilEnd(random, slip(random, line))))
  const out: string[] = []
  let page = 1
  for (const [i, line] of lines.entries()) {
    out.push(line)
    if (i > 0 && i % 38 === 0) out.push('', String(++page), '')
    else if (line.length > 40 && random.chance(0.02)) out.push('')
    if (random.chance(0.01)) out.push(random.pick(['.', 'ˆ', '|', '“', ' ,']))
  }
  return out.join('\n')
}

/** The line of the motto is what a scan is known by; it is spoiled in its own way, by a letter or two. */
function isHead(line: string): boolean {
  return /CỘNG HÒA|ĐẢNG CỘNG SẢN/.test(line)
}

/** Letters of motto and creed that a scan takes for others, and blanks that it loses or adds. */
function spoilHead(random: Random, line: string): string {
  if (random.chance(0.6)) return line
  return random.pick([
    line.replace('CỘNG HÒA', 'CỌNG HÒA'),
    line.replace('CỘNG HÒA', 'C ỘNG HÒA'),
    line.replace('VIỆT NAM', 'VIỆTNAM'),
    line.replace('XÃ HỘI CHỦ NGHĨA', 'XÃ HÔI CHÚ NGHTA'),
    line.replace('HÒA XÃ', 'HOÀXÃ'),
    line.replace('CỘNG SẢN', 'CỌNG SÁN'),
    `${line} ,`,
  ])
}

/** What a scan makes of the lines with number and day, of the creed, and of the list of recipients. */
function spoilEnd(random: Random, line: string): string {
  return line
    .replace(/Độc lập - Tự do - Hạnh phúc/, (all) =>
      random.chance(0.3)
        ? random.pick([
            'Độc lâp - Tự do - Hanh phúc',
            'Độc lập- Tư do - Hạnh phúe',
            'Độc lập — Tự đo — Hạnh phúc',
          ])
        : all,
    )
    .replace(/^Số:(?= ?\d)/, (all) =>
      random.chance(0.3) ? random.pick(['Sô:', 'S6:', 'Só:', '§ố:', 'Số.']) : all,
    )
    .replace(/ngày (?=\S+ tháng \d+ năm \d+$)/, (all) =>
      random.chance(0.15) ? random.pick(['ngảy ', 'ngày', 'ngàv ']) : all,
    )
    .replace(/, (?=ng\S{2} ?\S+ tháng)/, (all) => (random.chance(0.1) ? random.pick(['. ', ' ']) : all))
    .replace(/^Nơi nhận:/, (all) =>
      random.chance(0.3)
        ? random.pick(['Noi nhận:', 'Nơi nhậu:', 'Nơi nhận;', 'Mơi nhận:', 'Nợi nhân :'])
        : all,
    )
    .replace(/^- (?=.*;)/, (all) =>
      random.chance(0.06) ? random.pick(['-_ ', '~ ', '— ', '-', '« ', '']) : all,
    )
}

/** Accents that tesseract takes for one another: the first of a pair is read as the second. */
const slips: Readonly<Record<string, string>> = {
  ề: 'ê',
  ế: 'ê',
  ệ: 'ê',
  ổ: 'ô',
  ộ: 'ô',
  ố: 'ô',
  ấ: 'â',
  ầ: 'â',
  ẩ: 'ấ',
  ậ: 'â',
  ữ: 'ử',
  ủ: 'ú',
  ỉ: 'í',
  ị: 'ì',
  ả: 'á',
  ẫ: 'ấ',
  ở: 'ớ',
  ẻ: 'é',
  Ế: 'É',
  Ố: 'Ó',
  Ậ: 'Â',
  Ụ: 'U',
  Ể: 'Ề',
  Ỉ: 'Ì',
}

/** About one accent in thirty wrong, a 1 read as l in days, a comma or a speck here and there. */
function slip(random: Random, line: string): string {
  return [...line]
    .map((letter) => (letter in slips && random.chance(0.035) ? (slips[letter] ?? letter) : letter))
    .join('')
    .replace(/(?<=ngày )1(?=\d)/g, (all) => (random.chance(0.15) ? 'l' : all))
    .replace(/(?<=ngày )0(?=\d)/g, (all) => (random.chance(0.1) ? 'O' : all))
    .replace(/(?<=\d\/)1(?=\d\/)/g, (all) => (random.chance(0.1) ? 'l' : all))
    .replace(/TTr(?=-)/g, (all) => (random.chance(0.2) ? 'TIr' : all))
    .replace(/(?<=\p{Lu})Đ-(?=CP|UBND)/gu, (all) => (random.chance(0.08) ? 'D-' : all))
    .replace(/-(?=UBND|CP\b)/g, (all) => (random.chance(0.06) ? '- ' : all))
    .replace(/ số (?=\d)/g, (all) =>
      random.chance(0.08) ? random.pick([' sô ', ' só ', ' sÓ ', ' SỐ ']) : all,
    )
    .replace(/;$/, (all) => (random.chance(0.1) ? random.pick([':', '; `', '. ;']) : all))
    .replace(/(?<=\p{Ll}) (?=\p{Ll})/gu, (all) =>
      random.chance(0.004) ? random.pick([' › ', ' . ', ' ‹ ']) : all,
    )
}
