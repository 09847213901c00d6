import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { getPersonData } from './erasure.data.ts'
import { ErasePerson, ErasureOut, PersonData } from './erasure.schema.ts'
import { erasePerson, getErasure } from './erasure.service.ts'

const params = z.object({ personId: z.uuid() })

export const erasureRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/people/:personId/data',
    operationId: 'getPersonData',
    summary: 'What is held of a person: by the person, or by an administrator of the unit or of one above',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params,
    response: PersonData,
    handler: (ctx, { params }) => getPersonData(ctx, params.personId),
  }),
  route({
    method: 'POST',
    path: '/people/:personId/erasure',
    operationId: 'erasePerson',
    summary: 'Erase a person by law: the name leaves every table and file, ids and figures stay',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params,
    body: ErasePerson,
    response: ErasureOut,
    handler: (ctx, { params, body }) => erasePerson(ctx, params.personId, body),
  }),
  route({
    method: 'GET',
    path: '/people/:personId/erasure',
    operationId: 'getErasure',
    summary: 'How far the erasure of a person is, and what it took away',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params,
    response: ErasureOut,
    handler: (ctx, { params }) => getErasure(ctx, params.personId),
  }),
]
