import { collapse, fold, normalise } from '../../document/index.ts'
import type { PurposeCode } from './dispatch.tables.ts'

/** A group of units as `unit_groups` has it: words that name it, kinds of units it holds (empty: all). */
export interface UnitGroup {
  code: string
  aliases: readonly string[]
  kinds: readonly string[]
}

/** A unit around the sender, by whatever names a line may call it. */
export interface NamedUnit {
  id: string
  name: string
  shortName: string
  abbreviation: string
  /** 0 above the sender, 1 directly below it, 2 beside it: "UBND huyện" is the one above, though others stand beside it */
  near: number
}

/** What a line asks of people of the sender's own unit. */
export interface PeopleAsked {
  /** everybody of the unit */
  all: boolean
  leaders: boolean
  specialists: boolean
  /** positions as folded words: "pho giam doc" */
  titles: string[]
}

/** A line of "Nơi nhận" as it is compared: one spelling, no leading dash, no final mark, no "(để t/h)". */
export function tidyLine(words: string): string {
  return collapse(normalise(words).text)
    .replace(/^[-–—+•*\s]+/, '')
    .replace(/\s*\((?:để|đ\/|như)[^)]*\)\s*/gi, ' ')
    .replace(/\s*\((?:[bt]\s*\/\s*[chk]|p\s*\/\s*h)\)\s*/gi, ' ')
    .replace(/[\s;.,:]+$/, '')
    .trim()
}

/** The purpose that the words say themselves ("(để b/c)", "Lưu: VT"); null when they say none. */
export function purposeOf(words: string): PurposeCode | null {
  const folded = fold(collapse(normalise(words).text)).replace(/^[-\s]+/, '')
  if (/^luu\b/.test(folded)) return 'archive'
  const said = /\(([^)]*)\)[^()]*$/.exec(folded)?.[1] ?? (/^nhu\s+dieu/.test(folded) ? 't/h' : '')
  if (/b\s*\/\s*c|bao cao|chi dao/.test(said)) return 'report'
  if (/t\s*\/\s*h|thuc hien|thi hanh|trien khai/.test(said)) return 'carry out'
  if (/biet|theo doi|p\s*\/\s*h|phoi hop|dang tai/.test(said)) return 'know'
  return null
}

export function isArchive(line: string): boolean {
  return /^luu\b/.test(fold(line))
}

// What may stand behind a group's name without making it somebody in particular.
const generalWords = new Set(
  `cac truc thuoc thuoc trong tren toan o tai huyen thanh pho thi xa phuong tran quan so phong tinh va
  dia ban don vi truong hoc ubnd & gd&dt , - cong lap tu thuc ngoai`.split(/\s+/),
)

/**
 * Groups that a line names: "Các trường MN, TH, THCS, TH&THCS", "Phòng GD&ĐT các huyện, thành phố".
 * A name of one unit that begins like a group ("UBND xã Nậm Lạc") is none.
 * @returns codes with the words that named each, and the words left over; null when no group is named
 */
export function readGroups(
  line: string,
  groups: readonly UnitGroup[],
): { found: { code: string; words: string }[]; rest: string[] } | null {
  const whole = groupCalled(line, groups)
  if (whole) return { found: [{ code: whole, words: line }], rest: [] }
  if (!/^(?:cac\s+)?(?:truong|don vi truong|co so)\b/.test(fold(line))) return null
  const lead = /^(?:các\s+)?(?:trường|đơn vị trường học|đơn vị trường|cơ sở)\s*(?:học\s+)?/iu.exec(line)?.[0]
  if (lead === undefined) return null
  const pieces = line
    .slice(lead.length)
    .split(/\s*[,;]\s*|\s+và\s+(?=các\b|MN\b|TH\b|THCS\b|TH&|THPT\b|tiểu|mầm|trung|cao)/iu)
  const found: { code: string; words: string }[] = []
  const rest: string[] = []
  for (const piece of pieces) {
    const name = piece.replace(/^(?:và\s+)?(?:các\s+)?(?:trường\s+)?/iu, '').trim()
    if (name === '') continue
    const code = groupCalled(name, groups)
    if (code) {
      // Each stands as a line of its own, and so with the word for what they are: "MN" alone says nothing on paper.
      if (!found.some((f) => f.code === code)) found.push({ code, words: `${lead.trim()} ${name}` })
    } else rest.push(name)
  }
  // "Trường Tiểu học Phú Lâm" is one school; a list of which nothing is known is no group either.
  return found.length === 0 ? null : { found, rest }
}

/** The group that words name as a whole, the longest alias first, or null. */
function groupCalled(words: string, groups: readonly UnitGroup[]): string | null {
  const folded = foldName(words)
  const candidates = [folded, folded.replace(/^cac (?:truong )?/, ''), folded.replace(/^truong /, '')]
  let best: { code: string; length: number } | null = null
  for (const group of groups)
    for (const alias of group.aliases) {
      const name = foldName(alias)
      const fits = candidates.some(
        (c) => c === name || (c.startsWith(`${name} `) && isGeneral(c.slice(name.length))),
      )
      if (fits && name.length > (best?.length ?? 0)) best = { code: group.code, length: name.length }
    }
  return best?.code ?? null
}

function isGeneral(words: string): boolean {
  return words
    .replace(/,/g, ' , ')
    .split(/\s+/)
    .filter((w) => w !== '')
    .every((w) => generalWords.has(w))
}

/** A name as it is compared: folded, the usual long and short forms made one. */
export function foldName(name: string): string {
  return fold(collapse(normalise(name).text))
    .replace(/uy ban nhan dan/g, 'ubnd')
    .replace(/giao duc (?:va|&) dao tao|gd ?(?:va|-) ?dt|gddt/g, 'gd&dt')
    .replace(/^truong (?=\S)/, 'truong ')
    .replace(/mam non/g, 'mn')
    .replace(/(?:tieu hoc|th) (?:va|&) (?:trung hoc co so|thcs)/g, 'th&thcs')
    .replace(/tieu hoc/g, 'th')
    .replace(/trung hoc co so/g, 'thcs')
    .replace(/trung hoc pho thong/g, 'thpt')
    .replace(/\s*&\s*/g, '&')
}

/**
 * The unit that words name: by full or short name, else by a beginning that only one has ("Sở GD&ĐT"), else by its
 * abbreviation.
 * @param units those around the sender; the same name in another district is not meant
 */
export function readUnit(line: string, units: readonly NamedUnit[]): NamedUnit | null {
  for (const near of [0, 1, 2]) {
    const found = readUnitAmong(
      line,
      units.filter((u) => u.near === near),
    )
    if (found) return found
  }
  return null
}

function readUnitAmong(line: string, units: readonly NamedUnit[]): NamedUnit | null {
  const wanted = bare(line)
  if (wanted.length < 2) return null
  const named = units.filter((u) => bare(u.name) === wanted || bare(u.shortName) === wanted)
  if (named.length > 0) return one(named)
  const begun = units.filter(
    (u) => `${bare(u.name)} `.startsWith(`${wanted} `) || `${bare(u.shortName)} `.startsWith(`${wanted} `),
  )
  if (begun.length > 0) return one(begun)
  const short = units.filter((u) => fold(u.abbreviation) === fold(line))
  return one(short)
}

function bare(name: string): string {
  return foldName(name).replace(/^truong /, '')
}

function one<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null
}

const positions =
  /^(?:pho )?(?:giam doc|truong phong|hieu truong|chu tich|chanh van phong|to truong|ke toan|van thu|giao vien|nhan vien)\b/

/**
 * People of the sender's own unit: "LĐ, CV Phòng", "Giám đốc Sở", "Ban giám hiệu".
 * @returns null when the line names no such people
 */
export function readPeople(line: string): PeopleAsked | null {
  const asked: PeopleAsked = { all: false, leaders: false, specialists: false, titles: [] }
  const pieces = fold(line)
    .split(/\s*[,;]\s*|\s+va\s+/)
    .map((p) => p.replace(/^(?:cac|toan the|tap the|dong chi|d\/c)\s+/, '').trim())
    .filter((p) => p !== '')
  if (pieces.length === 0) return null
  for (const piece of pieces) {
    const title = positions.exec(piece)?.[0]
    if (
      /^(?:ld|lanh dao|bgh|ban giam hieu|ban giam doc)\b/.test(piece) &&
      !/\b(?:ubnd|huyen|tinh|xa)\b/.test(piece)
    )
      asked.leaders = true
    else if (/^(?:cv|chuyen vien)\b/.test(piece)) asked.specialists = true
    else if (
      /^(?:cb|cbcc|cbgv|cbgvnv|can bo|cong chuc|vien chuc|nguoi lao dong|cac to|to chuyen mon|bo phan)\b/.test(
        piece,
      )
    )
      asked.all = true
    else if (title) asked.titles.push(title)
    else return null
  }
  return asked
}

/** Pieces of a line that names several bodies: "UBND tỉnh, Sở Nội vụ". */
export function splitLine(line: string): string[] {
  return line
    .split(/\s*[,;]\s*/)
    .map((p) => p.trim())
    .filter((p) => p !== '')
}
