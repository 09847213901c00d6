import type {} from './exchange.tables.ts'

export { registerExchangeJobs } from './exchange.jobs.ts'
export { beginExchange } from './look.ts'
export { replaceWithin, tellReceivers } from './exchange.service.ts'
