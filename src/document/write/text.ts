/** One line: composed letters (NFC), white space collapsed, without characters that XML 1.0 refuses. No-break spaces stay. */
export function cleanLine(text: string): string {
  return wellFormed(text)
    .replace(/[ \t\r\n\v\f\u0085\u2028\u2029]+/g, ' ')
    .replace(/^ | $/g, '')
}

/** The non-empty lines of a text, each cleaned. */
export function cleanLines(text: string): string[] {
  return wellFormed(text)
    .split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/)
    .map(cleanLine)
    .filter((line) => line !== '')
}

/** Without the stop, semicolon, comma or "./." at the end. An ellipsis stays. */
export function withoutFinalMark(text: string): string {
  return text.replace(/\s*(\.\/\.|;|,|(?<!\.)\.)*\s*$/, '')
}

/** Pasted text brings control characters and half surrogates: one of them, and Word calls the whole file damaged. */
function wellFormed(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\P{Cc}\t\r\n\v\f\u0085]|[\uFFFE\uFFFF]/gu, '')
}
