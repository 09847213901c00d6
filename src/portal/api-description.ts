import { z } from 'zod'
import type { AnyRoute } from '../platform/http/route.ts'

/** A part of JSON Schema as our description holds it. */
interface Schema {
  $ref?: string | undefined
  type?: string | string[] | undefined
  format?: string | undefined
  enum?: unknown[] | undefined
  const?: unknown
  description?: string | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  items?: Schema | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  allOf?: Schema[] | undefined
  additionalProperties?: unknown
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    additionalProperties: z.unknown().optional(),
  }),
)
const Content = z.record(z.string(), z.object({ schema: Schema.optional() }))
const Description = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string().default(''),
        tags: z.array(z.string()).default([]),
        parameters: z
          .array(
            z.object({
              name: z.string(),
              in: z.string(),
              required: z.boolean().default(false),
              description: z.string().optional(),
              schema: Schema.default({}),
            }),
          )
          .default([]),
        requestBody: z.object({ content: Content }).optional(),
        responses: z.record(z.string(), z.object({ content: Content.optional() })).default({}),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), Schema).default({}) }).default({ schemas: {} }),
})

export interface Field {
  /** `tasks[].title`; empty for the whole */
  name: string
  type: string
  /** named shapes in the type, each with its own section */
  shapes: string[]
  isRequired: boolean
  description: string
}

export interface Operation {
  id: string
  method: string
  path: string
  /** first part of the path behind /api/v1 */
  noun: string
  summary: string
  stability: 'stable' | 'screen'
  route: AnyRoute | null
  parameters: Field[]
  body: Field[]
  response: Field[]
  isUpload: boolean
  isFile: boolean
}

export interface ApiDescription {
  operations: Operation[]
  shapes: { name: string; fields: Field[] }[]
}

/**
 * The description of /api/v1 as pages show it: each operation with its fields, each named shape once.
 * @param swagger OpenAPI 3.1 as the server gives it
 * @param routes the declarations, for who may call
 */
export function describeApi(swagger: unknown, routes: readonly AnyRoute[]): ApiDescription {
  const { paths, components } = Description.parse(swagger)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]): Operation => {
      const route = routes.find((r) => r.operationId === o.operationId) ?? null
      return {
        id: o.operationId,
        method: method.toUpperCase(),
        path,
        noun: (path.split('/')[3] ?? '').replace(/\..*$/, ''),
        summary: o.summary,
        stability: o.tags.includes('stable') ? 'stable' : 'screen',
        route,
        parameters: o.parameters
          .filter((p) => p.in !== 'header')
          .map((p) => ({
            ...fieldOf(p.name, p.schema, p.required),
            description: p.description ?? p.schema.description ?? '',
          })),
        body: fieldsOf(o.requestBody?.content['application/json']?.schema),
        response: fieldsOf(o.responses['200']?.content?.['application/json']?.schema),
        isUpload: route?.upload !== undefined,
        isFile: route?.file === true,
      }
    }),
  )
  const used = new Set(
    operations.flatMap((o) => [...o.parameters, ...o.body, ...o.response].flatMap((f) => f.shapes)),
  )
  const shapes = new Map<string, Field[]>()
  // What an operation names, and what that names, to the end.
  for (const name of used) {
    const fields = fieldsOf(components.schemas[name])
    shapes.set(name, fields)
    for (const inner of fields.flatMap((f) => f.shapes)) used.add(inner)
  }
  return {
    operations,
    shapes: [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => ({ name, fields })),
  }
}

/** Fields of a shape; those of shapes without a name are written out with their path. */
function fieldsOf(schema: Schema | undefined): Field[] {
  if (!schema) return []
  if (schema.properties) return propertiesOf('', schema)
  return [fieldOf('', schema, true)]
}

function propertiesOf(prefix: string, schema: Schema): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`
    const field = fieldOf(name, inner, schema.required?.includes(key) ?? false)
    const plain = withoutNull(inner)
    const element = plain.items ? withoutNull(plain.items) : undefined
    if (plain.properties) return [field, ...propertiesOf(`${name}.`, plain)]
    if (element?.properties) return [field, ...propertiesOf(`${name}[].`, element)]
    return [field]
  })
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): Field {
  return {
    name,
    type: typeOf(schema),
    shapes: shapesOf(schema),
    isRequired,
    description: schema.description ?? '',
  }
}

/** The one alternative beside null, where there is just that. */
function withoutNull(schema: Schema): Schema {
  const rest = (schema.anyOf ?? schema.oneOf ?? []).filter((s) => s.type !== 'null')
  const [only] = rest
  return only && rest.length === 1 ? only : schema
}

/** A type in a few words: `string (date)`, `"kept" | "adapted"`, `PlanTask[]`, `integer | null`. */
function typeOf(schema: Schema): string {
  if (schema.$ref) return shapeName(schema.$ref)
  if (schema.enum) return schema.enum.map((v) => JSON.stringify(v)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const some = schema.anyOf ?? schema.oneOf
  if (some) return some.map(typeOf).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ')
  if (schema.items) {
    const item = typeOf(schema.items)
    return `${item.includes(' | ') ? `(${item})` : item}[]${isNullable(schema) ? ' | null' : ''}`
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any'])
  return types
    .map((type) => (type === 'string' && schema.format ? `string (${schema.format})` : type))
    .join(' | ')
}

function isNullable(schema: Schema): boolean {
  return Array.isArray(schema.type) && schema.type.includes('null')
}

function shapesOf(schema: Schema): string[] {
  if (schema.$ref) return [shapeName(schema.$ref)]
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return [...parts, ...(schema.items ? [schema.items] : [])].flatMap(shapesOf)
}

function shapeName(ref: string): string {
  return ref.split('/').at(-1) ?? ref
}
