import type { DraftPieces, PieceChange, UncertainPiece } from '../../api/generated/index.ts'

export type Pieces = DraftPieces
export type HeaderField = keyof DraftPieces['header']
export type Section = DraftPieces['sections'][number]
export type Citation = DraftPieces['citations'][number]
export type Recipient = DraftPieces['recipients'][number]

/** What the person holds: the pieces as corrected and the questions that are settled. */
export interface Checked {
  pieces: Pieces
  settled: string[]
}

/** Takes an answer to an uncertain piece: its change is made, and it is asked no more. */
export function answer(now: Checked, piece: UncertainPiece, change: PieceChange): Checked {
  return {
    pieces: change.what === 'keep' ? now.pieces : applyChange(now.pieces, change),
    settled: now.settled.includes(piece.id) ? now.settled : [...now.settled, piece.id],
  }
}

export function applyChange(pieces: Pieces, change: PieceChange): Pieces {
  switch (change.what) {
    case 'header':
      return changeHeader(pieces, change.field, change.value)
    case 'issuer':
      return { ...pieces, issuerUnitId: change.unitId }
    case 'section':
      return changeSection(pieces, change.key, { kind: change.kind })
    case 'citation_date':
      return {
        ...pieces,
        citations: pieces.citations.map((c) =>
          change.keys.includes(c.key) ? { ...c, date: change.value } : c,
        ),
      }
    case 'keep':
      return pieces
  }
}

/** @param value as typed; what is empty is missing */
export function changeHeader(pieces: Pieces, field: HeaderField, value: string | null): Pieces {
  const next = value === null || value.trim() === '' ? null : value.trim()
  // Another name may mean another unit: the server looks it up again.
  const issuer = field === 'agency' || field === 'parentAgency' ? { issuerUnitId: null } : {}
  return { ...pieces, ...issuer, header: { ...pieces.header, [field]: next } }
}

export function changeSection(pieces: Pieces, key: string, change: Partial<Section>): Pieces {
  return { ...pieces, sections: pieces.sections.map((s) => (s.key === key ? { ...s, ...change } : s)) }
}

/** What is no section of its own belongs to the one before it; its words stay in the document either way. */
export function removeSection(pieces: Pieces, key: string): Pieces {
  const at = pieces.sections.findIndex((s) => s.key === key)
  const gone = pieces.sections[at]
  const before = pieces.sections[at - 1]
  if (!gone) return pieces
  return {
    ...pieces,
    sections: pieces.sections.flatMap((s) => {
      if (s === gone) return []
      return s === before ? [{ ...s, end: Math.max(s.end, gone.end) }] : [s]
    }),
  }
}

export function changeCitation(pieces: Pieces, key: string, change: Partial<Citation> | null): Pieces {
  return {
    ...pieces,
    citations: pieces.citations.flatMap((c) =>
      c.key !== key ? [c] : change === null ? [] : [{ ...c, ...change }],
    ),
  }
}

export function changeRecipient(pieces: Pieces, key: string, change: Partial<Recipient> | null): Pieces {
  return {
    ...pieces,
    recipients: pieces.recipients.flatMap((r) =>
      r.key !== key ? [r] : change === null ? [] : [{ ...r, ...change }],
    ),
  }
}

/** Each place where two versions of the pieces differ, in words: key of the piece's name, mine and theirs. */
export function differences(mine: Pieces, theirs: Pieces): { label: string; mine: string; theirs: string }[] {
  const found: { label: string; mine: string; theirs: string }[] = []
  for (const field of Object.keys(mine.header) as HeaderField[]) {
    const [a, b] = [mine.header[field] ?? '', theirs.header[field] ?? '']
    if (a !== b) found.push({ label: `library.field.${field}`, mine: a, theirs: b })
  }
  const lists = [
    [
      'library.field.sections',
      mine.sections,
      theirs.sections,
      (s: Section) => `${s.marker} ${s.kind} ${s.level}`,
    ],
    ['library.field.citations', mine.citations, theirs.citations, nameOfCitation],
    [
      'library.field.recipients',
      mine.recipients,
      theirs.recipients,
      (r: Recipient) => `${r.text} ${r.purpose ?? ''}`,
    ],
  ] as const
  for (const [label, a, b, name] of lists) {
    const spell = (pieces: readonly { key: string }[]) =>
      new Map(pieces.map((piece) => [piece.key, (name as (p: unknown) => string)(piece)]))
    const [inMine, inTheirs] = [spell(a), spell(b)]
    const keys = new Set([...inMine.keys(), ...inTheirs.keys()])
    for (const key of keys)
      if (inMine.get(key) !== inTheirs.get(key))
        found.push({ label, mine: inMine.get(key) ?? '', theirs: inTheirs.get(key) ?? '' })
  }
  return found
}

export function nameOfCitation(c: Pick<Citation, 'type' | 'numberSymbol' | 'title'>): string {
  const name = [c.type, c.numberSymbol].filter((part) => part !== null && part !== '').join(' ')
  return name !== '' && c.numberSymbol !== null ? name : (c.title ?? name)
}
