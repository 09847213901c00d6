import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { TakenIn } from '../../api/generated/index.ts'
import { listDocumentDraftsQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { newId } from '../../app/ids.ts'
import { ApiError, networkError, readProblem } from '../../app/problem.ts'
import { noteSignedOut } from '../../app/signed-out.ts'

/** One file on its way. */
export interface Upload {
  /** made here: the draft's id, so that sending again after a lost line is the same thing */
  id: string
  file: File
  state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed'
  /** 0 to 1 of the bytes sent */
  sent: number
  taken: TakenIn | null
  error: ApiError | null
}

/** What the server takes at most; a larger file is not even sent. */
export const mostBytes = 50 * 1024 * 1024

/** Files that are handed in, one after the other: the line of an office is not wide. */
export function useUploads() {
  const queryClient = useQueryClient()
  const [uploads, setUploads] = useState<Upload[]>([])
  const queue = useRef<Promise<void>>(Promise.resolve())

  const change = useCallback((id: string, next: Partial<Upload>) => {
    setUploads((now) => now.map((u) => (u.id === id ? { ...u, ...next } : u)))
  }, [])

  const send = useCallback(
    (upload: Upload) => {
      queue.current = queue.current.then(async () => {
        change(upload.id, { state: 'sending', sent: 0, error: null })
        try {
          const taken = await putFile(upload, (sent) =>
            change(upload.id, { sent, state: sent >= 1 ? 'reading' : 'sending' }),
          )
          change(upload.id, { state: taken.state === 'failed' ? 'failed' : 'done', taken })
        } catch (error) {
          change(upload.id, { state: 'failed', error: error instanceof ApiError ? error : networkError() })
        }
        await queryClient.invalidateQueries({ queryKey: listDocumentDraftsQueryKey() })
      })
    },
    [change, queryClient],
  )

  const add = useCallback(
    (files: readonly File[]) => {
      const fresh = files.map((file): Upload => ({
        id: newId(),
        file,
        state: 'waiting',
        sent: 0,
        taken: null,
        error: null,
      }))
      setUploads((now) => [...fresh, ...now])
      for (const upload of fresh) {
        if (upload.file.size > mostBytes) change(upload.id, { state: 'failed' })
        else send(upload)
      }
    },
    [change, send],
  )
  const dismiss = useCallback((id: string) => setUploads((now) => now.filter((u) => u.id !== id)), [])
  return { uploads, add, again: send, dismiss }
}

/** `fetch` tells nothing about what is sent; the older request does. */
function putFile(upload: Upload, onSent: (share: number) => void): Promise<TakenIn> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/api/v1/documents/${upload.id}?name=${encodeURIComponent(upload.file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json, application/problem+json')
    request.setRequestHeader(REQUEST_ID, upload.id)
    request.upload.onprogress = (e) => onSent(e.total > 0 ? e.loaded / e.total : 1)
    request.upload.onload = () => onSent(1)
    request.onerror = () => reject(networkError())
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as TakenIn)
        return
      }
      if (request.status === 401) noteSignedOut()
      void readProblem(new Response(request.responseText, { status: request.status || 500 })).then(reject)
    }
    request.send(upload.file)
  })
}
