import type { Composition } from './compose.ts'

/** Every word of a composed document in the order both writers print them: what a reader of the file must find again. */
export function wordsOf(composition: Composition): string[] {
  const { mark, head, name, addressees, lines, end, contact, copies, annexes } = composition
  const texts = [
    ...mark,
    head.parentAgency?.text ?? '',
    head.agency.text,
    head.star,
    head.nation.text,
    head.motto?.text ?? '',
    head.number,
    head.letterSubject ?? '',
    head.urgency?.text ?? '',
    head.placeDate,
    head.circulation,
    ...(name === null ? [] : [name.type, name.subject.text]),
    ...(addressees === null ? [] : [addressees.lead, ...addressees.items]),
    ...lines.flatMap(textsOf),
    ...endTexts(end),
    ...copies.flatMap((copy) => [
      copy.parentAgency?.text ?? '',
      copy.agency.text,
      copy.name,
      copy.number,
      copy.placeDate,
      ...endTexts(copy.end),
    ]),
    ...contact,
    ...annexes.flatMap(({ name: word, title, of, lines: own }) => [
      word,
      title?.text ?? '',
      of,
      ...own.flatMap(textsOf),
    ]),
  ]
  return texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '')
}

function endTexts({ beside, heading, recipients, drafter, signer, name }: Composition['end']): string[] {
  return [
    ...(beside === null ? [] : [...beside.signer, beside.name]),
    heading,
    ...recipients,
    drafter,
    ...signer,
    name,
  ]
}

function textsOf(line: Composition['lines'][number]): string[] {
  if (line.kind === 'text') return [line.lead + line.text]
  return [...line.columns.map((column) => column.title), ...line.rows.flatMap((row) => row.cells.flat())]
}
