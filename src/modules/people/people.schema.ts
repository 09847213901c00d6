import { z } from 'zod'
import { UnitRef } from '../units/index.ts'

export const SessionUnit = z
  .object({
    id: z.uuid(),
    code: z.string().describe('part of the address of the unit’s public page'),
    name: z.string(),
    shortName: z.string(),
    kind: z.string(),
  })
  .meta({ id: 'SessionUnit' })

export const RoleCode = z.enum(['clerk', 'specialist', 'leader', 'inspector', 'admin', 'official'])

export const ChooseUnit = z.object({ unitId: z.uuid() }).meta({ id: 'ChooseUnit' })
export const ChooseLocale = z.object({ locale: z.enum(['vi', 'en']) }).meta({ id: 'ChooseLocale' })

const Day = z.iso.date()
const title = z.string().trim().max(120).nullable().describe('position as printed under a signature')

export const Desk = z.object({ id: z.uuid(), code: z.string(), name: z.string() }).meta({ id: 'Desk' })

export const Membership = z
  .object({
    id: z.uuid(),
    role: RoleCode,
    title: z.string().nullable(),
    desk: Desk.nullable(),
    isHead: z.boolean(),
    from: Day,
    until: Day.nullable(),
  })
  .meta({ id: 'Membership' })

export const PersonOfUnit = z
  .object({
    id: z.uuid(),
    name: z.string(),
    contact: z
      .object({ email: z.string().nullable(), phone: z.string().nullable() })
      .nullable()
      .describe('null for whoever is not of the unit, and of whoever has left it'),
    hasAccount: z.boolean(),
    login: z.string().nullable().describe('for administrators only'),
    hasSecondFactor: z.boolean().nullable().describe('for administrators only'),
    memberships: z.array(Membership).describe('in this unit: now or later, or those that have ended'),
    invitation: z
      .object({ id: z.uuid(), expiresAt: z.iso.datetime() })
      .nullable()
      .describe('open link, for administrators only'),
    may: z.array(z.string()),
  })
  .meta({ id: 'PersonOfUnit' })

export const PeopleFilter = z.object({
  q: z.string().max(120).optional().describe('words of the name; diacritics make no difference'),
  state: z
    .enum(['present', 'ended'])
    .default('present')
    .describe('memberships that hold today or later, or those that have ended'),
})
export const PeopleQuery = PeopleFilter.extend({
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const PeopleOfUnit = z
  .object({
    unit: UnitRef,
    people: z.array(PersonOfUnit),
    next: z.string().nullable(),
    head: z.object({ id: z.uuid(), name: z.string(), title: z.string().nullable() }).nullable(),
    desks: z.array(Desk),
    may: z.array(z.string()),
  })
  .meta({ id: 'PeopleOfUnit' })

const name = z.string().trim().min(1).max(80)
const contact = {
  email: z.email().max(200).nullable(),
  phone: z
    .string()
    .trim()
    .max(40)
    .regex(/^[0-9+() .-]+$/)
    .nullable(),
}
const place = {
  roles: z.array(RoleCode).min(1).max(5),
  title,
  deskId: z.uuid().nullable(),
  isHead: z.boolean(),
  from: Day,
}

export const AddPerson = z
  .object({ id: z.uuid().describe('UUIDv7 made by the client'), name, ...contact, ...place })
  .meta({ id: 'AddPerson' })
export const AddMembership = z
  .object({
    personId: z.uuid().nullable(),
    login: z.string().max(120).nullable().describe('of a person of another unit, instead of personId'),
    ...place,
  })
  .meta({ id: 'AddMembership' })
export const ChangePerson = z.object({ name, ...contact }).meta({ id: 'ChangePerson' })
export const OwnContact = z.object(contact).meta({ id: 'OwnContact' })
export const ChangeMembership = z
  .object({ title, deskId: z.uuid().nullable(), isHead: z.boolean() })
  .meta({ id: 'ChangeMembership' })
export const EndMembership = z
  .object({ until: Day.describe('the first day on which it no longer holds') })
  .meta({ id: 'EndMembership' })
export const NameDesk = z.object({ name: z.string().trim().min(1).max(80) }).meta({ id: 'NameDesk' })
export const AddDesk = NameDesk.extend({ id: z.uuid() }).meta({ id: 'AddDesk' })

export const InvitationMade = z
  .object({
    person: PersonOfUnit,
    path: z
      .string()
      .nullable()
      .describe('of the page behind the link; given once, null when the request is repeated'),
  })
  .meta({ id: 'InvitationMade' })

export const ChangePassword = z
  .object({ current: z.string().max(200), next: z.string().max(1000) })
  .meta({ id: 'ChangePassword' })

export const AccountSessions = z
  .object({
    sessions: z.array(
      z.object({
        id: z.string(),
        device: z.string(),
        createdAt: z.iso.datetime(),
        seenAt: z.iso.datetime(),
        current: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AccountSessions' })

export const ResetCodeMade = z
  .object({
    name: z.string(),
    unit: z.string(),
    login: z.string(),
    code: z.string().nullable().describe('shown this once; null when the request is repeated'),
    hours: z.int().describe('how long it is good'),
  })
  .meta({ id: 'ResetCodeMade' })
