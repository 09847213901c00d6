import { expandRecipients, readText, type Recipient, type UnitAround } from '../../document/index.ts'
import type { UnitFacts } from '../units/index.ts'

/** Words by which groups of recipients name units of a kind, as they are written ("các xã, phường", "trường MN, TH"). */
const wordsOfKind: Readonly<Record<string, readonly string[]>> = {
  ministry: ['bộ', 'ngành', 'cơ quan ngang bộ'],
  people_committee_province: ['tỉnh', 'thành phố trực thuộc trung ương'],
  department: ['sở', 'ban', 'ngành'],
  people_committee_district: ['huyện', 'thị xã', 'quận'],
  education_office: ['phòng gd&đt', 'phòng gdđt', 'phòng giáo dục và đào tạo', 'phòng giáo dục'],
  people_committee_commune: ['xã', 'phường', 'thị trấn', 'đặc khu'],
  school_preschool: ['trường', 'mầm non', 'mẫu giáo', 'mn'],
  school_primary: ['trường', 'tiểu học', 'th'],
  school_lower_secondary: ['trường', 'trung học cơ sở', 'thcs'],
  school_primary_lower_secondary: ['trường', 'th&thcs', 'tiểu học và trung học cơ sở'],
  school_upper_secondary: ['trường', 'trung học phổ thông', 'thpt'],
}
const pointsElsewhere = /^[\s\-–+*]*như\s/iu

/**
 * Which lines of a received document's "Nơi nhận" mean a unit: by its name, by a group that it is in, or by "Như trên" and
 * "Như Điều 3", which point to where it stands.
 * @returns for each recipient, in their order
 */
export function namesUnit(text: string, recipients: readonly Recipient[], unit: UnitFacts): boolean[] {
  // With one unit of every kind, so that "các trường THCS" is known to be narrower than "các trường".
  const around = Object.entries(wordsOfKind).map(([kind, kinds]): UnitAround =>
    kind === unit.kind
      ? { id: unit.id, names: [unit.name, unit.shortName], kinds, below: true }
      : { id: kind, names: [], kinds, below: true },
  )
  if (wordsOfKind[unit.kind] === undefined)
    around.push({ id: unit.id, names: [unit.name, unit.shortName], kinds: [], below: true })
  // Where somebody else is pointed to, the text says who.
  const { addressees, sections } = recipients.some((r) => pointsElsewhere.test(r.text))
    ? readText(text)
    : { addressees: [], sections: [] }
  return expandRecipients(text, { recipients: [...recipients], addressees, sections }, around).map(
    ({ units }) => units.includes(unit.id),
  )
}
