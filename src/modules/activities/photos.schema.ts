import { z } from 'zod'
import { ActivityState, PhotoState } from './activities.schema.ts'

/** Bytes in one request: what a weak line carries in a few seconds. */
export const chunkSize = 1024 * 1024
/** Bytes of one photo. */
export const mostBytes = 50 * 1024 * 1024

export const photoPath = z.object({ id: z.uuid(), photoId: z.uuid() })

export const BeginPhoto = z
  .object({
    size: z.int().min(0).describe('bytes that will be sent'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of those bytes, hex'),
    name: z.string().max(200).default(''),
  })
  .meta({ id: 'BeginPhoto' })

export const PhotoUpload = z
  .object({
    photoId: z.uuid(),
    state: PhotoState,
    received: z.int().describe('bytes that are here; send on from this offset'),
    size: z.int().nullable(),
    error: z.string().nullable().describe('why it was refused, as a sentence'),
    activity: z.object({ state: ActivityState, photosExpected: z.int(), photosArrived: z.int() }),
  })
  .meta({ id: 'PhotoUpload' })

export type PhotoUploadOut = z.output<typeof PhotoUpload>
