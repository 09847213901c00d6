import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { beginScan, keepScan, type DocumentScan } from '../../api/generated/index.ts'
import { apiFetch, REQUEST_ID } from '../../app/api.ts'
import { ApiError } from '../../app/problem.ts'

/** Bytes in one request: a few seconds on a weak line, so that a cut costs little. */
const chunk = 256 * 1024
const mostCorrections = 5

/**
 * Sends a scan piece by piece and has it kept. Called again with the same id after any failure it goes on where it stopped.
 * @param id made once for this file
 * @param onSent share of the bytes that are there, 0 to 1
 * @throws ApiError
 */
export async function sendScan(
  scan: { id: string; documentId: string; file: File; replaces: { id: string; reason: string } | null },
  onSent: (share: number) => void,
): Promise<DocumentScan> {
  const { id, documentId, file, replaces } = scan
  // Not by the browser's own means: those are only there over HTTPS.
  const hash = bytesToHex(sha256(new Uint8Array(await file.arrayBuffer())))
  const path = { id: documentId, scanId: id }
  const size = file.size
  for (let corrections = 0; ; corrections += 1) {
    const { data } = await beginScan({ path, body: { size, hash }, throwOnError: true })
    try {
      if (!data.kept) await sendFrom(data.received)
      break
    } catch (error) {
      // A request whose answer got lost moved the mark: ask again.
      const isOffset = error instanceof ApiError && error.code === 'library.scan_offset'
      if (!isOffset || corrections >= mostCorrections) throw error
    }
  }
  const kept = await keepScan({
    path,
    body: { size, hash, replaces },
    headers: { [REQUEST_ID]: id },
    throwOnError: true,
  })
  return kept.data

  async function sendFrom(received: number): Promise<void> {
    let offset = received
    onSent(offset / size)
    while (offset < size) {
      const end = Math.min(size, offset + chunk)
      await apiFetch(`/api/v1/documents/${documentId}/scans/${id}/bytes?offset=${offset}&hash=${hash}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/octet-stream' },
        body: file.slice(offset, end),
      })
      offset = end
      onSent(offset / size)
    }
  }
}
