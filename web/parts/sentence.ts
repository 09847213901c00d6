/** Words that begin a line of their own: the first letter large. Titles are kept as they stand behind "về". */
export function asSentence(words: string): string {
  const [first = ''] = words
  return first.toLocaleUpperCase('vi') + words.slice(first.length)
}
