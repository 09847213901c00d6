import { DocumentError } from '../errors.ts'
import { PageWriter } from './page.ts'
import type { OpenedDocument } from './open.ts'

/** More unreadable letters than this share, and the file is not text in UTF-8 but something else. */
const maxBroken = 0.005

/** A text file: UTF-8 with or without a byte order mark, or UTF-16 with one. Nothing is stripped, so that offsets stay true. */
export function openTxt(bytes: Uint8Array): OpenedDocument {
  const text = decode(bytes)
  const page = new PageWriter()
  for (const line of text.split('\n')) {
    page.openParagraph()
    page.text(line)
    page.closeParagraph()
    page.lineEnd()
  }
  return { text, html: page.html(), format: 'txt' }
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (text.includes('\0')) throw new DocumentError('document.unknown_format')
  const broken = text.length - text.replaceAll('\ufffd', '').length
  if (broken > maxBroken * text.length) throw new DocumentError('document.unknown_format')
  return text
}
