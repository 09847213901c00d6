export { rebuildClosure } from './closure.ts'
export {
  endSuperior,
  findDirectlyBelow,
  findSuperior,
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
export type { Line } from './units.tables.ts'
