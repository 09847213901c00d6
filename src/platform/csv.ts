export const csvMime = 'text/csv; charset=utf-8'

/**
 * Rows as a .csv text (RFC 4180), with the mark of UTF-8 before it, without which Excel takes Vietnamese for something else.
 * Words that would run as a formula are the caller's to disarm.
 */
export function writeCsv(rows: readonly (readonly string[])[]): Buffer {
  const cell = (words: string) => (/[",;\t\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words)
  return Buffer.from(`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`)
}
