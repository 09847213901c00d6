import type { Runtime } from './runtime.ts'

/** Loads the demonstration. */
export async function loadDemo(_runtime: Runtime): Promise<void> {}
export function printDemoAccounts(): void {}
export async function demoCommand(): Promise<number> {
  return 0
}
