import { apiFetch } from '../api.ts'
import { ApiError } from '../problem.ts'

/** Bytes in one request: a few seconds on a weak line, so that a cut costs little. */
const chunk = 256 * 1024
const mostCorrections = 5

interface Upload {
  state: string
  received: number
}

/**
 * Sends one photo: asks how far it is, goes on from there piece by piece. Called again after any failure it goes on
 * where it stopped.
 * @param headers as whom it is sent
 * @param onSent how many bytes are there
 * @throws ApiError
 */
export async function sendPhoto(
  photo: { id: string; activityId: string; blob: Blob; hash: string; name: string },
  headers: Record<string, string>,
  onSent: (bytes: number) => void,
): Promise<void> {
  const { id: photoId, activityId, blob, hash, name } = photo
  const address = `/api/v1/activities/${activityId}/photos/${photoId}`
  for (let corrections = 0; ; corrections += 1) {
    const answer = await apiFetch(address, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ size: blob.size, hash, name: name.slice(0, 200) }),
    })
    const { state, received } = (await answer.json()) as Upload
    if (state === 'arrived') return
    try {
      await sendFrom(received)
      return
    } catch (error) {
      // Another window, or a request whose answer got lost, moved the mark: ask again.
      const isOffset = error instanceof ApiError && error.code === 'activities.photo_offset'
      if (!isOffset || corrections >= mostCorrections) throw error
    }
  }

  async function sendFrom(received: number): Promise<void> {
    let offset = received
    onSent(offset)
    while (offset < blob.size) {
      const end = Math.min(blob.size, offset + chunk)
      await apiFetch(`${address}/bytes?offset=${offset}`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: blob.slice(offset, end),
      })
      offset = end
      onSent(offset)
    }
  }
}
