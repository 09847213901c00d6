/**
 * Vietnamese as it was typed before Unicode: letters of a Western code page that only a certain font shows as Vietnamese.
 * The letters come here as a word processor hands them on, each byte as the letter of Latin-1 with the same number.
 */
export type Legacy = 'tcvn3' | 'vni' | 'viqr' | 'viscii'

/** TCVN 5712:1993 (ABC, TCVN3), codes A1 to FF; B0 to B4 are marks that no font of .Vn shows. */
const tcvn3Letters =
  'ĂÂÊÔƠƯĐăâêôơưđẰ°±²³´àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ'

/** VISCII (RFC 1456), codes 80 to FF. */
const visciiLetters =
  'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ'
const visciiLow: Record<string, string> = {
  '\u0002': 'Ẳ',
  '\u0005': 'Ẵ',
  '\u0006': 'Ẫ',
  '\u0014': 'Ỷ',
  '\u0019': 'Ỹ',
  '\u001e': 'Ỵ',
}

/** VNI for Windows: a vowel and a mark behind it; a mark names tone, shape, or both. Combining marks in the order of NFD. */
const vniMarks: Record<string, string> = {
  ø: '\u0300',
  ù: '\u0301',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  à: '\u0302\u0300',
  á: '\u0302\u0301',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0323\u0302',
  ê: '\u0306',
  è: '\u0306\u0300',
  é: '\u0306\u0301',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0323\u0306',
}
/** Letters that VNI writes with one code. */
const vniSingles: Record<string, string> = {
  ñ: 'đ',
  ô: 'ơ',
  ö: 'ư',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
}

const vniPair = /([aeouyôö])([øùûõïâàáåãäêèéúüë])|[ñôöæóòî]/gi

/** TCVN3 has no capitals with tones: what a typist wrote with the capitals' key comes out as "CéNG HßA". */
function tcvn3(text: string): string {
  const letters = Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return code > 0xa0 && code <= 0xff ? (tcvn3Letters[code - 0xa1] ?? letter) : letter
  }).join('')
  return letters.replace(/\p{L}+(?:[^\p{L}\d\n.;:]+\p{L}+)*/gu, raiseCapitals)
}

const capitalsKey = /^(?=[^a-z]*[A-Z][^a-z]*[A-Z])(?=.*\p{Ll})[^a-z]+$/u

/**
 * A word of two plain capitals and a small letter with a tone was typed with the capitals' key. Its neighbours without plain
 * small letters ("Uỷ BAN NHâN DâN") go with it.
 */
function raiseCapitals(row: string): string {
  const words = row.split(/(\P{L}+)/u)
  const raised = words.map((word) => capitalsKey.test(word))
  if (!raised.includes(true)) return row
  const open = (at: number) => words[at] !== undefined && !/[a-z]/.test(words[at])
  for (let at = 2; at < words.length; at += 2) raised[at] ||= raised[at - 2] === true && open(at)
  for (let at = words.length - 3; at >= 0; at -= 2) raised[at] ||= raised[at + 2] === true && open(at)
  return words.map((word, at) => (raised[at] === true ? word.toLocaleUpperCase('vi') : word)).join('')
}

function vni(text: string): string {
  return text.replace(vniPair, (pair, vowel?: string, mark?: string) => {
    if (vowel === undefined || mark === undefined) return caseOf(pair, vniSingles[pair.toLowerCase()] ?? pair)
    const base = caseOf(vowel, vniSingles[vowel.toLowerCase()] ?? vowel)
    return (base + (vniMarks[mark.toLowerCase()] ?? '')).normalize('NFC')
  })
}

function caseOf(model: string, letter: string): string {
  return model === model.toLowerCase() ? letter.toLowerCase() : letter.toUpperCase()
}

function viscii(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return (code >= 0x80 && code <= 0xff ? visciiLetters[code - 0x80] : visciiLow[letter]) ?? letter
  }).join('')
}

const viqrShapes: Record<string, string> = { '^': '\u0302', '(': '\u0306', '+': '\u031b', '*': '\u031b' }
const viqrTones: Record<string, string> = {
  "'": '\u0301',
  '`': '\u0300',
  '?': '\u0309',
  '~': '\u0303',
  '.': '\u0323',
}

/**
 * VIQR (RFC 1456): "Vie^.t Nam"; a backslash before a mark says that it is none. A full stop or question mark behind a vowel is a
 * tone where the word or the sentence goes on, or a name does ("Thi. Ngo.c").
 */
function viqr(text: string): string {
  return text
    .replace(/\\?(dd|DD|Dd|dD)/g, (pair) =>
      pair.startsWith('\\') ? pair.slice(1) : pair.startsWith('D') ? 'Đ' : 'đ',
    )
    .replace(viqrVowel, (whole, vowel: string, shape: string, tone?: string) =>
      shape === '' && tone === undefined
        ? whole
        : (vowel + (viqrShapes[shape] ?? '') + (tone === undefined ? '' : (viqrTones[tone] ?? ''))).normalize(
            'NFC',
          ),
    )
    .replace(/\\(?=[\^(+*'`?~.])/g, '')
}

const viqrVowel =
  /([aeiouyAEIOUY])([\^(+*]?)(['`~]|[.?](?=[\p{L}\t,;:)./?]|[ ,;:)]+\p{Ll})|[.?](?= \p{Lu}\p{Lu})(?<!(?:^|\s)[IVX]+\.)(?<=\p{Lu}[\^(+*]?[.?])|[.?](?= \p{Lu}\p{Ll})(?<= \p{Lu}\p{L}{0,4}[\^(+*]?[.?]))?/gu

/**
 * Legacy letters as Unicode, composed (NFC).
 * @param text each code of the old font as the letter of Latin-1 with its number; private codes F020 to F0FF (symbol fonts) too
 */
export function fromLegacy(text: string, legacy: Legacy): string {
  const plain = text.replace(/[\uf020-\uf0ff]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xf000))
  switch (legacy) {
    case 'tcvn3':
      return tcvn3(plain)
    case 'vni':
      return vni(plain)
    case 'viqr':
      return viqr(plain)
    case 'viscii':
      return viscii(plain)
  }
}

/**
 * What a font's name says of the letters typed in it; `capitals` for the fonts that show small letters as capitals (.VnTimeH).
 * PDF writers put the face behind the name (".VnTime,Bold", "VNI-Times-Italic") and may lose the full stop before it.
 */
export function legacyOfFont(font: string | null): { legacy: Legacy; capitals: boolean } | null {
  if (font === null) return null
  const name = font.replace(/[\s,-]*(?:(?:bold|italic|oblique|regular|normal|roman|mt)[\s,-]*)+$/i, '')
  if (/^\.Vn/i.test(name) || /^Vn[A-Z]/.test(name)) return { legacy: 'tcvn3', capitals: /h$/i.test(name) }
  if (/^VNI[- ]/i.test(name)) return { legacy: 'vni', capitals: false }
  return null
}

/** Whether a letter may be the second half of one in VNI, typed in a run of its own. */
export function isVniMark(letter: string): boolean {
  return letter.toLowerCase() in vniMarks
}

/** A toned letter at the beginning of a paragraph, item or sentence, or of a name's last word. */
const tonedBeginning =
  /[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ](?<=^(?:\s*\d+[.)]\s*)?.|[a-zà-ỹ]\. +.|^(?:\p{Lu}\p{Ll}+ ){1,4}.)(?=\p{Ll}* |\p{Ll}+$)/gmu

/**
 * A whole paragraph that was TCVN3 without any font: a toned capital could only be typed in a second font, so where a capital
 * belongs a small letter stands. Keeps the length.
 */
export function capitalBeginnings(paragraph: string): string {
  // No paragraph is as long as that; for a word of a million letters the look ahead would take hours.
  if (paragraph.length > 20_000) return paragraph
  return paragraph.replace(tonedBeginning, (letter) => letter.toLocaleUpperCase('vi'))
}
