import { fold } from '../text/normalise.ts'

/**
 * What a form can hold: `words` in a line, `lines` that get a paragraph each where the placeholder stands alone, `text` that
 * is the document itself, with sections and tables, and stands alone in a paragraph of the page.
 */
export type PlaceholderKind = 'words' | 'lines' | 'text'

/** Every placeholder, by its name as it is written: {{so_ky_hieu}}. The words of each are messages `forms.field.<name>`. */
export const placeholders = {
  co_quan_chu_quan: 'words',
  co_quan: 'words',
  so_ky_hieu: 'words',
  dia_danh_ngay_thang: 'words',
  dia_danh: 'words',
  ngay: 'words',
  thang: 'words',
  nam: 'words',
  ten_loai: 'words',
  trich_yeu: 'words',
  do_khan: 'words',
  pham_vi_luu_hanh: 'words',
  kinh_gui: 'lines',
  can_cu: 'text',
  noi_dung: 'text',
  phu_luc: 'text',
  noi_nhan: 'lines',
  ky_hieu_nguoi_soan: 'words',
  quyen_han_chuc_vu: 'lines',
  nguoi_ky: 'words',
  chuc_vu_ben_trai: 'lines',
  nguoi_ky_ben_trai: 'words',
} as const satisfies Record<string, PlaceholderKind>

export type PlaceholderName = keyof typeof placeholders
export const placeholderNames = Object.keys(placeholders) as PlaceholderName[]

/**
 * What every form must have, each by one of its names: the parts that a document is made of (Decree 30/2020/NĐ-CP,
 * Article 8(2)); motto, agency and type may stand in the form as words.
 */
export const required: readonly (readonly PlaceholderName[])[] = [
  ['so_ky_hieu'],
  ['dia_danh_ngay_thang', 'ngay'],
  ['trich_yeu'],
  ['noi_dung'],
  ['noi_nhan'],
  ['quyen_han_chuc_vu'],
  ['nguoi_ky'],
]

export function isPlaceholder(name: string): name is PlaceholderName {
  return Object.hasOwn(placeholders, name)
}

/** As people write it: capitals, diacritics, spaces and dashes mean nothing. */
export function nameOf(written: string): string {
  return fold(written.trim().normalize('NFC')).replaceAll(/[\s_-]+/g, '_')
}

/** The placeholder that was probably meant, or null. */
export function nearest(written: string): PlaceholderName | null {
  const name = nameOf(written)
  let best: PlaceholderName | null = null
  // A third of the letters wrong is another word.
  let least = Math.max(1, Math.floor(name.length / 3))
  for (const known of placeholderNames) {
    const steps = distance(name, known)
    if (steps <= least && (best === null || steps < least)) [best, least] = [known, steps]
  }
  return best
}

/** Letters to change, add or leave out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}
