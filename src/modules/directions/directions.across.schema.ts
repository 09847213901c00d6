import { z } from 'zod'
import { DutiesAcross } from '../dispatch/index.ts'

/** What directions say to another home. The shape is a promise: the same messages join separate installations. */
export const DirectionAcross = z
  .object({
    directionId: z.uuid(),
    units: z
      .array(z.uuid())
      .describe('of the home it goes to: those that get the direction with this message'),
    acts: z.array(z.uuid()).describe('what was said on it; the rows stand among the copies'),
    duties: DutiesAcross.shape.duties.describe('what those concerned owe each other, as it stands'),
    redactions: z
      .array(z.object({ actId: z.uuid().nullable(), ground: z.string() }))
      .describe('whose words are gone by law: of an act, or null for the direction itself'),
  })
  .describe('a direction to units of the other home, or what was said on one that it has')
export type DirectionAcross = z.output<typeof DirectionAcross>

/** What a message of the kind `direction` is about; the rest is gathered when it goes. */
export type AboutDirection = Pick<DirectionAcross, 'directionId' | 'units' | 'acts'>
