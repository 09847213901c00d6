import type { ReadDocument, Recipient, Section } from '../model.ts'
import { collapse, normalise } from '../text/normalise.ts'

/** A unit around the sender, as far as a line of "Nơi nhận" can mean it. */
export interface UnitAround {
  id: string
  /** all its names and abbreviations: "Trường THCS Kim Lâm", "THCS Kim Lâm" */
  names: readonly string[]
  /** words for what it is, as groups name it: `xã`, `phường`, `trường`, `THCS`, `phòng`, `sở` */
  kinds: readonly string[]
  /** whether it stands directly below the sender */
  below: boolean
}

export interface Expanded {
  recipient: Recipient
  /** ids of the units meant, each once, in the order of the list given */
  units: string[]
  /** how they were found; null where no unit of the list is meant */
  by: 'name' | 'group' | 'as above' | null
}

const asAbove = /^như\s+(?:trên|kính\s+gửi)(?!\p{L})/u
const asSection = /^như\s+(điều|mục|phần)\s+(\d{1,2}|[ivx]{1,5})(?![\p{L}\d])/u

/**
 * The units that each recipient means: a unit by its name, a group by what its units are ("UBND các xã, phường", "Các trường
 * MN, THCS trực thuộc"), "Như trên" by "Kính gửi", "Như Điều 3" by what that article names. Pure; who is not in the list, such
 * as bodies outside, gets no unit.
 * @param text the text that was read, for the words of articles
 */
export function expandRecipients(
  text: string,
  read: Pick<ReadDocument, 'recipients' | 'addressees' | 'sections'>,
  units: readonly UnitAround[],
): Expanded[] {
  const around = units.map((unit) => ({
    id: unit.id,
    below: unit.below,
    names: unit.names.map(tidy).filter((name) => name.length > 1),
    kinds: new Set(unit.kinds.map(tidy)),
  }))
  const meant = (words: string): { units: string[]; by: Expanded['by'] } => {
    const line = tidy(words)
    const byName = around.filter(({ names }) => names.some((name) => holds(line, name)))
    if (byName.length > 0 && !/^các\s/.test(line)) return { units: byName.map(({ id }) => id), by: 'name' }
    const group = groupOf(line, around)
    if (group.length > 0) return { units: group, by: 'group' }
    return { units: byName.map(({ id }) => id), by: byName.length > 0 ? 'name' : null }
  }
  const all = (lines: readonly string[]): string[] => {
    const ids = new Set(lines.flatMap((line) => meant(line).units))
    return units.map(({ id }) => id).filter((id) => ids.has(id))
  }
  return read.recipients.map((recipient) => {
    const line = tidy(recipient.text)
    if (recipient.purpose === 'archive') return { recipient, units: [], by: null }
    if (asAbove.test(line))
      return { recipient, units: all(read.addressees.map((one) => one.text)), by: 'as above' }
    const section = asSection.exec(line)
    if (section) return { recipient, units: all(namedIn(text, read.sections, section)), by: 'as above' }
    return { recipient, ...meant(recipient.text) }
  })
}

/** One spelling: lower case, without purpose, dash and final mark. With accents: "trường" is a school, "trưởng" its head. */
function tidy(words: string): string {
  return collapse(normalise(words).text)
    .toLowerCase()
    .replace(/\s*\([^)]*\)?\s*$/, '')
    .replace(/^[-–+*\s]+|[\s;.,:]+$/g, '')
    .replace(/(?<!\p{L})[uủ][ỷỳy] ban nhân dân(?!\p{L})/gu, 'ubnd')
}

/** Whether a line holds a name as whole words. */
function holds(line: string, name: string): boolean {
  const at = line.indexOf(name)
  return (
    at >= 0 && !/[\p{L}\d]/u.test(line.charAt(at - 1)) && !/[\p{L}\d]/u.test(line.charAt(at + name.length))
  )
}

/** "các xã, phường", "UBND các xã phường thị trấn", "các trường MN, TH, THCS trực thuộc": units below of any kind that is named. */
function groupOf(
  line: string,
  around: readonly { id: string; below: boolean; kinds: ReadonlySet<string> }[],
): string[] {
  if (!/(?:^|\s)(?:các|toàn thể|tất cả)\s/.test(line)) return []
  const known = [...new Set(around.flatMap(({ kinds }) => [...kinds]))].filter((kind) => holds(line, kind))
  // "Các trường MN, THCS": the narrower words tell which of the schools.
  const narrow = known.filter((kind) => kind !== 'trường')
  const wanted = narrow.length > 0 ? narrow : known
  if (wanted.length === 0)
    return /(?:đơn vị|cơ quan)\s+trực thuộc/.test(line)
      ? around.filter(({ below }) => below).map(({ id }) => id)
      : []
  return around
    .filter(({ below, kinds }) => below && wanted.some((kind) => kinds.has(kind)))
    .map(({ id }) => id)
}

/** The words of the article or part that "Như Điều 3" points to, cut where names are parted. */
function namedIn(text: string, sections: readonly Section[], [, word, order]: RegExpExecArray): string[] {
  const wanted = word === 'điều' ? `điều ${order}` : (order ?? '')
  const find = (from: readonly Section[]): Section | null => {
    for (const section of from) {
      const marker = section.marker.toLowerCase()
      if (marker === wanted || marker === `${word} ${order}`) return section
      const inside = find(section.sections)
      if (inside) return inside
    }
    return null
  }
  const section = find(sections)
  return section ? text.slice(section.start, section.end).split(/[;,]|\s+và\s+/) : []
}
