import type { Paper } from './paper.ts'

/** A document of plain lines (head of two cells parted by tabs, "Nơi nhận" at the end) as a paper to print. */
export function paperOfText(text: string): Paper {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  const rightAt = lines.findIndex((line) => line.startsWith('CỘNG HÒA'))
  const titleAt = lines.findIndex(
    (line, i) => i > rightAt && /^[A-ZĐÀ-Ỹ ]{6,20}$/.test(line) && !line.includes('CỘNG'),
  )
  const bodyAt = lines.findIndex((line) => line.startsWith('Căn cứ'))
  const endAt = lines.findIndex((line) => line.startsWith('Nơi nhận'))
  const words = (from: number, to: number) => lines.slice(from, to).filter((line) => line !== '')
  return {
    left: words(0, rightAt),
    right: words(rightAt, titleAt),
    title: words(titleAt, bodyAt),
    body: words(bodyAt, endAt),
    recipients: words(endAt, lines.length),
    signature: [],
  }
}
