/** `KH 04-KH-PGDĐT.pdf`: the name under which a paper is saved; letters that file systems refuse become dashes. */
export function paperName(
  document: { type: string; numberSymbol: string | null; subject: string },
  extension: string,
): string {
  const words = document.numberSymbol
    ? `${document.type} ${document.numberSymbol}`
    : `${document.type} ${document.subject}`
  return `${cleanFileName(words, 120)}.${extension}`
}

/** A file name as given by a person, without folders and without what file systems or headers refuse. */
export function cleanFileName(name: string, longest = 200): string {
  const base = name.normalize('NFC').replace(/^.*\\/, '')
  const clean = base
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()
  return [...clean].slice(0, longest).join('').trim() || 'van-ban'
}
