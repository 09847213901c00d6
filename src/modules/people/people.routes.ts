import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { changePassword, endOtherSessions, endOwnSession, readSessions } from './account.ts'
import { invite, revokeInvitation } from './invitations.ts'
import {
  addDesk,
  addMembership,
  addPerson,
  changeMembership,
  changePerson,
  endMembership,
} from './people.changes.ts'
import {
  AccountSessions,
  AddDesk,
  AddMembership,
  AddPerson,
  ChangeMembership,
  ChangePassword,
  ChangePerson,
  ChooseLocale,
  ChooseUnit,
  Desk,
  EndMembership,
  InvitationMade,
  PeopleOfUnit,
  PeopleQuery,
  PersonOfUnit,
} from './people.schema.ts'
import { actForUnit, readPeople, setLocale } from './people.service.ts'

const Ok = z.object({ ok: z.literal(true) })
const unitParams = z.object({ unitId: z.uuid() })
const personParams = z.object({ unitId: z.uuid(), personId: z.uuid() })
const idParams = z.object({ id: z.uuid() })

/** The session: whom one acts for, and in which language. */
const sessionRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/session/unit',
    operationId: 'chooseActingUnit',
    summary: 'Act for another unit of which one is a member',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: ChooseUnit,
    response: Ok,
    handler: (ctx, { body }) => actForUnit(ctx, body.unitId),
  }),
  route({
    method: 'POST',
    path: '/session/locale',
    operationId: 'chooseLocale',
    summary: 'The language of screens and mails for this account',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: ChooseLocale,
    response: Ok,
    handler: (ctx, { body }) => setLocale(ctx, body.locale),
  }),
]

/** One's own account. */
const accountRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/account/sessions',
    operationId: 'listSessions',
    summary: 'Signed-in browsers of the own account',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: AccountSessions,
    handler: (ctx) => readSessions(ctx),
  }),
  route({
    method: 'POST',
    path: '/account/sessions/end-others',
    operationId: 'endOtherSessions',
    summary: 'End every session of the own account but this one',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    response: AccountSessions,
    handler: (ctx) => endOtherSessions(ctx),
  }),
  route({
    method: 'POST',
    path: '/account/sessions/:session/end',
    operationId: 'endSession',
    summary: 'End one session of the own account',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: z.object({ session: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: AccountSessions,
    handler: (ctx, { params }) => endOwnSession(ctx, params.session),
  }),
  route({
    method: 'POST',
    path: '/account/password',
    operationId: 'changePassword',
    summary: 'Change the own password; every other session ends',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: ChangePassword,
    response: Ok,
    handler: (ctx, { body }) => changePassword(ctx, body),
  }),
]

/** People of a unit. */
const unitPeopleRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/units/:unitId/people',
    operationId: 'listPeople',
    summary: 'People of a unit; their contact only for the unit itself',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: unitParams,
    query: PeopleQuery,
    response: PeopleOfUnit,
    handler: (ctx, { params, query }) => readPeople(ctx, params.unitId, query),
  }),
  route({
    method: 'POST',
    path: '/units/:unitId/people',
    operationId: 'addPerson',
    summary: 'Add a person to a unit',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: unitParams,
    body: AddPerson,
    response: PersonOfUnit,
    handler: (ctx, { params, body }) => addPerson(ctx, params.unitId, body),
  }),
  route({
    method: 'PUT',
    path: '/units/:unitId/people/:personId',
    operationId: 'changePerson',
    summary: 'Put right a person’s name and contact',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: personParams,
    body: ChangePerson,
    response: PersonOfUnit,
    handler: (ctx, { params, body }) => changePerson(ctx, params.unitId, params.personId, body),
  }),
  route({
    method: 'POST',
    path: '/units/:unitId/people/:personId/invitation',
    operationId: 'invitePerson',
    summary: 'Make a link by which a person chooses log-in name and password',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: personParams,
    response: InvitationMade,
    handler: (ctx, { params }) => invite(ctx, params.unitId, params.personId),
  }),
  route({
    method: 'POST',
    path: '/invitations/:id/revoke',
    operationId: 'revokeInvitation',
    summary: 'End a link that was not used',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: idParams,
    response: Ok,
    handler: (ctx, { params }) => revokeInvitation(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/units/:unitId/memberships',
    operationId: 'addMembership',
    summary: 'Make a person a member of a further unit or in a further role',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: unitParams,
    body: AddMembership,
    response: PersonOfUnit,
    handler: (ctx, { params, body }) => addMembership(ctx, params.unitId, body),
  }),
  route({
    method: 'PUT',
    path: '/memberships/:id',
    operationId: 'changeMembership',
    summary: 'Put right position, desk and headship',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: idParams,
    body: ChangeMembership,
    response: Ok,
    handler: (ctx, { params, body }) => changeMembership(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/memberships/:id/end',
    operationId: 'endMembership',
    summary: 'End a membership from a day on',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: idParams,
    body: EndMembership,
    response: Ok,
    handler: (ctx, { params, body }) => endMembership(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/units/:unitId/desks',
    operationId: 'addDesk',
    summary: 'Add a desk to a unit',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: unitParams,
    body: AddDesk,
    response: Desk,
    handler: (ctx, { params, body }) => addDesk(ctx, params.unitId, body),
  }),
]

export const peopleRoutes: AnyRoute[] = [...sessionRoutes, ...accountRoutes, ...unitPeopleRoutes]
