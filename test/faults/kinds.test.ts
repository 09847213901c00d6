import { describe, expect, it } from 'vitest'
import { allRoutes } from '../../src/modules/routes.ts'
import { moments, otherMoments } from './killer.ts'

/** Writes that no kill is aimed at, and why. */
const exempt: Record<string, string> = {
  'POST recipients/read': 'reads only: what the lines of recipients mean',
  'POST texts/check': 'reads only: what is wrong with a text; nothing is kept',
  'POST archive/files': 'reads only: whose file it is; nothing is kept',
  'POST outgoing/bases/order': 'reads only: legal bases in their order; nothing is kept',
  'POST signing-keys': 'needs a certificate; one row beside its event, as of a remark',
  'DELETE signing-keys/:id': 'needs a certificate; one row beside its event, as of a remark',
  'POST outgoing/:id/sign':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'PUT outgoing/:id/signed':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'POST plans/:id/draft/sign':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'PUT plans/:id/draft/signed':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'POST reports/:id/sign':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'PUT reports/:id/signed':
    'needs a certificate; one row and the paper’s bytes in one transaction, as of the paper itself',
  'POST dossiers/copy': 'rows in one statement beside their event, as of one file',
  'POST deliveries/:id/mail': 'one row and its mail in one transaction, as of a mail that is sent again',
  ...Object.fromEntries(
    [
      'POST documents/:id/exchange/recall',
      'POST documents/:id/exchange/replaces',
      'POST deliveries/:id/exchange',
      'POST package-arrivals/:id/refuse',
      'POST package-arrivals/:id/progress',
      'POST package-arrivals/:id/answer',
    ].map((kind) => [
      kind,
      'needs a package of another installation; its own test stops between folder and row (exchange.test.ts)',
    ]),
  ),
  'POST account/passkeys/begin': 'writes nothing but what the browser is asked, which is asked anew',
  'POST account/passkeys':
    'needs a browser’s authenticator; one row beside its event, as of an application for codes',
  'POST account/passkeys/remove': 'needs a passkey; one row beside its event, as of an application for codes',
  'POST account/identities/begin':
    'needs a provider of sign-in; writes nothing but a step, which is begun anew',
  'POST account/identities/remove': 'needs a provider of sign-in; one row beside its event',
}

/** As a client's requests are named: `POST plans/:id/issue`. */
function kindOfRoute({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.slice(1).replaceAll(/:[a-zA-Z]+/g, ':id')}`
}

describe('the matrix of kills', () => {
  const writes = allRoutes.filter((r) => r.method !== 'GET').map(kindOfRoute)
  const aimed = moments.filter((m) => !(otherMoments as readonly string[]).includes(m))

  it('has every write of the API, but for those with a reason', () => {
    expect(writes.length).toBeGreaterThan(90)
    expect(writes.filter((kind) => !aimed.includes(kind) && !(kind in exempt))).toEqual([])
  })

  it('aims at no write that is not there or has a reason not to be aimed at, and at none twice', () => {
    expect(aimed.filter((kind) => !writes.includes(kind) || kind in exempt)).toEqual([])
    expect(Object.keys(exempt).filter((kind) => !writes.includes(kind))).toEqual([])
    expect(moments.filter((kind, i) => moments.indexOf(kind) !== i)).toEqual([])
    expect(otherMoments.filter((moment) => !moments.includes(moment))).toEqual([])
  })
})
