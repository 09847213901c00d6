import { v7 } from 'uuid'

/**
 * A fresh UUIDv7 for what a person creates, which is its request id too. `crypto.randomUUID` will not do: it is v4,
 * and missing over plain HTTP from another machine of the office.
 */
export function newId(): string {
  return v7()
}
