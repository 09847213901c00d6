import type {} from './outgoing.tables.ts'
