import { Parser } from 'htmlparser2'
import { detectSpellings } from '../text/detect.ts'
import { writeDocument } from './blocks.ts'
import { decode, decodeText, fromWindows1258, windowsSigns } from './bytes.ts'
import { HtmlBlocks } from './html-blocks.ts'
import type { OpenedDocument } from './open.ts'

/**
 * Opens a web page, also one that Word saved, whatever it is called. Nothing is fetched and nothing runs: of the page only
 * words, fonts and tables are looked at.
 */
export function openHtml(bytes: Uint8Array): OpenedDocument {
  return writeDocument(htmlBlocks(htmlText(bytes).replace(/^\ufeff/, '')), 'html')
}

/** Paragraphs and tables of a page given as letters. */
function htmlBlocks(html: string): ReturnType<HtmlBlocks['finish']> {
  const blocks = new HtmlBlocks()
  const parser = new Parser(blocks, {
    decodeEntities: true,
    lowerCaseTags: true,
    lowerCaseAttributeNames: true,
  })
  parser.write(html)
  parser.end()
  return blocks.finish()
}

/** The encoding is the one that the bytes show; the page's own word decides between code pages only. */
function htmlText(bytes: Uint8Array): string {
  const decoded = decodeText(bytes) ?? { text: decode(bytes, 'utf-8'), singleByte: false }
  if (!decoded.singleByte) return decoded.text
  const named = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(decoded.text.slice(0, 4096))?.[1]?.toLowerCase()
  if (named === 'windows-1258') return fromWindows1258(decoded.text)
  // Pages of 1258 mostly say 1252 or nothing at all: told by their words.
  const lines = decoded.text.replace(/<[^<>]*>/g, ' ').split('\n')
  const spellings = detectSpellings(lines, fromWindows1258)
  const open = spellings.filter((spelling) => spelling === 'unicode').length
  const combined = lines.some((line, i) => spellings[i] === 'unicode' && /[\u0080-\u00ff]/.test(line))
  return combined && open * 2 > lines.length ? fromWindows1258(decoded.text) : windowsSigns(decoded.text)
}
