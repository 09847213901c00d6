import type {} from './exchange.tables.ts'

export { type ReportElsewhere } from './elsewhere.schema.ts'
export { lockFigures, settleFigures, takeOverJob, type TakeOverJob } from './figures.ts'
export type { NotTaken } from './exchange.tables.ts'
export { registerExchangeJobs } from './exchange.jobs.ts'
export { beginExchange } from './look.ts'
export { replaceWithin, tellReceivers } from './exchange.service.ts'
