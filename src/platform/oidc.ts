import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'
import * as oidc from 'openid-client'
import { AppError, declareErrors } from './errors.ts'
import { faultOf, type Log } from './log.ts'
import { readLogoutToken, type Ended } from './logout-token.ts'

declareErrors({ 'common.provider_down': 502, 'common.provider_refused': 401 })

export interface ProviderSettings {
  /** issuer's address, under which its metadata are published */
  issuer: string
  clientId: string
  clientSecret: string
  /** on the button: "Đăng nhập bằng …" */
  name: string
}

/** What must be kept between the question to the provider and its answer. */
export interface Asked {
  state: string
  nonce: string
  verifier: string
}

/** Whom the provider vouches for. */
export interface Vouched {
  issuer: string
  subject: string
  /** it says that it asked for more than one factor (RFC 8176, `mfa`) */
  isStrong: boolean
  /** its name for the sign-in there (`sid`), by which it says later that it ended; null where it gives none */
  session: string | null
}

/** Another provider of sign-in, by OpenID Connect: authorization code with PKCE, state and nonce. */
export interface Provider {
  name: string
  issuer: string
  /**
   * @param anew the provider is to ask who it is, even where it knows: a colleague may be signed in there on the same machine
   * @returns where to send the browser
   * @throws common.provider_down
   */
  begin(redirectUri: string, anew?: boolean): Promise<{ url: string; asked: Asked }>
  /** @param at the whole address to which the browser came back. @throws common.provider_refused, common.provider_down */
  finish(at: URL, asked: Asked): Promise<Vouched>
  /**
   * What the provider itself says of sessions that ended there (a logout token).
   * @throws common.provider_refused for what it did not say, common.provider_down when its keys can't be read
   */
  readLogout(token: string): Promise<Ended>
  /** Where one signs out of the provider; null when it has no such page. */
  signOutUrl(backTo: string): Promise<string | null>
}

/** @param log told what went wrong, in codes; never a token or name */
export function openProvider(settings: ProviderSettings, log: Log): Provider {
  let found: Promise<oidc.Configuration> | null = null
  const discover = (): Promise<oidc.Configuration> => {
    found ??= discoverProvider(settings).catch((error: unknown) => {
      // Asked again next time: the provider may have been down when we started.
      found = null
      log.warn(faultOf(error), 'provider')
      throw new AppError('common.provider_down', { name: settings.name }, { cause: error })
    })
    return found
  }
  let keys: JWTVerifyGetKey | null = null
  return {
    name: settings.name,
    issuer: settings.issuer,
    async begin(redirectUri, anew = false) {
      const config = await discover()
      const asked = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        // Nothing but who it is: we take no name or address from elsewhere.
        scope: 'openid',
        state: asked.state,
        nonce: asked.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(asked.verifier),
        code_challenge_method: 'S256',
        ...(anew ? { prompt: 'login' } : {}),
      })
      return { url: url.href, asked }
    },
    async finish(at, asked) {
      const config = await discover()
      try {
        const tokens = await oidc.authorizationCodeGrant(config, at, {
          expectedState: asked.state,
          expectedNonce: asked.nonce,
          pkceCodeVerifier: asked.verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('no id token')
        const amr = Array.isArray(claims['amr']) ? (claims['amr'] as unknown[]) : []
        const session = typeof claims['sid'] === 'string' ? claims['sid'] : null
        return { issuer: claims.iss, subject: claims.sub, isStrong: amr.includes('mfa'), session }
      } catch (error) {
        log.warn(faultOf(error), 'provider')
        throw new AppError('common.provider_refused', { name: settings.name }, { cause: error })
      }
    },
    async readLogout(token) {
      const known = (await discover()).serverMetadata()
      try {
        keys ??= createRemoteJWKSet(keysAddress(known), { timeoutDuration: 10_000 })
        return await readLogoutToken(token, keys, {
          issuer: known.issuer,
          clientId: settings.clientId,
          // As for its ID tokens; what is signed with a secret that we share is not looked for among its keys.
          algorithms: (known.id_token_signing_alg_values_supported ?? ['RS256']).filter((alg) =>
            /^(RS|PS|ES)\d+$|^Ed(DSA|25519)$/.test(alg),
          ),
        })
      } catch (error) {
        log.warn(faultOf(error), 'provider')
        throw new AppError('common.provider_refused', { name: settings.name }, { cause: error })
      }
    },
    async signOutUrl(backTo) {
      const config = await discover()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: backTo }).href
    },
  }
}

/** Where the provider publishes its keys: as safe a place as its own. */
function keysAddress({ issuer, jwks_uri }: oidc.ServerMetadata): URL {
  if (jwks_uri === undefined) throw new Error('a provider without keys')
  if (issuer.startsWith('https:') && !jwks_uri.startsWith('https:')) throw new Error('keys over plain HTTP')
  return new URL(jwks_uri)
}

async function discoverProvider(settings: ProviderSettings): Promise<oidc.Configuration> {
  const issuer = new URL(settings.issuer)
  // Settings let plain HTTP through for this machine only.
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  const config = await oidc.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
    timeout: 10,
    execute,
  })
  return config
}
