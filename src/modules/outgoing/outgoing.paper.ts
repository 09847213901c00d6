import { copyTypes, formFor, officialTypes, type OfficialDocument } from '../../document/write/index.ts'
import type { UnitFacts } from '../units/index.ts'
import { nested } from './outgoing.rules.ts'
import type { OutgoingContent } from './outgoing.schema.ts'

/** What a paper says beside its content. */
export interface PaperFacts {
  unit: Pick<UnitFacts, 'name' | 'abbreviation' | 'place' | 'parentLine'>
  signerName: string | null
  /** null while none is given */
  number: string | null
  /** `YYYY-MM-DD`; null before it is issued */
  date: string | null
}

/**
 * What follows the slash: type and issuer ("QĐ-PGDĐT"), of a letter issuer and drafting desk ("PGDĐT-VP"): Decree
 * 30/2020/NĐ-CP, Appendix I, II.3; of a copy kind and who copies ("SY-PGDĐT"), II.I.3.
 */
export function symbolOf(content: Pick<OutgoingContent, 'type' | 'desk'>, abbreviation: string): string {
  const short = [...officialTypes, ...copyTypes].find(({ name }) => name === content.type)?.abbreviation
  if (short) return `${short}-${abbreviation}`
  return content.desk.trim() === '' ? abbreviation : `${abbreviation}-${content.desk.trim()}`
}

/**
 * Documents of one type share a counter; letters, which bear no type, share theirs (Article 15: the clerk's registers by
 * type), and so do copies of all kinds (Appendix I, Part II, I.3).
 */
export function seriesOf(content: Pick<OutgoingContent, 'type'>): string {
  if (copyTypes.some(({ name }) => name === content.type)) return 'BS'
  return officialTypes.find(({ name }) => name === content.type)?.abbreviation ?? 'CV'
}

/** A document of the unit in the form of its day. */
export function paperOf(content: OutgoingContent, facts: PaperFacts, today: string): OfficialDocument {
  const { unit } = facts
  const { beside } = content
  return {
    form: formFor(facts.date ?? today, false),
    header: {
      parentAgency: unit.parentLine,
      agency: unit.name,
      number: facts.number,
      symbol: symbolOf(content, unit.abbreviation),
      place: unit.place,
      date: facts.date,
      type: content.type === 'Công văn' ? '' : content.type,
      subject: content.subject,
    },
    addressees: content.addressees.filter((words) => words.trim() !== ''),
    enacting: content.enacting?.trim() ? content.enacting : null,
    bases: content.bases.map((basis) => basis.words).filter((words) => words.trim() !== ''),
    opening: content.opening.trim() === '' ? null : content.opening,
    body: nested(content.blocks),
    annexes: content.annexes.map(({ title, blocks }) => ({ title, body: nested(blocks) })),
    recipients: content.recipients.map((r) => ({ text: r.words, purpose: r.purpose })),
    signer: {
      authority: content.signer.authority,
      position: content.signer.position,
      name: facts.signerName,
      deputyOf: content.signer.deputyOf,
    },
    beside: beside ? { authority: null, position: beside.position, name: beside.name || null } : null,
    urgency: content.urgency,
    circulation: content.circulation,
    drafter: content.drafter,
  }
}

/** Subject as the register of numbers keeps it: a letter's begins with "V/v" on paper only. */
export function titleOf(content: Pick<OutgoingContent, 'type' | 'subject'>): string {
  return content.subject.trim() === '' ? content.type : content.subject.trim()
}
