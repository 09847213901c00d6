import { IntlMessageFormat } from 'intl-messageformat'

export type Tables = Record<string, Record<string, string>>
export type MessageParams = Record<string, string | number>

/**
 * A function from `<file>.<key>` to the sentence, over one language's tables. Apart from index.ts, so that a browser
 * can load the one language it shows.
 * @param tag how numbers are written: `vi-VN` 1.234,5, `en-GB` 1,234.5
 * @returns undefined for a key that is not there
 */
export function compileMessages(
  tables: Tables,
  tag: string,
): (key: string, params?: MessageParams) => string | undefined {
  const compiled = new Map<string, IntlMessageFormat>()
  return (key, params) => {
    const [file = '', ...rest] = key.split('.')
    const text = tables[file]?.[rest.join('.')]
    if (text === undefined) return undefined
    if (!text.includes('{') && !text.includes("'")) return text
    let message = compiled.get(key)
    if (!message) compiled.set(key, (message = new IntlMessageFormat(text, tag)))
    return String(message.format(params))
  }
}
