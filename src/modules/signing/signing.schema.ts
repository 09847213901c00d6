import { z } from 'zod'

const id = z.uuid()
export const MarkCode = z.enum(['signature', 'seal'])

/** A PKCS#12 file is a few kilobytes; with a long chain of certificates some tens. */
export const mostKeyBytes = 200_000
export const mostPictureBytes = 500_000
const base64 = (most: number) =>
  z
    .base64()
    .max(Math.ceil(most / 3) * 4)
    .describe('base64')

export const SigningKeyRow = z
  .object({
    id,
    kind: MarkCode,
    holder: z.string().describe('as the certificate says'),
    issuer: z.string(),
    serial: z.string().describe('hexadecimal'),
    validUntil: z.iso.datetime(),
    person: z.string().nullable().describe('whose signature; null: the agency’s'),
    isMine: z.boolean(),
    hasPicture: z.boolean(),
    addedAt: z.iso.datetime(),
    may: z.array(z.enum(['remove'])),
  })
  .meta({ id: 'SigningKey' })

export const SigningKeys = z
  .object({ rows: z.array(SigningKeyRow), may: z.array(z.enum(['add_signature', 'add_seal'])) })
  .meta({ id: 'SigningKeys' })

export const AddSigningKey = z
  .object({
    id: id.describe('made by the client: the same id sent twice is one key'),
    kind: MarkCode,
    file: base64(mostKeyBytes).describe('the PKCS#12 file (.p12, .pfx), base64'),
    password: z.string().max(256).describe('of the file; it is tried and not kept'),
    picture: base64(mostPictureBytes)
      .nullable()
      .default(null)
      .describe('PNG with a transparent ground, base64'),
  })
  .meta({ id: 'AddSigningKey' })

export const SignWithKey = z
  .object({ keyId: id, password: z.string().max(256).describe('of the key; it is not kept') })
  .meta({ id: 'SignWithKey' })

/** Where a paper stands on its way to being signed, for whoever looks at its document. */
export const SigningState = z
  .object({
    isPrepared: z.boolean().describe('the PDF is there, to be signed by a program outside'),
    marks: z.array(
      z.object({
        kind: MarkCode,
        way: z.enum(['server', 'outside']),
        holder: z.string(),
        by: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    next: MarkCode.nullable().describe('what is still missing; null: it is signed and sealed'),
    isMine: z.boolean().describe('this person makes the next one, or carries its file'),
    keys: z
      .array(z.object({ id, holder: z.string(), validUntil: z.iso.datetime() }))
      .describe('keys with which this person can make the next one'),
  })
  .meta({ id: 'SigningState' })
export type SigningState = z.input<typeof SigningState>
