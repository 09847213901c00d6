import type { OpenedDocument } from '#src/document/index.ts'

/** Each run of the page says where its words are in the text. */
export function runsOf({ html, text }: OpenedDocument): { shown: string; there: string }[] {
  const plain = (escaped: string) =>
    escaped
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&')
  return [...html.matchAll(/<span data-s="(\d+)">([^<]*)<\/span>/g)].map((match) => {
    const shown = plain(match[2] ?? '')
    return { shown, there: text.slice(Number(match[1]), Number(match[1]) + shown.length) }
  })
}
