import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import type { DocumentScan, DocumentView } from '../../api/generated/index.ts'
import { getDocumentQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { ReasonDialog } from '../../parts/ReasonDialog.tsx'
import css from './Pieces.module.css'
import { sendScan } from './send-scan.ts'

interface Sending {
  /** made once for a file, so that sending again goes on with it */
  id: string
  file: File
  replaces: { id: string; reason: string } | null
}

/**
 * The scan of the signed and sealed paper beside the printed PDF: the one that stands, those before it with the reason, and
 * for the clerk the way to hand one in. Nothing where there is none and none can be handed in.
 */
export function Scans({ document: d }: { document: DocumentView }) {
  const t = useT()
  const client = useQueryClient()
  const picker = useRef<HTMLInputElement>(null)
  const [sending, setSending] = useState<Sending | null>(null)
  const [chosen, setChosen] = useState<File | null>(null)
  const [share, setShare] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [now, ...earlier] = d.scans
  const maySend = d.may.includes('document.scan')
  if (!now && !maySend) return null
  const send = async (scan: Sending) => {
    setSending(scan)
    setError(null)
    setShare(0)
    try {
      await sendScan({ ...scan, documentId: d.id }, setShare)
      setSending(null)
      await client.invalidateQueries({ queryKey: getDocumentQueryKey({ path: { id: d.id } }) })
    } catch (e) {
      setError(e)
    } finally {
      setShare(null)
    }
  }
  return (
    <section className={css.scans}>
      <h2 className={css.head}>{t('scans.title')}</h2>
      {error ? (
        <ErrorNote error={error} focus {...(sending ? { onRetry: () => void send(sending) } : {})} />
      ) : null}
      {now ? <Standing documentId={d.id} scan={now} /> : null}
      {maySend ? (
        <>
          <p className={css.scanActs}>
            <Button
              size="small"
              busy={
                share === null
                  ? false
                  : share < 1
                    ? t('scans.sending', { percent: Math.floor(share * 100) })
                    : t('scans.keeping')
              }
              onClick={() => picker.current?.click()}
            >
              {t(now ? 'scans.replace' : 'scans.add')}
            </Button>
          </p>
          <p className="small mute">{t('scans.hint')}</p>
          <input
            ref={picker}
            type="file"
            accept="application/pdf,image/jpeg,image/png"
            hidden
            aria-label={t('scans.add')}
            onChange={(e) => {
              const file = e.target.files?.[0]
              e.target.value = ''
              if (!file) return
              if (now) setChosen(file)
              else void send({ id: newId(), file, replaces: null })
            }}
          />
        </>
      ) : null}
      {earlier.length > 0 ? (
        <ul className={css.scanEarlier}>
          {earlier.map((scan, i) => (
            <li key={scan.id}>
              <a href={addressOf(d.id, scan)}>{t('scans.earlier', { at: formatInstant(scan.at) })}</a>
              <br />
              <span className="mute">{t('scans.reasonWas', { reason: d.scans[i]?.reason ?? '' })}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {chosen && now ? (
        <ReasonDialog
          title={t('scans.reason.title')}
          what={t('scans.reason.what')}
          label={t('scans.reason')}
          act={t('scans.replace')}
          onClose={() => setChosen(null)}
          onDone={(reason) => {
            setChosen(null)
            void send({ id: newId(), file: chosen, replaces: { id: now.id, reason } })
          }}
        />
      ) : null}
    </section>
  )
}

function Standing({ documentId, scan }: { documentId: string; scan: DocumentScan }) {
  const t = useT()
  return (
    <>
      <p className={css.scanActs}>
        <ButtonAnchor size="small" href={addressOf(documentId, scan)} title={scan.name}>
          {t('scans.open', { pages: scan.pages })}
        </ButtonAnchor>{' '}
        <span className="small mute">{t('scans.at', { at: formatInstant(scan.at) })}</span>
      </p>
      {scan.warning ? (
        <p className={css.scanWarning} role="status">
          {scan.warning}
        </p>
      ) : null}
    </>
  )
}

function addressOf(documentId: string, scan: DocumentScan): string {
  return `/api/v1/documents/${documentId}/scans/${scan.id}`
}
