import { detectSpellings, hasUnicodeLetters } from '../text/detect.ts'
import { fromLegacy, legacyOfFont } from '../text/legacy.ts'
import type { PlacedWord } from './placed.ts'

/**
 * Words of a PDF whose fonts are of the time before Unicode, as Unicode: told by the font's name (.VnTime, VNI-Times); where a
 * name says nothing, by what the words of that font would be. A font that shows small letters as capitals makes them so.
 * @param pages the words of each page, as the file's fonts name their letters
 */
export function unicodeWords(pages: readonly (readonly PlacedWord[])[]): PlacedWord[][] {
  const byFont = new Map<string, string[]>()
  for (const word of pages.flat()) {
    const texts = byFont.get(word.font)
    if (texts) texts.push(word.text)
    else byFont.set(word.font, [word.text])
  }
  const spellings = new Map<string, ReturnType<typeof legacyOfFont>>()
  for (const [font, texts] of byFont) spellings.set(font, legacyOfFont(font) ?? guess(texts))
  return pages.map((words) =>
    words.map((word) => {
      const spelling = spellings.get(word.font)
      if (!spelling || hasUnicodeLetters(word.text)) return word
      const text = fromLegacy(word.text, spelling.legacy)
      return { ...word, text: spelling.capitals ? text.toLocaleUpperCase('vi') : text }
    }),
  )
}

/** A page's worth of words decides; few words, or one letter that only Unicode has, leave a font as it is. */
function guess(texts: readonly string[]): ReturnType<typeof legacyOfFont> {
  const sample = texts.slice(0, 600).join(' ')
  if (texts.length < 12 || hasUnicodeLetters(sample)) return null
  const [spelling] = detectSpellings([sample])
  return spelling === 'tcvn3' || spelling === 'vni' ? { legacy: spelling, capitals: false } : null
}
