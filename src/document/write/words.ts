import type { Composition } from './compose.ts'

/** Every word of a composed document in the order both writers print them: what a reader of the file must find again. */
export function wordsOf({ head, name, addressees, lines, end }: Composition): string[] {
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
    ...lines.flatMap((line) =>
      line.kind === 'text'
        ? [line.lead + line.text]
        : [...line.columns.map((column) => column.title), ...line.rows.flatMap((row) => row.cells.flat())],
    ),
    end.heading,
    ...end.recipients,
    ...end.signer,
    end.name,
  ]
  return texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '')
}
