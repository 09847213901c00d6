import type { SignatureReport } from './verify.ts'

/** What is wrong with a signature, gravest first; the sentence is the message `sign.fault.<code>`. */
export const signatureFaults = [
  'wrong',
  'unreadable',
  'part',
  'changed',
  'weak',
  'expired',
  'not_yet',
  'unknown_authority',
] as const
export type SignatureFault = (typeof signatureFaults)[number]

/** An empty list: it holds in everything that was looked at. */
export function faultsOf(report: SignatureReport): SignatureFault[] {
  const faults: [boolean, SignatureFault][] = [
    [report.state === 'wrong', 'wrong'],
    [report.state === 'unreadable', 'unreadable'],
    [report.covers === 'part', 'part'],
    [report.since === 'changed' && report.covers === 'all', 'changed'],
    [report.weak !== null, 'weak'],
    [report.certificate === 'expired', 'expired'],
    [report.certificate === 'not_yet', 'not_yet'],
    [report.authority?.known === false, 'unknown_authority'],
  ]
  return faults.filter(([holds]) => holds).map(([, fault]) => fault)
}

/** Faults of the document itself, not of who vouches for the signer. */
export function isIntact(report: SignatureReport): boolean {
  return !faultsOf(report).some((fault) => ['wrong', 'unreadable', 'part', 'changed', 'weak'].includes(fault))
}
