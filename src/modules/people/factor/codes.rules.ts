import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** What authenticator applications know without being told: SHA-1, six digits, 30 seconds (RFC 6238, Key Uri Format). */
const common = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** 20 random bytes: the length of SHA-1, as RFC 4226 §4 asks. */
export function newTotpSecret(): Buffer {
  return randomBytes(20)
}

/** What the QR code holds. @param label whose it is, as the application's list shows it */
export function totpUri(secret: Buffer, issuer: string, label: string): string {
  return totpOf(secret, { issuer, label }).toString()
}

/** The secret as it is typed by hand: base32 in groups of four. */
export function totpWords(secret: Buffer): string {
  return (totpOf(secret).secret.base32.match(/.{1,4}/g) ?? []).join(' ')
}

/**
 * The time step of which a code is, at most one before or after the present one: a telephone's clock may be half a minute
 * off (RFC 6238 §5.2).
 * @returns null when it is no code of these steps
 */
export function stepOfCode(secret: Buffer, code: string, at: Date): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const now = Math.floor(at.getTime() / 1000 / common.period)
  const totp = totpOf(secret)
  let found: number | null = null
  // Each is compared in the same time, and the newest wins: an older one that is the same must not hide it.
  for (const step of [now - 1, now, now + 1]) {
    const right = totp.generate({ timestamp: step * common.period * 1000 })
    if (timingSafeEqual(Buffer.from(right), Buffer.from(token))) found = step
  }
  return found
}

/** The code that an application shows at an instant: for tests and the console. */
export function totpCode(secret: Buffer, at: Date): string {
  return totpOf(secret).generate({ timestamp: at.getTime() })
}

function totpOf(secret: Buffer, of: { issuer?: string; label?: string } = {}): TOTP {
  const bytes = new Uint8Array(secret)
  return new TOTP({ ...common, ...of, secret: new Secret({ buffer: bytes.buffer }) })
}

/** How many codes somebody gets for the day on which the telephone is lost. */
export const recoveryCodes = 10

// Without 0, 1, i, l, o, u: read off paper, typed by hand.
const letters = '23456789abcdefghjkmnpqrstvwxyz'

/** A recovery code: 16 letters in groups of four, 78 bits, so that its hash can't be tried through. */
export function newRecoveryCode(): string {
  let code = ''
  while (code.length < 16) {
    // 240 is the last multiple of 30: what lies above would favour the first letters.
    for (const byte of randomBytes(24)) if (byte < 240 && code.length < 16) code += letters[byte % 30]
  }
  return (code.match(/.{4}/g) ?? []).join('-')
}

/** The hash under which a code is kept; how it was typed (capitals, spaces, hyphens) makes no difference. */
export function hashOfRecoveryCode(accountId: string, code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHash('sha256').update(`${accountId}\n${plain}`).digest('hex')
}
