/** 10:42, by this machine's own clock: the person looks at the same one. */
export function timeOf(instant: string): string {
  const at = new Date(instant)
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** 17/06/2026, by this machine's own clock. */
export function dayOf(instant: string): string {
  const at = new Date(instant)
  return `${String(at.getDate()).padStart(2, '0')}/${String(at.getMonth() + 1).padStart(2, '0')}/${at.getFullYear()}`
}
