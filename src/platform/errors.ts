import { translate, type Locale, type MessageParams } from '../messages/index.ts'

const statuses = new Map<string, number>()

/**
 * Declares error codes of a module with their HTTP status. The sentence for `plans.not_draft` is the message
 * `plans.error.not_draft`; test/house/messages.test.ts fails for a code without a sentence.
 */
export function declareErrors<const T extends Record<string, number>>(codes: T): T {
  for (const [code, status] of Object.entries(codes)) statuses.set(code, status)
  return codes
}

/** All declared codes with their status, for the house tests and the API's page. */
export function declaredErrors(): ReadonlyMap<string, number> {
  return statuses
}

export interface FieldError {
  /** where in the request, as `tasks.3.title` */
  path: string
  message: string
}

/** A refusal that a person can act on. Anything else that is thrown is a fault: logged once and shown as a reference number. */
export class AppError extends Error {
  readonly code: string
  readonly params: MessageParams
  readonly status: number
  readonly fields: FieldError[]

  constructor(
    code: string,
    params: MessageParams = {},
    options: { cause?: unknown; fields?: FieldError[] } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    const status = statuses.get(code)
    if (status === undefined) throw new Error(`error code ${code} is not declared`)
    this.code = code
    this.params = params
    this.status = status
    this.fields = options.fields ?? []
  }
}

/** The refusal that says who may: people of the unit with one of the roles. */
export function onlyFor(roles: readonly string[]): AppError {
  return new AppError('common.only_roles', { roles: roles.join(',') })
}

/** The sentence of an error code in the user's language. */
export function sentenceOf(locale: Locale, code: string, params: MessageParams = {}): string {
  const [file = '', ...rest] = code.split('.')
  const words =
    code === 'common.only_roles' ? { roles: rolesInWords(locale, String(params['roles'])) } : params
  return translate(locale, `${file}.error.${rest.join('.')}`, words)
}

function rolesInWords(locale: Locale, roles: string): string {
  const words = roles.split(',').map((role) => translate(locale, `api.role.${role}`))
  return new Intl.ListFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { type: 'disjunction' }).format(words)
}

/** True when there was no room: on the disk of the files (or a quota that is used up), or on PostgreSQL's. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'ENOSPC' || code === 'EDQUOT' || code === '53100'
}

/** RFC 9457 problem details, as the API answers them. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  reference: string
  errors?: FieldError[]
}

/** @param reference what the person can read out on the telephone and the administrator finds in the log */
export function problemOf(error: AppError, locale: Locale, reference: string): Problem {
  const detail = sentenceOf(locale, error.code, error.params)
  return {
    type: `urn:lantoa:${error.code}`,
    title: detail,
    status: error.status,
    detail,
    code: error.code,
    reference,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  }
}

declareErrors({
  'common.not_found': 404,
  'common.invalid': 400,
  'common.not_allowed': 403,
  'common.only_roles': 403,
  'common.sign_in': 401,
  'common.not_for_keys': 403,
  'common.key_scope': 403,
  'common.only_keys': 403,
  'common.cross_site': 403,
  'common.only_at': 421,
  'common.too_large': 413,
  'common.export_too_many': 422,
  'common.slow_down': 429,
  'common.request_reused': 422,
  'common.bad_request_id': 400,
  'common.changed_meanwhile': 409,
  'common.acting_changed': 409,
  'common.fault': 500,
  'common.database_away': 503,
  'common.disk_full': 507,
  'common.files_away': 503,
})
