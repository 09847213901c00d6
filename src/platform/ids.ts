import { v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562 §5.7): time-ordered, so that B-trees grow at the right end. */
export function newId(): string {
  return v7()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version; whatever stands in a literal `SET LOCAL` passes here first. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
