import { route, type AnyRoute } from '../../../platform/http/route.ts'
import { Password } from '../factor/factor.schema.ts'
import { beginLink, readIdentities, removeIdentity } from './identities.ts'
import { Identities, IdentityBegun, IdentityRemoved } from './provider.schema.ts'

const own = { who: 'signed-in', grounds: ['own'] } as const

/** Who the own account is at another provider of sign-in. */
export const providerRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/account/identities',
    operationId: 'getIdentities',
    summary: 'The provider of sign-in and the own account’s link to it',
    stability: 'screen',
    access: own,
    response: Identities,
    handler: (ctx) => readIdentities(ctx),
  }),
  route({
    method: 'POST',
    path: '/account/identities/begin',
    operationId: 'beginIdentity',
    summary: 'Begin to link the own account to the provider',
    stability: 'screen',
    access: own,
    body: Password,
    response: IdentityBegun,
    handler: (ctx, { body }) => beginLink(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/account/identities/remove',
    operationId: 'removeIdentity',
    summary: 'End the own account’s link to a provider',
    stability: 'screen',
    access: own,
    body: IdentityRemoved,
    response: Identities,
    handler: (ctx, { body }) => removeIdentity(ctx, body),
  }),
]
