export { rebuildClosure } from './closure.ts'
export { cleanCell, codeOf, foldWords, readDay } from './import/columns.ts'
export { mostBytes, mostRows, readSheet } from './import/read-sheet.ts'
export { importUnits } from './import/import.service.ts'
export { addUnit, renameUnit, setUnitSuperior } from './units.changes.ts'
export {
  isAdmin,
  isOwnOrBelow,
  mayAddUnder,
  mayChangeUnit,
  requireChangeable,
  requireReadable,
} from './units.policy.ts'
export { harmless } from './units.export.ts'
export { ImportResult, LineCode, UnitCode, UnitNames, UnitRef } from './units.schema.ts'
export {
  endSuperior,
  findDirectlyBelow,
  findElsewhere,
  findHomes,
  findSuperiorUnits,
  findUnits,
  insertSuperiors,
  insertUnits,
  isAbove,
  setName,
  setSuperiors,
  type NameRow,
  type NewUnitRow,
  type SuperiorRow,
  type UnitFacts,
} from './units.store.ts'
export {
  closeUnits,
  findSuccession,
  insertSuccession,
  lockUnits,
  successorOf,
  type SuccessionRow,
  type SuccessionStep,
} from './units.succession.store.ts'
export type { Line } from './units.tables.ts'
