import { z } from 'zod'
import { formProblemCodes, placeholderNames } from '../../document/forms/index.ts'
import { officialTypes } from '../../document/write/index.ts'

const type = z.enum(officialTypes.map(({ name }) => name))

export const OwnForm = z
  .object({
    id: z.uuid(),
    type: z.string(),
    version: z.int(),
    fileName: z.string(),
    size: z.int().describe('in bytes'),
    names: z.array(z.string()).describe('placeholders that it has'),
    since: z.iso.date().describe('documents from this day on are set in it'),
    addedBy: z.string().nullable(),
    withdrawnAt: z.iso.datetime().nullable(),
    isUsed: z.boolean().describe('the one in which a document of today is set'),
    may: z.array(z.string()),
  })
  .meta({ id: 'OwnForm' })

export const OwnFormFilter = z.object({
  q: z.string().max(100).optional().describe('type or name of the file'),
  type: type.optional(),
})
export const OwnForms = z
  .object({
    rows: z.array(OwnForm).describe('the last of each type first'),
    types: z.array(type),
    fields: z.array(
      z.object({
        name: z.enum(placeholderNames),
        words: z.string().describe('what it stands for'),
        isRequired: z.boolean(),
      }),
    ),
    may: z.array(z.string()),
  })
  .meta({ id: 'OwnForms' })

export const AddOwnForm = z.object({
  id: z.uuid().describe('made by the client'),
  type,
  name: z.string().trim().min(1).max(200).describe('of the file'),
})
export const AddedForm = z
  .object({
    form: OwnForm.nullable().describe('null: not kept, because something is wrong with it'),
    problems: z.array(
      z.object({
        code: z.enum(formProblemCodes),
        name: z.string().describe('as written in the form, or what is missing'),
        suggestion: z.enum(placeholderNames).nullable(),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: 'AddedForm' })

export const FormPath = z.object({ formId: z.uuid() })
export const ExampleQuery = z.object({ type })
