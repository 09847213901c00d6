/**
 * Codes of agencies: since QĐ 20/2020/QĐ-TTg (as amended by QĐ 09/2025/QĐ-TTg) groups of A–Z and 0–9 parted by dots, at most
 * 35 characters, read from left to right, the first a letter with two digits: `H57.12`. Before, by QCVN 102:2016/BTTTT, 13
 * characters read from right to left: `000.00.00.G22`. Both stand beside each other, even in one package.
 */
export interface AgencyCode {
  form: 'new' | 'old'
  /** groups from the top down, those of zeros that say "none" left out: `['H57', '12']` */
  path: readonly string[]
}

const top = /^[A-Z]\d{2}$/
const old = /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/
const longest = 35

/** Reads a code in either form; null for anything else. A code whose top stands last is an old one, however many groups it has. */
export function readAgencyCode(written: string): AgencyCode | null {
  const code = written.trim().toUpperCase()
  if (code.length > longest) return null
  const groups = code.split('.')
  if (!groups.every((group) => /^[A-Z0-9]+$/.test(group))) return null
  const isNew = top.test(groups[0] ?? '') && !old.test(code)
  if (!isNew && !top.test(groups.at(-1) ?? '')) return null
  const downwards = isNew ? groups : groups.toReversed()
  const path = isNew ? downwards : downwards.filter((group) => !/^0+$/.test(group))
  return { form: isNew ? 'new' : 'old', path }
}

/**
 * What codes are compared by: the same for both forms of one agency's code where its groups were carried over as they were.
 * Where an agency was given other groups the caller knows it by both codes.
 * @returns null for what is no code
 */
export function agencyKey(written: string): string | null {
  return readAgencyCode(written)?.path.join('.') ?? null
}

/** Whether two codes, in whichever form, are of one agency. */
export function sameAgency(one: string, other: string): boolean {
  const key = agencyKey(one)
  return key !== null && key === agencyKey(other)
}

/** A code in the form of today; null for what is no code. */
export function newForm(written: string): string | null {
  return agencyKey(written)
}

/**
 * A code in the form of QCVN 102, which some systems still ask for.
 * @returns null for what is no code, or where its groups do not fit into 2, 2 and 3 digits
 */
export function oldForm(written: string): string | null {
  const code = readAgencyCode(written)
  if (!code) return null
  const [head = '', ...below] = code.path
  const widths = [2, 2, 3]
  if (below.length > widths.length) return null
  const groups = widths.map((width, i) => (below[i] ?? '').padStart(width, '0'))
  const form = [...groups.toReversed(), head].join('.')
  // 7 written as 07 would be another agency's code.
  return old.test(form) && agencyKey(form) === code.path.join('.') ? form : null
}

/** An agency with all codes under which others know it, those of earlier years too. */
export interface KnownAgency<T> {
  agency: T
  codes: readonly string[]
}

/** Finds agencies by either form of any of their codes; a code that two of them have names nobody. */
export function agenciesByCode<T>(known: readonly KnownAgency<T>[]): (written: string) => T | null {
  const byKey = new Map<string, T | null>()
  for (const { agency, codes } of known)
    for (const key of new Set(codes.map(agencyKey)))
      if (key !== null) byKey.set(key, byKey.has(key) && byKey.get(key) !== agency ? null : agency)
  return (written) => {
    const key = agencyKey(written)
    return key === null ? null : (byKey.get(key) ?? null)
  }
}
