import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const longestSide = 2_048

/**
 * A photo made small enough for a weak line, before it is sent: longest side 2,048 px, JPEG, upright. Drawing it anew
 * leaves EXIF and GPS behind. What this browser can't draw (HEIC on most) goes as it is: the server cleans it.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap) return file
  try {
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    const context = canvas.getContext('2d')
    if (!context) return file
    // A transparent picture has no ground of its own, and JPEG would make it black.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
    return small ?? file
  } finally {
    bitmap.close()
  }
}

/** SHA-256 of what will be sent, hex. Not the browser's own: that one is missing over plain HTTP from another machine. */
export async function hashOf(blob: Blob): Promise<string> {
  return bytesToHex(sha256(new Uint8Array(await blob.arrayBuffer())))
}
