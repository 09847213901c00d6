import type { Purpose } from '../model.ts'

/**
 * Whose form the document is set in: Decree 30/2020/NĐ-CP, Circular 01/2011/TT-BNV before it, or that of the Party
 * (Guidance 36-HD/VPTW). The dimensions of each stand in forms.ts.
 */
export type FormId = 'nd30' | 'tt01' | 'party'

/** The head as the issuing unit knows it, in ordinary case: the writer sets capitals, pads the number and spells the date. */
export interface OfficialHeader {
  /** the body the issuer stands under; null where it stands under none */
  parentAgency: string | null
  agency: string
  /** null before the number is given: printed as "Số:      /KH-…" */
  number: string | null
  symbol: string
  place: string
  /** `YYYY-MM-DD`; null before it is issued */
  date: string | null
  /** "Kế hoạch", "Báo cáo" …; "" or "Công văn" is an official letter, which bears no type and has its subject under the number */
  type: string
  subject: string
}

export interface TableColumn {
  title: string
  /** share of the width, relative to the other columns; without it, 1 */
  width?: number
  align?: 'left' | 'center' | 'right'
}

/**
 * A piece of the body. A section's look follows its marker (I, 1, a, -, Điều 1, Chương I) and, where the marker says
 * nothing, its level (1 part, 2 item, 3 letter, deeper dash). Line breaks in a text begin a new paragraph.
 * `key` names a section for its caller: the lines made of it bear it, so that its place in the text is known.
 */
export type Block =
  | { kind: 'section'; level: number; marker: string; title: string; children: Block[]; key?: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; columns: TableColumn[]; rows: string[][]; caption?: string }

export interface OfficialRecipient {
  /** "Các trường mầm non, tiểu học"; the purpose is added as "(để t/h)" unless the text says it already */
  text: string
  purpose: Purpose | null
}

/**
 * Who signs. `authority` is the line above the position ("TM. Ủy ban nhân dân", "TL. Chủ tịch") or a bare "KT.", "Q.";
 * `deputyOf` is the head a deputy signs for ("Trưởng phòng" gives "KT. TRƯỞNG PHÒNG").
 */
export interface OfficialSigner {
  authority: string | null
  position: string
  name: string | null
  deputyOf?: string | null
}

/** The structured source of a document in official form: plain data that survives JSON, from which .docx and PDF are made. */
export interface OfficialDocument {
  form: FormId
  header: OfficialHeader
  /** "Kính gửi": official letters, submissions and reports to a superior only (Decree 30/2020, Appendix I, cell 9a) */
  addressees?: string[]
  /** the căn cứ lines without their last mark: the writer puts `;` and the final `.` */
  bases: string[]
  opening: string | null
  body: Block[]
  /** what is split off behind the signature, on pages of its own; the body has to point to it */
  annex?: { title: string; body: Block[] } | null
  /** more of them: two and more are numbered I, II … */
  annexes?: { title: string; body: Block[] }[]
  recipients: OfficialRecipient[]
  signer: OfficialSigner
  /** who signs to the left of the signer: the secretary of minutes, the other party of a contract */
  beside?: OfficialSigner | null
  /** who has the power to decide, above the bases of a decision or resolution: "Chủ tịch Ủy ban nhân dân huyện" */
  enacting?: string | null
  urgency?: 'HỎA TỐC' | 'THƯỢNG KHẨN' | 'KHẨN' | null
  /** "Lưu hành nội bộ", "Xem xong trả lại" */
  circulation?: string | null
  /** initials of who drafted it, and how many copies go out */
  drafter?: { code: string; copies: number } | null
  /** lines of address, telephone, mail and page at the foot of the first page */
  contact?: string[]
  /** a copy on paper of this document, certified under its end */
  copy?: OfficialCopy | null
  /** of a copy of a copy: the certificate of the first, above that of the second */
  copyOf?: OfficialCopy | null
  /** what the seal of a copy in electronic form says, a line each: form of copy, agency, time (ISO 8601) */
  electronicCopy?: string[]
}

/** The certificate of a copy (Decree 30/2020, Appendix I, Part II): its own number, place, day and signature. */
export interface OfficialCopy {
  kind: 'SAO Y' | 'SAO LỤC' | 'TRÍCH SAO'
  parentAgency: string | null
  agency: string
  number: string | null
  /** "SY-UBND", "SL-UBND", "TrS-UBND" */
  symbol: string
  place: string
  date: string | null
  recipients: OfficialRecipient[]
  signer: OfficialSigner
}
