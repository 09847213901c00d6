export { rebuildClosure } from './closure.ts'
export {
  findDirectlyBelow,
  findSuperior,
  findUnits,
  insertUnits,
  isAbove,
  setSuperiors,
  type NewUnitRow,
  type SuperiorRow,
  type UnitFacts,
} from './units.store.ts'
export type { Line } from './units.tables.ts'
