import { createHash, randomBytes } from 'node:crypto'

/**
 * JSON with sorted keys and no white space, so that equal content has equal bytes whoever writes it
 * (the idea of RFC 8785; our content holds strings, booleans, null and safe integers only).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

/** SHA-256 as 64 lower-case hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Salt and hash of a version's content. The salt stands in the version's row and goes with the content when that is redacted. */
export function sealContent(content: unknown): { salt: Buffer; hash: string } {
  const salt = randomBytes(16)
  return { salt, hash: hashContent(salt, content) }
}

/** `sha256(salt ‖ canonical JSON)` in hex: what an event keeps of a version. */
export function hashContent(salt: Uint8Array, content: unknown): string {
  return createHash('sha256').update(salt).update(canonicalJson(content)).digest('hex')
}
