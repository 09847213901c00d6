import type { Random } from './random.ts'

/** An invented place; no office of this name exists. */
export interface Place {
  level: string
  name: string
  seat: string
}

const provinces = [
  'Đồng Mây',
  'Sông Thương Giang',
  'Hòa Viễn',
  'Quảng Lâm',
  'Bắc Sa',
  'Tân Nguyên',
  'Phú Lộc Sơn',
]
const levels = ['tỉnh', 'huyện', 'thành phố', 'thị xã', 'xã', 'phường']

export function makePlace(random: Random): Place {
  const name = random.pick(provinces)
  return { level: random.pick(levels), name, seat: random.chance(0.8) ? name : `${name} Thượng` }
}

export const names = {
  family: ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương'],
  middle: ['Văn', 'Thị', 'Đức', 'Minh', 'Thị Thu', 'Quốc', 'Hữu'],
  given: ['An', 'Bình', 'Hiền', 'Dũng', 'Thảo', 'Khoa', 'Hạnh', 'Sơn', 'Yến'],
}

export interface Agency {
  /** the lines of each name: the one above, the issuing one */
  lines: readonly string[][]
  parent: string | null
  name: string
  short: string
  council: boolean
  enacting: string
  authority: string | null
  positions: readonly (readonly string[])[]
  /** how its own words call it */
  called: string
}

export function agencyOf(random: Random, place: Place, party: boolean): Agency {
  if (party) return partyOffice(random, place)
  const at = `${place.level} ${place.name}`.toUpperCase()
  if (random.chance(0.45)) {
    const name = `ỦY BAN NHÂN DÂN ${at}`
    return {
      lines: [random.chance(0.7) ? ['ỦY BAN NHÂN DÂN', at] : [name]],
      parent: null,
      name,
      short: 'UBND',
      council: true,
      enacting: name,
      authority: 'TM. ỦY BAN NHÂN DÂN',
      positions: [['CHỦ TỊCH'], ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']],
      called: `Ủy ban nhân dân ${place.level} ${place.name}`,
    }
  }
  if (random.chance(0.12)) return national(random)
  if (random.chance(0.12)) {
    const name = `HỘI ĐỒNG NHÂN DÂN ${at}`
    return {
      lines: [['HỘI ĐỒNG NHÂN DÂN', at]],
      parent: null,
      name,
      short: 'HĐND',
      council: true,
      enacting: name,
      authority: random.pick([null, 'TM. HỘI ĐỒNG NHÂN DÂN']),
      positions: [['CHỦ TỊCH'], ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']],
      called: `Hội đồng nhân dân ${place.level} ${place.name}`,
    }
  }
  const [office, short, head] = random.pick([
    ['SỞ NỘI VỤ', 'SNV', 'GIÁM ĐỐC'],
    ['SỞ GIÁO DỤC VÀ ĐÀO TẠO', 'SGDĐT', 'GIÁM ĐỐC'],
    ['PHÒNG VĂN HÓA - XÃ HỘI', 'VHXH', 'TRƯỞNG PHÒNG'],
    ['PHÒNG GIÁO DỤC VÀ ĐÀO TẠO', 'PGD&ĐT', 'TRƯỞNG PHÒNG'],
    ['TRƯỜNG TRUNG HỌC CƠ SỞ KIM LÂM', 'THCSKL', 'HIỆU TRƯỞNG'],
    ['VĂN PHÒNG', 'VP', 'CHÁNH VĂN PHÒNG'],
    ['TRƯỜNG MẦM NON HOA SEN', 'MNHS', 'HIỆU TRƯỞNG'],
    ['TRƯỜNG TIỂU HỌC SỐ 2 KIM LÂM', 'TH2KL', 'HIỆU TRƯỞNG'],
    ['BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH', 'BCĐCCHC', 'TRƯỞNG BAN'],
    ['TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG', 'TTPVHCC', 'GIÁM ĐỐC'],
    ['THANH TRA', 'TTr', 'CHÁNH THANH TRA'],
  ] as const)
  const parent = random.chance(0.6) ? `UBND ${at}` : `ỦY BAN NHÂN DÂN ${at}`
  return {
    lines: [[parent], [office]],
    parent,
    name: office,
    short,
    council: false,
    enacting: `${head} ${office}`,
    authority: random.chance(0.1) ? `TUQ. CHỦ TỊCH` : null,
    positions: [[head], [`KT. ${head}`, `PHÓ ${head}`]],
    called: office.charAt(0) + office.slice(1).toLowerCase(),
  }
}

/** Bodies of the whole country: one name, no place in it. */
function national(random: Random): Agency {
  const [name, short, authority, head] = random.pick([
    ['BỘ NỘI VỤ', 'BNV', null, 'BỘ TRƯỞNG'],
    ['BỘ GIÁO DỤC VÀ ĐÀO TẠO', 'BGDĐT', null, 'BỘ TRƯỞNG'],
    ['THỦ TƯỚNG CHÍNH PHỦ', 'TTg', null, 'THỦ TƯỚNG'],
    ['VĂN PHÒNG CHÍNH PHỦ', 'VPCP', null, 'BỘ TRƯỞNG, CHỦ NHIỆM'],
    ['TÒA ÁN NHÂN DÂN TỐI CAO', 'TANDTC', null, 'CHÁNH ÁN'],
    ['THANH TRA CHÍNH PHỦ', 'TTCP', null, 'TỔNG THANH TRA'],
    ['TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM', 'TLĐ', 'TM. ĐOÀN CHỦ TỊCH', 'CHỦ TỊCH'],
  ] as const)
  return {
    lines: [[name]],
    parent: null,
    name,
    short,
    council: false,
    enacting: name,
    authority,
    positions: [[head], [`KT. ${head}`, `PHÓ ${head}`]],
    called: name.charAt(0) + name.slice(1).toLowerCase(),
  }
}

function partyOffice(random: Random, place: Place): Agency {
  if (random.chance(0.3)) {
    const parent = `TỈNH ỦY ${place.name.toUpperCase()}`
    return {
      lines: [[parent], ['BAN TUYÊN GIÁO VÀ DÂN VẬN']],
      parent,
      name: 'BAN TUYÊN GIÁO VÀ DÂN VẬN',
      short: 'BTGDVTU',
      council: false,
      enacting: 'TRƯỞNG BAN',
      authority: null,
      positions: [['TRƯỞNG BAN'], ['K/T TRƯỞNG BAN', 'PHÓ TRƯỞNG BAN']],
      called: 'Ban Tuyên giáo và Dân vận Tỉnh ủy',
    }
  }
  const youth = random.chance(0.3)
  const name = youth ? `TỈNH ĐOÀN ${place.name.toUpperCase()}` : `TỈNH ỦY ${place.name.toUpperCase()}`
  const lines = youth ? [['TỈNH ĐOÀN', place.name.toUpperCase()]] : [[name]]
  return {
    lines,
    parent: null,
    name,
    short: youth ? 'TĐTN' : 'TU',
    council: false,
    enacting: `BAN THƯỜNG VỤ ${name}`,
    authority: youth ? 'TM. BAN THƯỜNG VỤ' : 'T/M BAN THƯỜNG VỤ',
    positions: [['PHÓ BÍ THƯ'], ['BÍ THƯ']],
    called: name.charAt(0) + name.slice(1).toLowerCase(),
  }
}

const two = (n: number) => String(n).padStart(2, '0')

/** Days and the months 1 and 2 padded, as Decree 30/2020 has it. */
export function dayWords({ d, m, y }: { d: number; m: number; y: number }): string {
  return `ngày ${two(d)} tháng ${m < 3 ? two(m) : m} năm ${y}`
}

export function isoDay({ d, m, y }: { d: number; m: number; y: number }): string {
  return `${y}-${two(m)}-${two(d)}`
}
