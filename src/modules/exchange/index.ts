import type {} from './exchange.tables.ts'

export { registerExchangeJobs } from './exchange.jobs.ts'
export { beginExchange } from './look.ts'
export { recallWithin, replaceWithin } from './exchange.service.ts'
