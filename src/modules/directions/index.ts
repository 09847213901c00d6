import type {} from './directions.tables.ts'
export { actOnDirection } from './directions.acts.ts'
export { saveDirection, sendDirection } from './directions.drafts.ts'
