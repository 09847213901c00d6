import { z } from 'zod'
import { RoleCode } from '../people.schema.ts'

export const Password = z.object({ password: z.string().max(200) }).meta({ id: 'Password' })
export const Code = z
  .object({ code: z.string().max(40).describe('as the application shows it') })
  .meta({ id: 'FactorCode' })

export const OwnFactors = z
  .object({
    totpSince: z.iso.datetime().nullable().describe('since when an authenticator application is in force'),
    codesLeft: z.int().describe('recovery codes not used yet'),
    passkeys: z.array(
      z.object({
        id: z.string(),
        device: z.string().describe('browser and system that made it'),
        createdAt: z.iso.datetime(),
        usedAt: z.iso.datetime().nullable(),
      }),
    ),
    allowsPasskeys: z.boolean().describe('by this address; browsers ask for HTTPS or localhost'),
    isDemanded: z.boolean().describe('a unit asks for a second factor by the role held there'),
  })
  .meta({ id: 'OwnFactors' })

export const TotpToEnter = z
  .object({
    secret: z.string().describe('to type, in groups of four'),
    uri: z.string().describe('otpauth:// address, for a link on the telephone itself'),
    qr: z.string().describe('the same as a QR code, SVG'),
  })
  .meta({ id: 'TotpToEnter' })

export const Codes = z
  .object({
    codes: z
      .array(z.string())
      .nullable()
      .describe('ten recovery codes; given once, null when the request is repeated'),
  })
  .meta({ id: 'RecoveryCodes' })

export const SignInRulesSet = z
  .object({ secondFactorRoles: z.array(RoleCode).max(5) })
  .meta({ id: 'SignInRulesSet' })
export const SignInRules = z
  .object({
    secondFactorRoles: z.array(RoleCode).describe('who holds one of these needs a second factor to sign in'),
    may: z.array(z.string()),
  })
  .meta({ id: 'SignInRules' })

export const PasskeyAsked = z
  .object({ options: z.record(z.string(), z.unknown()).describe('as navigator.credentials.create takes it') })
  .meta({ id: 'PasskeyAsked' })
export const PasskeyAnswer = z
  .object({ response: z.record(z.string(), z.unknown()).describe('as the browser answered') })
  .meta({ id: 'PasskeyAnswer' })
export const PasskeyMade = z
  .object({ factors: OwnFactors, codes: Codes.shape.codes })
  .meta({ id: 'PasskeyMade' })
export const PasskeyRemoved = Password.extend({ id: z.string().max(1400) }).meta({ id: 'PasskeyRemoved' })
