/** One field at fault: `path` as in the request (`tasks.0.title`), `message` a sentence for its user. */
export interface FieldError {
  path: string
  message: string
}

interface Fault {
  code: string
  status: number
  message: string
  reference: string | null
  errors: FieldError[]
  retryAfter?: number | null
}

/**
 * What went wrong with a request to /api/v1, from its problem+json (RFC 9457). `message` is the server's sentence in
 * the user's language; empty when no server answered or it was no problem+json: then `code` ('network', 'server')
 * chooses a sentence of ours. `reference` is what the user can quote to the administrator.
 */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly reference: string | null
  readonly errors: FieldError[]
  /** seconds after which the server wants to be asked again (429, 503) */
  readonly retryAfter: number | null
  constructor(fault: Fault) {
    super(fault.message)
    this.name = 'ApiError'
    this.code = fault.code
    this.status = fault.status
    this.reference = fault.reference
    this.errors = fault.errors
    this.retryAfter = fault.retryAfter ?? null
  }

  /** The sentence for one field of a form, if the server named it. */
  forField(path: string): string | undefined {
    return this.errors.find((e) => e.path === path)?.message
  }
}

export function networkError(): ApiError {
  return new ApiError({ code: 'network', status: 0, message: '', reference: null, errors: [] })
}

/** The error in an answer that was not 2xx; never throws itself, whatever the body. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const p = isRecord(body) ? body : {}
  return new ApiError({
    code: text(p['code']) ?? 'server',
    status: response.status,
    message: text(p['detail']) ?? text(p['title']) ?? '',
    reference: text(p['reference']) ?? null,
    errors: Array.isArray(p['errors']) ? p['errors'].filter(isFieldError) : [],
    retryAfter: Number(response.headers.get('retry-after')) || null,
  })
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

function isFieldError(v: unknown): v is FieldError {
  return isRecord(v) && typeof v['path'] === 'string' && typeof v['message'] === 'string'
}

function text(v: unknown): string | undefined {
  return typeof v === 'string' && v !== '' ? v : undefined
}
