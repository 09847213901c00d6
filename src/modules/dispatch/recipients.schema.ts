import { z } from 'zod'

const line = (most: number) => z.string().max(most)

export const PurposeCode = z.enum(['report', 'carry out', 'know', 'archive'])

/** A line of "Nơi nhận" in a draft, with what it stands for. */
export const DraftedRecipient = z.object({
  words: line(500),
  kind: z.enum(['unit', 'group', 'people', 'outside', 'archive']),
  purpose: PurposeCode.nullable(),
  unitId: z.uuid().optional(),
  groupCode: line(60).optional(),
  address: line(300).optional(),
  personIds: z.array(z.uuid()).max(500).optional(),
})
export type DraftedRecipient = z.output<typeof DraftedRecipient>

/** The same as a line that is sent. */
export function lineOfDraft(r: DraftedRecipient): {
  words: string
  kind: DraftedRecipient['kind']
  purpose: DraftedRecipient['purpose']
  unitId?: string
  groupCode?: string
  address?: string
  personIds?: string[]
} {
  return {
    words: r.words,
    kind: r.kind,
    purpose: r.purpose,
    ...(r.unitId === undefined ? {} : { unitId: r.unitId }),
    ...(r.groupCode === undefined ? {} : { groupCode: r.groupCode }),
    ...(r.address === undefined ? {} : { address: r.address }),
    ...(r.personIds === undefined ? {} : { personIds: r.personIds }),
  }
}
