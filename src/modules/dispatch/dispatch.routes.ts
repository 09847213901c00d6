import { z } from 'zod'
import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { ownScope, read } from '../../platform/write.ts'
import { agencyRoutes } from './agencies.routes.ts'
import { bookRoutes } from './book.routes.ts'
import {
  DeliveryPath,
  DocumentPath,
  EntryPath,
  Excuse,
  Extend,
  Inbox,
  InboxFilter,
  InboxQuery,
  MailDelivery,
  OutsideState,
  OwedObligations,
  ReadRecipients,
  Reason,
  ReceivedDocument,
  RecipientWords,
  Register,
  RegisterEntry,
  RegisterQuery,
  Remind,
  Reminded,
  SentDocument,
  SentFilter,
  SentQuery,
} from './dispatch.schema.ts'
import { exportInbox, exportSent } from './inbox.export.ts'
import { acknowledgeDelivery, openDelivery, readInbox, readSent, setOutsideState } from './inbox.service.ts'
import { mailDelivery } from './links.ts'
import { keepDelivery, resendDelivery, returnDelivery } from './returns.ts'
import { excuse, extend, remind } from './owed.service.ts'
import { resolveRecipients } from './recipients.ts'
import { readRegister, voidEntry } from './register.service.ts'

const inbox: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/deliveries',
    operationId: 'listReceived',
    summary: 'Documents delivered to the acting unit, newest first',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'], key: 'documents:read' },
    query: InboxQuery,
    response: Inbox,
    handler: (ctx, { query }) => readInbox(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/deliveries/export.xlsx',
    operationId: 'exportReceived',
    summary: 'The same as an Excel file',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    query: InboxFilter,
    file: true,
    handler: (ctx, { query }) => exportInbox(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/open',
    operationId: 'openDelivery',
    summary: 'Mark a delivered document as opened; only the first time counts',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    params: DeliveryPath,
    response: ReceivedDocument,
    handler: (ctx, { params }) => openDelivery(ctx, params.deliveryId),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/acknowledge',
    operationId: 'acknowledgeDelivery',
    summary: 'Acknowledge a delivered document, which closes the confirmation owed',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    params: DeliveryPath,
    response: ReceivedDocument,
    handler: (ctx, { params }) => acknowledgeDelivery(ctx, params.deliveryId),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/return',
    operationId: 'returnDelivery',
    summary: 'Send a delivered document back to its sender as not meant for the unit',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    params: DeliveryPath,
    body: Reason,
    response: ReceivedDocument,
    handler: (ctx, { params, body }) => returnDelivery(ctx, params.deliveryId, body),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/keep',
    operationId: 'keepDelivery',
    summary: 'Keep after all what was sent back',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'delivered'] },
    params: DeliveryPath,
    response: ReceivedDocument,
    handler: (ctx, { params }) => keepDelivery(ctx, params.deliveryId),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/resend',
    operationId: 'resendDelivery',
    summary: 'Send a returned document to the same receiver again',
    stability: 'stable',
    // Deliveries are their receivers' rows: written across units, kept in the SQL to what the acting unit sent.
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: DeliveryPath,
    response: z.object({ ok: z.literal(true) }),
    handler: (ctx, { params }) => resendDelivery(ctx, params.deliveryId),
  }),
  route({
    method: 'PUT',
    path: '/deliveries/:deliveryId/outside-state',
    operationId: 'setOutsideState',
    summary: 'The sender’s clerk notes how far a document came with a body outside',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    params: DeliveryPath,
    body: OutsideState,
    response: z.object({ ok: z.literal(true) }),
    handler: (ctx, { params, body }) => setOutsideState(ctx, params.deliveryId, body),
  }),
  route({
    method: 'POST',
    path: '/deliveries/:deliveryId/mail',
    operationId: 'mailDelivery',
    summary:
      'Mail a document to a receiver outside, by a link that opens it once; a later one ends those before',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: DeliveryPath,
    body: MailDelivery,
    response: z.object({ ok: z.literal(true) }),
    handler: (ctx, { params, body }) => mailDelivery(ctx, params.deliveryId, body),
  }),
  route({
    method: 'GET',
    path: '/documents/:documentId/deliveries',
    operationId: 'listSent',
    summary: 'How far a document that the acting unit sent has come with each receiver',
    stability: 'stable',
    // Deliveries are their receivers' rows: read across units, kept in the SQL to what the acting unit sent.
    access: { who: 'signed-in', grounds: ['own', 'below'], key: 'documents:read' },
    params: DocumentPath,
    query: SentQuery,
    response: SentDocument,
    handler: (ctx, { params, query }) => readSent(ctx, params.documentId, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/documents/:documentId/deliveries/export.xlsx',
    operationId: 'exportSent',
    summary: 'The same as an Excel file',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own', 'below'] },
    params: DocumentPath,
    query: SentFilter,
    file: true,
    handler: (ctx, { params, query }) => exportSent(ctx, params.documentId, query),
  }),
  route({
    method: 'POST',
    path: '/recipients/read',
    operationId: 'readRecipients',
    summary: 'What lines of recipients stand for today, before anything is sent',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own'] },
    body: RecipientWords,
    response: ReadRecipients,
    handler: async (ctx, { body }) => {
      const unitId = ctx.actor.unitId ?? ''
      const items = await read(ctx, ownScope(ctx), (trx) =>
        resolveRecipients(
          trx,
          ctx,
          unitId,
          body.lines.map((l) =>
            l.purpose === undefined ? { words: l.words } : { words: l.words, purpose: l.purpose },
          ),
        ),
      )
      const units = items.filter((i) => i.kind === 'unit' || i.kind === 'group')
      return { items, units: units.reduce((n, i) => n + i.reaches, 0) }
    },
  }),
]

const register: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/register',
    operationId: 'listRegister',
    summary: 'The acting unit’s register of outgoing documents',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    query: RegisterQuery,
    response: Register,
    handler: (ctx, { query }) => readRegister(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/register/:entryId/void',
    operationId: 'voidNumber',
    summary: 'Void a number that was taken, with a reason; it stays in the register',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['own'] },
    params: EntryPath,
    body: Reason,
    response: RegisterEntry,
    handler: (ctx, { params, body }) => voidEntry(ctx, params.entryId, body),
  }),
]

const obligations: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/obligations/remind',
    operationId: 'remindUnits',
    summary: 'Remind units of what they owe the acting unit; once a day for each obligation',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['below'] },
    body: Remind,
    response: Reminded,
    handler: (ctx, { body }) => remind(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/obligations/excuse',
    operationId: 'excuseObligations',
    summary: 'Let units off obligations owed to the acting unit, with a reason',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['below'] },
    body: Excuse,
    response: OwedObligations,
    handler: (ctx, { body }) => excuse(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/obligations/extend',
    operationId: 'extendObligations',
    summary: 'Give units until a later day, with a reason',
    stability: 'stable',
    access: { who: 'signed-in', grounds: ['below'] },
    body: Extend,
    response: OwedObligations,
    handler: (ctx, { body }) => extend(ctx, body),
  }),
]

export const dispatchRoutes: AnyRoute[] = [
  ...inbox,
  ...register,
  ...bookRoutes,
  ...obligations,
  ...agencyRoutes,
]
