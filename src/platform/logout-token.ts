import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'

/** Of what a provider says that it ended. */
export interface Ended {
  issuer: string
  /** whose sessions; null: only the one named by `session` */
  subject: string | null
  /** its own name for the sign-in (`sid`); null: every one of the subject */
  session: string | null
  /** the token's own name (`jti`), by which it is taken once */
  id: string
}

const event = 'http://schemas.openid.net/event/backchannel-logout'
/** How long after it was issued a token is taken. What is kept of it for replays is kept for longer. */
const mostAge = '10 minutes'
/** Difference between the provider's clock and ours (s). */
const tolerance = 60

/**
 * Reads a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6): signed by the provider, for us, fresh, of this kind
 * and no other. That it comes for the first time is for the caller to see.
 * @param keys the provider's, by the token's head
 * @throws Error of jose, or of ours, for a token that is none
 */
export async function readLogoutToken(
  token: string,
  keys: JWTVerifyGetKey,
  expected: { issuer: string; clientId: string; algorithms: string[] },
): Promise<Ended> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer: expected.issuer,
    audience: expected.clientId,
    algorithms: expected.algorithms,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    maxTokenAge: mostAge,
    clockTolerance: tolerance,
  })
  // An ID token of the same provider is signed by the same keys for the same client.
  const kind = protectedHeader.typ?.toLowerCase().replace(/^application\//, '')
  if (kind !== undefined && kind !== 'logout+jwt' && kind !== 'jwt') throw new Error('another kind of token')
  if ('nonce' in payload) throw new Error('a nonce, as in an ID token')
  if (!isLogout(payload)) throw new Error('not about a logout')
  if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw new Error('also for somebody else')
  const [id, subject, session] = [wordOf(payload, 'jti'), wordOf(payload, 'sub'), wordOf(payload, 'sid')]
  if (id === null) throw new Error('without a name of its own')
  if (subject === null && session === null) throw new Error('of nobody')
  return { issuer: expected.issuer, subject, session, id }
}

function isLogout({ events }: JWTPayload): boolean {
  if (typeof events !== 'object' || events === null || !(event in events)) return false
  const said = (events as Record<string, unknown>)[event]
  return typeof said === 'object' && said !== null && !Array.isArray(said)
}

function wordOf(payload: JWTPayload, name: string): string | null {
  const word = payload[name]
  if (word === undefined) return null
  if (typeof word !== 'string' || word === '' || word.length > 1000) throw new Error(`${name} is no name`)
  return word
}
