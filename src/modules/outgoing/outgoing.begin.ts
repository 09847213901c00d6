import {
  correctionLetter,
  officialTypes,
  readyForm,
  type Block,
  type Letterhead,
  type OfficialDocument,
} from '../../document/write/index.ts'
import { newId } from '../../platform/ids.ts'
import type { DocumentFacts } from '../library/index.ts'
import type { SignerBlock } from '../mandates/index.ts'
import type { UnitFacts } from '../units/index.ts'
import type { BlockStyle, OutgoingBlock, OutgoingContent, RelationKind } from './outgoing.schema.ts'

/** What a new document relates to: an issued one of the unit. */
export interface Target {
  relation: RelationKind
  document: DocumentFacts
}

/**
 * The content that a document of a type begins with: the ready form of its type, and where it relates to an issued one, the
 * words that say so.
 * @param day today, `YYYY-MM-DD`
 */
export function beginContent(
  type: string,
  unit: UnitFacts,
  signer: SignerBlock | null,
  day: string,
  target: Target | null,
  way: OutgoingContent['way'],
): OutgoingContent {
  const head: Letterhead = {
    parentAgency: unit.parentLine,
    agency: unit.name,
    abbreviation: unit.abbreviation,
    desk: '',
    place: unit.place,
    date: day,
    signer: { authority: null, position: signer?.position ?? '', name: null },
  }
  const form = target?.relation === 'corrects' ? letterFor(head, target.document) : readyForm(type, head)
  const words = target === null ? null : relatingWords(type, target, unit.name)
  return {
    type,
    subject: words?.subject ?? form.header.subject,
    desk: '',
    addressees: form.addressees ?? [],
    enacting: form.enacting ?? null,
    bases: [],
    opening: form.opening ?? '',
    blocks: [...blocksOf(form.body), ...(words?.body ?? []).map(paragraph)],
    annexes: [],
    // "Lưu: VT" is what every document has; whom else it goes to, the person says.
    recipients: form.recipients.map(({ purpose }) =>
      purpose === 'archive'
        ? { words: 'Lưu: VT', kind: 'archive' as const, purpose: 'archive' as const }
        : { words: 'Như trên', kind: 'outside' as const, purpose: null },
    ),
    signer: {
      personId: signer?.personId ?? null,
      authority: signer?.authority ?? null,
      position: signer?.position ?? '',
      deputyOf: signer?.deputyOf ?? null,
    },
    beside: form.beside ? { position: form.beside.position, name: '' } : null,
    urgency: null,
    circulation: null,
    drafter: null,
    relations: target === null ? [] : [{ relation: target.relation, documentId: target.document.id }],
    copy: null,
    way,
    isPublic: false,
  }
}

function letterFor(head: Letterhead, document: DocumentFacts): OfficialDocument {
  return correctionLetter(head, [], {
    type: document.type,
    numberSymbol: document.numberSymbol ?? '',
    date: document.issuedOn ?? '',
    subject: document.subject,
    errors: [{ where: '…', written: '…', right: '…' }],
  })
}

function named({ type, numberSymbol, issuedOn }: DocumentFacts): string {
  const day = (issuedOn ?? '').split('-').reverse().join('/')
  return `${type} số ${numberSymbol ?? ''} ngày ${day}`
}

function relatingWords(
  type: string,
  { relation, document }: Target,
  agency: string,
): { subject: string; body: string[] } {
  const short = officialTypes.find(({ name }) => name === type)?.name ?? type
  const lower = `${document.subject.charAt(0).toLocaleLowerCase('vi')}${document.subject.slice(1)}`
  const about = lower.replace(/^về (việc )?/, '')
  const name = named(document)
  switch (relation) {
    case 'corrects':
      return { subject: `đính chính ${name}`, body: [] }
    case 'amends':
      return {
        subject: `Sửa đổi, bổ sung một số nội dung của ${name} của ${agency} về ${about}`,
        body: [],
      }
    case 'replaces':
      return {
        subject: document.subject,
        body: [`${short} này thay thế ${name} của ${agency} về ${about}.`],
      }
    case 'recalls':
      return {
        subject: `thu hồi ${name}`,
        body: [
          `Ngày ${(document.issuedOn ?? '').split('-').reverse().join('/')}, ${agency} ban hành ${document.type} số ${document.numberSymbol ?? ''} về ${about}.`,
          `${agency} thu hồi ${name} nêu trên. Đề nghị các cơ quan, đơn vị đã nhận không sử dụng văn bản này kể từ ngày nhận được công văn thu hồi.`,
        ],
      }
  }
}

const paragraph = (words: string): OutgoingBlock => ({
  kind: 'text',
  key: newId(),
  style: 'paragraph',
  words,
})

const styleByMarker: readonly (readonly [RegExp, BlockStyle])[] = [
  [/^(?:Chương|Phần|Mục) /i, 'chapter'],
  [/^Điều /i, 'article'],
  [/^[IVXLC]+$/, 'part'],
  [/^\d+$/, 'item'],
  [/^\p{Ll}$/u, 'letter'],
]

/** A text in the writer's shape as blocks of a draft, its markers forgotten: they follow from the place again. */
function blocksOf(body: readonly Block[]): OutgoingBlock[] {
  return body.flatMap((block): OutgoingBlock[] => {
    if (block.kind === 'paragraph') return [paragraph(block.text)]
    if (block.kind === 'table')
      return [
        {
          kind: 'table',
          key: newId(),
          caption: block.caption ?? '',
          columns: block.columns.map(({ title }) => ({ title })),
          rows: block.rows,
        },
      ]
    const style = styleByMarker.find(([pattern]) => pattern.test(block.marker))?.[1] ?? 'dash'
    return [{ kind: 'text', key: newId(), style, words: block.title }, ...blocksOf(block.children)]
  })
}
