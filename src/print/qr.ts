import { toString } from 'qrcode'

/**
 * A QR code as an SVG string, black on white with the four modules of quiet zone the standard asks for. Error correction
 * M stands 15 % of damage: a poster is creased, not torn. Throws when the text is longer than 2,331 bytes.
 */
export async function drawQr(text: string): Promise<string> {
  return toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
