import type {} from './machines.tables.ts'

export { callLimit, findCaller, noteCall, type Caller } from './callers.ts'
