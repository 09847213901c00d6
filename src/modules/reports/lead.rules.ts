import type { Adds } from './form.schema.ts'
import type { FigureRow } from './reports.rules.ts'

/** A piece of a section's opening sentence: words, or the figure of an indicator that a screen makes openable. */
export type LeadPiece = { kind: 'words'; words: string } | { kind: 'figure'; indicator: string }

/**
 * Takes an opening sentence of a form apart.
 * @param template with {from}, {until}, {unit} and indicator codes in braces
 * @param values of those three
 */
export function leadPieces(
  template: string,
  values: { from: string; until: string; unit: string },
): LeadPiece[] {
  const known = new Map(Object.entries(values))
  const pieces: LeadPiece[] = []
  for (const [i, part] of template.split(/\{(\w+)\}/).entries()) {
    const value = i % 2 === 0 ? part : known.get(part)
    if (value === undefined) pieces.push({ kind: 'figure', indicator: part })
    else {
      const last = pieces.at(-1)
      if (last?.kind === 'words') last.words += value
      else if (value !== '') pieces.push({ kind: 'words', words: value })
    }
  }
  return pieces
}

/** A day as official text writes it: 14/6/2026. Days below 10 and the months 1 and 2 are padded (Decree 30/2020/NĐ-CP). */
export function spellDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${date}/${Number(month) <= 2 ? month : Number(month)}/${year}`
}

/** A whole number as official Vietnamese text writes it: 6.284. */
export function spellCount(n: number): string {
  return new Intl.NumberFormat('vi-VN').format(n)
}

/**
 * A figure as it is printed: 6.284, 87,5% (35/40), "không phát sinh"; a dash for what was not stated.
 * @param of `lead`: within the opening sentence, where a number has to stand before its noun
 */
export function spellFigure(
  row: FigureRow | undefined,
  of: 'total' | 'running' | 'lead',
  adds: Adds,
): string {
  if (!row) return '–'
  if (of === 'total' && row.state === 'nothing') return 'không phát sinh'
  const { n, d } = row[of === 'running' ? 'running' : 'total']
  // A ratio of nothing is not 0.
  if (d === 0) return adds === 'ratio' ? '–' : spellCount(n)
  const percent = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }).format((n * 100) / d)
  return `${percent}% (${spellCount(n)}/${spellCount(d)})`
}
