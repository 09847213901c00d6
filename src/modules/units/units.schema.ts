import { z } from 'zod'

export const LineCode = z
  .enum(['administration', 'profession'])
  .describe('administration: who appoints, funds and is reported to; profession: who guides')
export const UnitCode = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .describe('lower-case letters, digits and hyphens; part of the address of the unit’s public page')
const Day = z.iso.date()

/** A unit as it is named in a list or a link. */
export const UnitRef = z
  .object({ id: z.uuid(), code: z.string(), kind: z.string(), name: z.string(), shortName: z.string() })
  .meta({ id: 'UnitRef' })

export const UnitRow = UnitRef.extend({
  formerly: z.string().nullable().describe('the older name by which it was found'),
  kindName: z.string().describe('in the language of the request'),
  abbreviation: z.string(),
  place: z.string(),
  administration: z.object({ id: z.uuid(), shortName: z.string() }).nullable(),
  profession: z.object({ id: z.uuid(), shortName: z.string() }).nullable(),
}).meta({ id: 'UnitRow' })

export const UnitKind = z
  .object({ code: z.string(), name: z.string(), isSchool: z.boolean() })
  .meta({ id: 'UnitKind' })

/** Commas part several kinds, as filters stand in an address. */
export const UnitFilter = z.object({
  q: z.string().max(200).optional().describe('words of the name or code, with diacritics or without'),
  kinds: z.string().max(600).optional().describe('codes of kinds, comma-separated'),
  under: z.uuid().optional().describe('only units directly below this one today'),
})
export const UnitQuery = UnitFilter.extend({
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const UnitList = z
  .object({
    units: z.array(UnitRow),
    next: z.string().nullable().describe('cursor of the next page'),
    total: z.int().describe('units that fit, over all pages'),
    kinds: z.array(z.object({ code: z.string(), name: z.string(), count: z.int() })),
    may: z.array(z.string()),
  })
  .meta({ id: 'UnitList' })

export const UnitNames = {
  name: z.string().trim().min(1).max(200),
  shortName: z.string().trim().min(1).max(80),
  abbreviation: z.string().trim().min(1).max(30).describe('registered abbreviation in document symbols'),
  place: z.string().trim().min(1).max(80).describe('of the place and date line'),
  parentLine: z
    .string()
    .trim()
    .max(200)
    .nullable()
    .describe('upper agency line of its documents, as printed; null: none'),
}

export const UnitNameOverTime = z
  .object({ from: Day, until: Day.nullable(), ...UnitNames })
  .meta({ id: 'UnitNameOverTime' })

export const UnitSuperiorOverTime = z
  .object({
    line: LineCode,
    from: Day,
    until: Day.nullable(),
    unit: UnitRef.extend({ readable: z.boolean().describe('false: its page is not open to the asker') }),
  })
  .meta({ id: 'UnitSuperiorOverTime' })

export const UnitSuccession = z
  .object({
    kind: z.enum(['merge', 'split', 'part', 'rename', 'transfer']),
    day: Day,
    decree: z.string(),
    goesOn: z.boolean().describe('of a merge or split: this successor goes on with the books'),
    from: UnitRef.extend({ readable: z.boolean() }),
    to: UnitRef.extend({ readable: z.boolean() }),
  })
  .meta({ id: 'UnitSuccession' })

export const UnitDetail = z
  .object({
    id: z.uuid(),
    code: z.string(),
    kind: z.string(),
    kindName: z.string(),
    own: z.boolean().describe('the unit acted for'),
    from: Day,
    until: Day.nullable(),
    names: z.array(UnitNameOverTime).describe('newest first'),
    superiors: z.array(UnitSuperiorOverTime).describe('by line, newest first'),
    succession: z.array(UnitSuccession).describe('from whom it came and who goes on for it, newest first'),
    below: z.int().describe('units directly below today, on either line'),
    may: z.array(z.string()),
  })
  .meta({ id: 'UnitDetail' })

export const AddUnit = z
  .object({
    id: z.uuid().describe('UUIDv7 made by the client'),
    code: UnitCode,
    kind: z.string().max(60),
    ...UnitNames,
    from: Day,
    administration: z.uuid().nullable(),
    profession: z.uuid().nullable(),
  })
  .meta({ id: 'AddUnit' })

export const RenameUnit = z.object({ from: Day, ...UnitNames }).meta({ id: 'RenameUnit' })

export const SetSuperior = z
  .object({ line: LineCode, from: Day, superiorId: z.uuid().nullable() })
  .meta({ id: 'SetSuperior' })

export const UnitLookup = z
  .object({
    units: z.array(
      UnitRef.extend({
        formerly: z.string().nullable().describe('the older name, or the closed unit, by which it was found'),
      }),
    ),
  })
  .meta({ id: 'UnitLookup' })

export const ImportIssue = z
  .object({ column: z.string().nullable(), message: z.string() })
  .meta({ id: 'ImportIssue' })
export const ImportRow = z
  .object({
    row: z.int().describe('as the spreadsheet counts: the head is row 1'),
    code: z.string(),
    name: z.string(),
    what: z.enum(['add', 'change', 'same', 'error']),
    words: z.string().describe('what would happen, as a sentence'),
    issues: z.array(ImportIssue),
  })
  .meta({ id: 'ImportRow' })
export const ImportResult = z
  .object({
    rows: z.array(ImportRow).describe('rows with errors first, at most 200'),
    counts: z.object({ all: z.int(), add: z.int(), change: z.int(), same: z.int(), error: z.int() }),
    done: z.boolean().describe('the rows are in the database'),
  })
  .meta({ id: 'ImportResult' })
