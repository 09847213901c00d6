import { apiFetch } from '../../app/api.ts'
import { ApiError } from '../../app/problem.ts'
import { beginPhoto } from '../../api/generated/index.ts'

/** Bytes in one request: a few seconds on a weak line, so that a cut costs little. */
const chunk = 256 * 1024
const mostCorrections = 5

/**
 * Sends one photo: asks how far it is, goes on from there piece by piece. Called again after any failure it goes on
 * where it stopped.
 * @param onSent how many bytes are there
 * @throws ApiError
 */
export async function sendPhoto(
  photo: { id: string; activityId: string; blob: Blob; hash: string; name: string },
  onSent: (bytes: number) => void,
): Promise<void> {
  const { id: photoId, activityId, blob, hash, name } = photo
  for (let corrections = 0; ; corrections += 1) {
    const { data } = await beginPhoto({
      path: { id: activityId, photoId },
      body: { size: blob.size, hash, name: name.slice(0, 200) },
      throwOnError: true,
    })
    if (data.state === 'arrived') return
    try {
      await sendFrom(data.received)
      return
    } catch (error) {
      // Another tab, or a request whose answer got lost, moved the mark: ask again.
      const isOffset = error instanceof ApiError && error.code === 'activities.photo_offset'
      if (!isOffset || corrections >= mostCorrections) throw error
    }
  }

  async function sendFrom(received: number): Promise<void> {
    let offset = received
    onSent(offset)
    while (offset < blob.size) {
      const end = Math.min(blob.size, offset + chunk)
      await apiFetch(`/api/v1/activities/${activityId}/photos/${photoId}/bytes?offset=${offset}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/octet-stream' },
        body: blob.slice(offset, end),
      })
      offset = end
      onSent(offset)
    }
  }
}
