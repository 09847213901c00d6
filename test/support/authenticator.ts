import { totpCode } from '../../src/modules/people/index.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The secret that a screen shows in base32, as an application takes it in. */
export function secretTyped(words: string): Buffer {
  const bits = [...words.replaceAll(' ', '')]
    .map((c) => letters.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** What an application that has the secret shows at an instant. */
export function codeShown(words: string, at: Date): string {
  return totpCode(secretTyped(words), at)
}
