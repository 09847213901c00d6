import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import sharp from 'sharp'
import { cleanBytes } from './picture-clean.ts'
import type { PictureAnswer, PictureJob } from './pictures.ts'

// The process that decodes one untrusted picture: job on standard input, answer on standard output (see pictures.ts).

sharp.cache(false)
sharp.concurrency(1)
// Only the readers that are asked for: a file can't choose another one (SVG, PDF, TIFF …) by its content.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

const job = JSON.parse(await text(process.stdin)) as PictureJob
await answer(job)

async function answer({ path, kind }: PictureJob): Promise<void> {
  try {
    const clean = await cleanBytes(await readFile(path), kind)
    if (clean === null) return write({ error: 'too_many_pixels' })
    const { picture, thumbnail, ...facts } = clean
    write({ ...facts, picture: picture.length, thumbnail: thumbnail.length }, picture, thumbnail)
  } catch {
    // Whatever the decoders say of a broken file, it means one thing to the person who sent it.
    write({ error: 'damaged' })
  }
}

function write(head: PictureAnswer, ...parts: Buffer[]): void {
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  process.stdout.write(Buffer.concat([length, json, ...parts]))
}
