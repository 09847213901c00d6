import type { OutwardSettings } from '../../platform/http/outward.ts'

let settings: OutwardSettings = { allowed: [] }
let publicUrl: string | null = null

/** Says once, when the process starts, whom it may call and under which address it is reached itself. */
export function setOutward(outward: OutwardSettings, ownUrl: string | null): void {
  settings = outward
  publicUrl = ownUrl
}

export function outwardSettings(): OutwardSettings {
  return settings
}

/** An address of ours for others: whole where the public one is known. */
export function linkTo(path: string): string {
  return `${publicUrl ?? ''}${path}`
}
