import { z } from 'zod'
import { copyTypes, officialTypes } from '../../document/write/index.ts'
import { DraftedRecipient } from '../dispatch/index.ts'

/** The content of a unit's own document while it is written: one shape, autosaved, from which its paper is made. */

/** Keys of blocks: made once, kept while the draft is worked on; comments and the places in the paper name them. */
const key = z.string().regex(/^[a-z0-9-]{1,60}$/)
const line = (most: number) => z.string().max(most)

export const typeNames = officialTypes.map(({ name }) => name)
/** With the kinds of copies, which are documents too. */
export const allTypeNames = [...typeNames, ...copyTypes.map(({ name }) => name)]

/** What a piece of text is; its marker is reckoned from its place. */
export const blockStyles = ['chapter', 'article', 'part', 'item', 'letter', 'dash', 'paragraph'] as const
export type BlockStyle = (typeof blockStyles)[number]

export const TextBlock = z.object({
  kind: z.literal('text'),
  key,
  style: z.enum(blockStyles),
  words: line(20_000),
})
export const TableBlock = z.object({
  kind: z.literal('table'),
  key,
  caption: line(500),
  columns: z
    .array(
      z.object({
        title: line(300),
        width: z.number().min(0.2).max(20).optional().describe('share of the width, against the others'),
        align: z.enum(['left', 'center', 'right']).optional(),
      }),
    )
    .min(1)
    .max(12),
  rows: z.array(z.array(line(4_000)).max(12)).max(500),
})
export const OutgoingBlock = z.discriminatedUnion('kind', [TextBlock, TableBlock])
export type OutgoingBlock = z.output<typeof OutgoingBlock>

export const OutgoingBasis = z.object({
  words: line(1_000).describe('as printed, with its verb: "Căn cứ …"'),
  documentId: z.uuid().nullable().describe('a document of the library'),
  knownId: z.uuid().nullable().describe('an entry of the register of known documents'),
})
export type OutgoingBasis = z.output<typeof OutgoingBasis>

export const relationKinds = ['amends', 'replaces', 'corrects', 'recalls'] as const
export type RelationKind = (typeof relationKinds)[number]

export const OutgoingRelation = z.object({
  relation: z.enum(relationKinds),
  documentId: z.uuid().describe('an issued document of the unit'),
})

export const OutgoingContent = z
  .object({
    type: z.enum(allTypeNames),
    subject: line(1_000),
    desk: line(30).describe('abbreviation of who drafts: "VP"; a letter’s symbol ends so'),
    addressees: z.array(line(500)).max(100).describe('Kính gửi'),
    enacting: line(500).nullable().describe('who has the power to decide, above the bases'),
    bases: z.array(OutgoingBasis).max(60),
    opening: line(5_000),
    blocks: z.array(OutgoingBlock).max(1_500),
    annexes: z.array(z.object({ key, title: line(500), blocks: z.array(OutgoingBlock).max(1_500) })).max(20),
    recipients: z.array(DraftedRecipient).max(200),
    signer: z.object({
      personId: z.uuid().nullable(),
      authority: line(120)
        .nullable()
        .describe('"TM. Ủy ban nhân dân", "TL. …" as printed above the position'),
      position: line(120),
      deputyOf: line(120).nullable().describe('the head for whom a deputy signs: "Trưởng phòng"'),
    }),
    beside: z
      .object({ position: line(120), name: line(120) })
      .nullable()
      .describe('who signs to the left: the secretary of minutes, the other party'),
    urgency: z.enum(['HỎA TỐC', 'THƯỢNG KHẨN', 'KHẨN']).nullable(),
    circulation: line(100).nullable().describe('"Lưu hành nội bộ", "Xem xong trả lại"'),
    drafter: z
      .object({ code: line(20), copies: z.int().min(1).max(9_999) })
      .nullable()
      .describe('initials of who drafted it, and how many copies go out'),
    relations: z.array(OutgoingRelation).max(20),
    copy: z
      .object({
        documentId: z.uuid().describe('of what it is a copy'),
        keys: z
          .array(z.string().max(60))
          .max(2_000)
          .describe('sections of the original, of an extract; each with all under it'),
      })
      .nullable()
      .default(null)
      .describe('of a copy: its words are the original’s, whatever the fields above say'),
    way: z.enum(['paper', 'electronic']).describe('signed by hand and sealed, or with electronic signatures'),
    isPublic: z.boolean(),
  })
  .meta({ id: 'OutgoingContent' })
export type OutgoingContent = z.output<typeof OutgoingContent>
