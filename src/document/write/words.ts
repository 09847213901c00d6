import type { Composition } from './compose.ts'

/** Every word of a composed document in the order both writers print them: what a reader of the file must find again. */
export function wordsOf({ head, name, addressees, lines, end, annex }: Composition): string[] {
  const texts = [
    head.parentAgency?.text ?? '',
    head.agency.text,
    head.nation,
    head.motto.text,
    head.number,
    head.letterSubject ?? '',
    head.placeDate,
    ...(name === null ? [] : [name.type, name.subject.text]),
    ...(addressees === null ? [] : [addressees.lead, ...addressees.items]),
    ...lines.flatMap(textsOf),
    end.heading,
    ...end.recipients,
    ...end.signer,
    end.name,
    ...(annex === null ? [] : [annex.name, annex.title.text, annex.of, ...annex.lines.flatMap(textsOf)]),
  ]
  return texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '')
}

function textsOf(line: Composition['lines'][number]): string[] {
  if (line.kind === 'text') return [line.lead + line.text]
  return [...line.columns.map((column) => column.title), ...line.rows.flatMap((row) => row.cells.flat())]
}
