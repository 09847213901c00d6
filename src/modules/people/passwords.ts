import { hash, verify } from '@node-rs/argon2'

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane; 9 ms each when 20 verify at once (measured).
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** A longer password is refused before hashing, or a long body would cost us seconds. */
export const longestPassword = 200
export const shortestPassword = 10

/** Hash of a password (argon2id, PHC string). */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), options)
}

// Verified when there is no such account, so that the answer takes as long as for a wrong password.
let decoy: Promise<string> | null = null

/** True when the password fits; takes the same time when there is no account. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > longestPassword) return false
  decoy ??= hashPassword('no account has this password')
  const fits = await verify(stored ?? (await decoy), password.normalize('NFC'))
  return fits && stored !== null
}
