import { newId } from './ids.ts'
import { ApiError, networkError, readProblem } from './problem.ts'
import { noteSignedOut } from './signed-out.ts'

/** The header that makes a write repeatable: the same id and body again is answered with the present state. */
export const REQUEST_ID = 'lantoa-request-id'

/**
 * `fetch` for /api/v1: same origin, a request id on every write, and a failure always thrown as `ApiError`.
 * @param input address or `Request`; a caller who must be able to repeat a write gives its own `lantoa-request-id`
 * @returns the answer, only when its status is 2xx
 */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, { credentials: 'same-origin', ...init })
  const headers = new Headers(request.headers)
  if (!headers.has('accept')) headers.set('accept', 'application/json, application/problem+json')
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && !headers.has(REQUEST_ID)) headers.set(REQUEST_ID, newId())
  for (let delays = 0; ; delays += 1) {
    const response = await send(new Request(request.clone(), { headers }))
    if (response.ok) return response
    const error = await readProblem(response)
    if (error.status === 401) noteSignedOut()
    if (error.status !== 429 || error.retryAfter === null || delays >= mostDelays) throw error
    // Too fast for the server: it said when to come again, and the request id makes it the same request.
    await passed(error.retryAfter, request.signal)
  }
}

/** How often a request that came too fast is sent again by itself. */
const mostDelays = 3

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw networkError()
  }
}

function passed(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(seconds, 60) * 1_000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}

/** Configuration of the generated client (see web/openapi-ts.config.ts): our fetch, errors thrown. */
export function createClientConfig<C extends object>(config?: C) {
  return { ...(config as C), baseUrl: '', fetch: apiFetch, throwOnError: true }
}

/** One JSON answer without the generated client, for the few operations the frame itself needs. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await apiFetch(path, signal ? { signal } : {})
  return (await response.json()) as T
}

/** One JSON write without the generated client. */
export async function postJson(path: string, body: unknown): Promise<void> {
  await apiFetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export { ApiError }
