import { z } from 'zod'
import { route, type AnyRoute } from '../../platform/http/route.ts'
import { ChooseLocale, ChooseUnit } from './people.schema.ts'
import { actForUnit, setLocale } from './people.service.ts'

export const peopleRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/session/unit',
    operationId: 'chooseActingUnit',
    summary: 'Act for another unit of which one is a member',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: ChooseUnit,
    response: z.object({ ok: z.literal(true) }),
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
    response: z.object({ ok: z.literal(true) }),
    handler: (ctx, { body }) => setLocale(ctx, body.locale),
  }),
]
