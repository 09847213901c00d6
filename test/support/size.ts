/** How much of a proof is run: the first number in `npm test`, the second in `npm run prove -- NAME`. */
export function sized(name: string, small: number, large: number): number {
  return process.env['LANTOA_PROVE'] === name ? large : small
}

/** Whether one of the proofs is run, not `npm test`. */
export function isProof(): boolean {
  return process.env['LANTOA_PROVE'] !== undefined
}

/** Whether the suite is run as `npm test` runs it, here or on PostgreSQL 16. */
export function isSuite(): boolean {
  return [undefined, 'postgres16'].includes(process.env['LANTOA_PROVE'])
}
