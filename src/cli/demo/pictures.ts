import sharp, { type OutputInfo } from 'sharp'
import { cleanBytes, keepPhoto } from '../../modules/activities/index.ts'
import { sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import { readPicture, type Demo } from './data.ts'

/** Size of a "photo" of the demonstration: enough to look at, small enough that a first start stays short. */
const width = 640
const height = 480

interface Use {
  id: string
  variant: number
  photoId: string
}

/** The drawings as photos: each use is a crop of its own, so that no two pieces of evidence are the same file. */
export interface PictureBook {
  /** not every activity of the demonstration has a picture */
  has(use: { id: string; variant: number }, isShown: boolean): boolean
  attach(ctx: Ctx, activityId: string, use: Use): Promise<void>
}

/** A use of a drawing as JPEG bytes. */
export type MakePhoto = (use: { id: string; variant: number }) => Promise<Buffer>

/** Draws all pictures once, in memory; a use cuts its part out of them. */
export async function drawPictures(demo: Demo): Promise<MakePhoto> {
  const bases = new Map<string, { data: Buffer; info: OutputInfo }>()
  await Promise.all(
    demo.pictures.map(async ({ id }) => {
      const drawn = await sharp(readPicture(id))
        .resize(880, 660, { fit: 'cover' })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      bases.set(id, drawn)
    }),
  )
  return async ({ id, variant }) => {
    const base = bases.get(id)
    if (!base) throw new Error(`no drawing ${id}`)
    const left = (variant * 53) % (base.info.width - width)
    const top = (variant * 29) % (base.info.height - height)
    const cut = sharp(base.data, {
      raw: { width: base.info.width, height: base.info.height, channels: 3 },
    }).extract({ left, top, width, height })
    if (variant % 2 === 1) cut.flop()
    return cut.jpeg({ quality: 74 }).toBuffer()
  }
}

/**
 * The uses of pictures that become evidence: those of the activities that the story shows, and one in twelve of the rest, so
 * that a newcomer does not wait for three thousand photos.
 */
export function pictureBook(make: MakePhoto): PictureBook {
  return {
    has: ({ variant }, isShown) => isShown || variant % 12 === 0,
    attach: async (ctx, activityId, use) => {
      const photo = await make(use)
      const cleaned = await cleanBytes(photo, 'jpeg')
      if (cleaned)
        await keepPhoto(ctx, ctx.actor.ownUnits, { activityId, photoId: use.photoId }, sha256(photo), cleaned)
    },
  }
}
