import type { SignatureRoom } from './official.ts'
import { renderWith } from './render.ts'

/** What a mark shows (Decree 30/2020/NĐ-CP, Appendix I, II.7 and II.8). */
export interface MarkContent {
  /** `signature`: of the competent person, blue; `seal`: of the agency, red */
  kind: 'signature' | 'seal'
  /** PNG with a transparent ground, in its colour already; null: the words stand there */
  picture: Uint8Array | null
  /** such as name and time of signing (ISO 8601 with its zone) */
  lines: string[]
}

/** Where the two marks stand, in millimetres from the page's upper left corner. */
export interface MarkPlaces {
  signature: SignatureRoom
  seal: SignatureRoom
}

/** Blue and red as ink is; the decree names the colours only. */
const looks = {
  signature: { colour: '#0033a0', size: 9 },
  seal: { colour: '#d60000', size: 8 },
} as const

/** As wide as a signature by hand; the seal of a commune's or a district's committee measures 36 mm (real size is asked). */
const signatureWidth = 50
const sealSize = 36

/**
 * Draws a mark as a page of its own size, to be put into a signed document.
 * @param place in millimetres
 * @returns PDF of one page
 * @throws PrintError also where the picture is no PNG
 */
export async function printMark(
  { kind, picture, lines }: MarkContent,
  place: { width: number; height: number },
): Promise<Uint8Array> {
  const data = {
    ...looks[kind],
    width: place.width,
    height: place.height,
    picture: picture === null ? null : [...picture],
    lines,
  }
  return (await renderWith('mark', data, { untagged: true })).pdf
}

/**
 * The signature in the middle between position and name; the seal in its real size over about a third of the signature, to
 * its left. Words instead of a seal stand beside: over one another neither could be read.
 * @param pictures those that `printMark` gets
 * @param size of the real seal in millimetres
 */
export function markPlaces(
  room: SignatureRoom,
  pictures: { signature: Uint8Array | null; seal: Uint8Array | null },
  size: { width: number; height: number } = { width: sealSize, height: sealSize },
): MarkPlaces {
  const relation = pictures.signature === null ? signatureWidth / room.height : relationOf(pictures.signature)
  const width = Math.min(signatureWidth, room.height * relation)
  const height = width / relation
  const signature = {
    page: room.page,
    x: room.x + (room.width - width) / 2,
    y: room.y + (room.height - height) / 2,
    width,
    height,
  }
  const over = pictures.seal === null ? -1 : width / 3
  return {
    signature,
    seal: {
      page: room.page,
      x: signature.x + over - size.width,
      y: room.y + (room.height - size.height) / 2,
      ...size,
    },
  }
}

/** Width by height, as the head of a PNG says; a file too short for one is refused when it is drawn. */
function relationOf(png: Uint8Array): number {
  if (png.length < 24) return 1
  const view = new DataView(png.buffer, png.byteOffset)
  return view.getUint32(16) / Math.max(1, view.getUint32(20)) || 1
}
