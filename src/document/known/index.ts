export type * from './model.ts'
export { knownRelationKinds } from './model.ts'
export {
  isInForce,
  isTitled,
  knownDocument,
  lastDay,
  makeRegister,
  type KnownEntry,
  type Register,
} from './register.ts'
export { numberKey, partsOf, symbolKey, titleKey, type NumberParts } from './keys.ts'
export { placesOf } from './issuers.ts'
export { resolve } from './resolve.ts'
