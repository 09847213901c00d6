import { normalise } from '../text/normalise.ts'
import { lintBases } from './bases.ts'
import { lintBody } from './body.ts'
import { lintCitations } from './citations.ts'
import { lintClosing } from './closing.ts'
import { lintRules, type LintCode } from './codes.ts'
import { lintDates } from './dates.ts'
import { lintHead } from './head.ts'
import { lintSymbols } from './symbols.ts'
import type { Edit, Finding, LintOptions, Report } from './model.ts'
import { makeSheet } from './sheet.ts'
import { lintWords } from './words.ts'

/**
 * What is wrong, or looks wrong, in an administrative document: its dates, what it rests on, and its form. Pure; reads the
 * text once. Nothing is corrected: a finding has the edit that would, for a person to apply.
 *
 * Rules of form are those of Decree 30/2020/NĐ-CP and are held only against documents that are under it; what a document rests
 * on is looked at for every one, with what the register has confirmed.
 * @param source the text as given; every offset in the answer is a UTF-16 index into it
 * @returns findings in the order of the text
 */
export function lint(source: string, options: LintOptions): Finding[] {
  const doc = normalise(source)
  const sheet = makeSheet(doc, options)
  const found: Finding[] = []
  const report: Report = (code, span, rest = {}) => {
    const [severity, article] = lintRules[code]
    const correction = rest.correction ?? (rest.words === undefined ? null : { ...span, words: rest.words })
    found.push({
      code,
      severity,
      article,
      start: span.start,
      end: span.end,
      params: rest.params ?? {},
      correction,
    })
  }
  if (sheet.rules === 'decree30') {
    lintHead(sheet, report)
    lintBases(sheet, report)
    lintBody(sheet, report)
    lintClosing(sheet, report)
    lintSymbols(sheet, report)
  }
  lintWords(sheet, report)
  lintDates(sheet, report)
  lintCitations(sheet, report)
  const end = (offset: number) => (offset > 0 ? doc.toSource(offset - 1) + 1 : 0)
  const back = <T extends { start: number; end: number }>(span: T): T => ({
    ...span,
    start: doc.toSource(span.start),
    end: span.end > span.start ? end(span.end) : doc.toSource(span.start),
  })
  return found
    .map((finding) => ({ ...back(finding), correction: finding.correction && back(finding.correction) }))
    .sort((a, b) => a.start - b.start || a.end - b.end || codeOrder(a.code) - codeOrder(b.code))
}

const codesInOrder = Object.keys(lintRules)
function codeOrder(code: LintCode): number {
  return codesInOrder.indexOf(code)
}

/** The text with one correction applied, as a click does. */
export function applyEdit(text: string, { start, end, words }: Edit): string {
  return text.slice(0, start) + words + text.slice(end)
}
