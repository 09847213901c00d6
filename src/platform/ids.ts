import { v5, v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562 §5.7): time-ordered, so that B-trees grow at the right end. */
export function newId(): string {
  return v7()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version; whatever stands in a literal `SET LOCAL` passes here first. */
export function isId(text: string): boolean {
  return uuid.test(text)
}

const words = '2f0c6d52-41c5-5a0e-8f1b-0a6f3b2d9c11'

/** The id of something that is known by words, such as the job of a day: the same words give the same id (UUIDv5). */
export function idFromWords(text: string): string {
  return v5(text, words)
}
