import { isCapitals } from '../text/lines.ts'
import { fold } from '../text/normalise.ts'
import type { Report, Sheet } from './model.ts'

/** Address, recipients and signature: Appendix I, part I, II.7 and II.9. */
export function lintClosing(sheet: Sheet, report: Report): void {
  lintAddress(sheet, report)
  lintRecipients(sheet, report)
  lintSigner(sheet, report)
}

function lintAddress({ text, read, letter, closingStart }: Sheet, report: Report): void {
  const found = /(?<!\p{L})(Kính\s+gửi)(\s*)(:?)/u.exec(text.slice(0, closingStart))
  if (!found) {
    if (letter || read.header.type === 'Tờ trình')
      report('address_missing', read.headerSpans.subject ?? { start: 0, end: 0 })
    return
  }
  if (found[3] !== ':' || found[2] !== '') {
    const end = found.index + found[0].length
    const words = `${found[1] ?? 'Kính gửi'}:`
    const blank = found[3] === ':' ? '' : ' '
    report('address_colon', { start: found.index, end }, { words: words + blank })
  }
}

function lintRecipients({ text, folded, read, letter, closingStart }: Sheet, report: Report): void {
  const { recipients } = read
  const heading = /noi\s{1,4}nhan\s*(:?)/.exec(folded.slice(closingStart, closingStart + 200))
  if (recipients.length === 0 && !heading) {
    report('recipients_missing', { start: text.trimEnd().length, end: text.trimEnd().length })
    return
  }
  if (heading && heading[1] === '') {
    const start = closingStart + heading.index
    const end = start + heading[0].trimEnd().length
    report('recipients_colon', { start, end }, { correction: { start: end, end, words: ':' } })
  }
  const [first] = recipients
  if (letter && first && !/^nhu\s+tren/.test(fold(first.text))) report('as_above_missing', first)
  const archive = recipients.findIndex((r) => /^luu\b/.test(fold(r.text)))
  const last = recipients.at(-1)
  if (archive < 0 && last) report('archive_missing', last)
  for (const [i, recipient] of recipients.entries()) {
    const words = text.slice(recipient.start, recipient.end).trimEnd()
    const end = recipient.start + words.length
    const mark = /[;.,:]?$/.exec(words)?.[0] ?? ''
    const span = { start: end - Math.max(mark.length, 1), end }
    const correction = (wanted: string) => ({ correction: { start: end - mark.length, end, words: wanted } })
    const final = i === recipients.length - 1
    if (!final && mark !== ';') report('recipient_punctuation', span, correction(';'))
    if (final && mark !== '.') report('recipient_last', span, correction('.'))
    if (i !== archive) continue
    if (!final) report('archive_not_last', recipient)
    const head = /^Lưu(?!:\s?\p{L})\s*:?\s*/u.exec(words)
    if (head)
      report(
        'archive_form',
        { start: recipient.start, end: recipient.start + head[0].length },
        { words: 'Lưu: ' },
      )
  }
}

/** Where the signature stands: from the recipients on, and a little above them. */
const authority =
  /(?<=^|[\n|\t]|\s{3})[ ]*(T\/M|T\.M\.?|TM:|K\/T|K\.T\.?|KT:|T\/L|T\.L\.?|TL:|T\/UQ|TM(?= \p{Lu}{2})|KT(?= \p{Lu}{2})|TL(?= \p{Lu}{2})|TUQ(?= \p{Lu}{2}))(?!\p{L})/gu
const glued = /(?<=^|[\n|\t]|\s{3})[ ]*((?:TM|KT|TL|TUQ|Q)\.)(?=\p{Lu})/gu
const spaced = /(?<=^|[\n|\t]|\s{3})[ ]*((?:TM|KT|TL|TUQ|Q)\.[ ]+)([^\n|\t]{3,60})/gu

function lintSigner({ text, read, closingStart }: Sheet, report: Report): void {
  const { signer, header } = read
  const from = Math.max(0, Math.min(closingStart, text.length) - 400)
  const part = text.slice(from)
  if (signer === null || (signer.position === null && signer.authority === null)) {
    report('signer_missing', { start: text.trimEnd().length, end: text.trimEnd().length })
    return
  }
  const misspelt = [...part.matchAll(authority)]
  for (const m of misspelt) {
    const start = from + m.index + m[0].length - (m[1]?.length ?? 0)
    const letters = (m[1] ?? '').replace(/[^\p{L}]/gu, '')
    const gap = /^\p{L}/u.test(part.slice(m.index + m[0].length)) ? ' ' : ''
    report(
      'authority_form',
      { start, end: start + (m[1]?.length ?? 0) },
      { params: { wanted: `${letters}.` }, words: `${letters}.${gap}` },
    )
  }
  for (const m of part.matchAll(glued)) {
    const end = from + m.index + m[0].length
    report('authority_space', { start: end - (m[1]?.length ?? 0), end }, { words: `${m[1] ?? ''} ` })
  }
  for (const m of part.matchAll(spaced)) {
    const words = (m[2] ?? '').trimEnd()
    const start = from + m.index + m[0].indexOf(m[1] ?? '') + (m[1]?.length ?? 0)
    if (!isCapitals(words))
      report('authority_case', { start, end: start + words.length }, { words: words.toLocaleUpperCase('vi') })
  }
  if (misspelt.length === 0) lintPosition(text, closingStart, signer, report)
  lintName(text, from, signer.name, header.agency, report)
}

function lintPosition(
  text: string,
  from: number,
  signer: { authority: string | null; position: string | null },
  report: Report,
): void {
  const position = fold(signer.position ?? '')
  const first = (signer.position ?? '').split(' ').slice(0, 2).join(' ')
  const at = first === '' ? -1 : text.indexOf(first, Math.max(0, from - 400))
  const span = at < 0 ? { start: from, end: from } : { start: at, end: at + first.length }
  const params = { position: signer.position ?? '' }
  if (/^pho\b/.test(position) && !/^tl|^tuq/.test(fold(signer.authority ?? '')))
    report('deputy_alone', span, { params })
  if (/^kt\b/.test(position) && !/\b(?:pho|thu truong|uy vien)\b/.test(position))
    report('instead_of_nobody', span, { params })
}

const titles = /(?:^|[\s|])((?:(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|BSCKI+|NGƯT|NSƯT)\.?\s?)+)$/u

function lintName(
  text: string,
  from: number,
  name: string | null,
  agency: string | null,
  report: Report,
): void {
  if (name === null) return
  const at = text.indexOf(name, from)
  if (at < 0) return
  if (isCapitals(name)) {
    const words = name
      .toLocaleLowerCase('vi')
      .replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toLocaleUpperCase('vi'))
    report('signer_case', { start: at, end: at + name.length }, { words })
  }
  // Schools, hospitals and institutes may, where the head of their field says so (II.7.c).
  if (
    /^(?:truong|benh vien|vien|hoc vien|trung tam|dai hoc|phong giao duc|so giao duc|so y te|so khoa hoc)/.test(
      fold(agency ?? ''),
    )
  )
    return
  const title = titles.exec(text.slice(Math.max(0, at - 24), at))?.[1]
  if (title !== undefined)
    report(
      'signer_title',
      { start: at - title.length, end: at },
      { params: { title: title.trim() }, words: '' },
    )
}
