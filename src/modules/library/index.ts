export { grantReading, grantsUpThread, mayRead, type Readable, type ReadGrant } from './grounds.ts'
