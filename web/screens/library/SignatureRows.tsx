import { useQuery } from '@tanstack/react-query'
import { formatInstant } from '#src/messages/format.ts'
import type { FileSignature } from '../../api/generated/index.ts'
import {
  getDocumentDraftSignaturesOptions,
  getDocumentSignaturesOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Pieces.module.css'

/** Signatures of the file of a document: who, when, and whether it was altered since; nothing where nobody signed. */
export function DocumentSignatures({ documentId }: { documentId: string }) {
  return <SignatureRows query={useQuery(getDocumentSignaturesOptions({ path: { id: documentId } }))} />
}

/** The same of a file that was handed in and is not yet confirmed. */
export function DraftSignatures({ draftId }: { draftId: string }) {
  return <SignatureRows query={useQuery(getDocumentDraftSignaturesOptions({ path: { id: draftId } }))} />
}

function SignatureRows(props: {
  query: {
    data: { signatures: FileSignature[]; unread: string | null } | undefined
    error: Error | null
    refetch: () => unknown
  }
}) {
  const t = useT()
  const { data, error, refetch } = props.query
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data || (data.signatures.length === 0 && data.unread === null)) return null
  return (
    <section className={css.signatures}>
      <h2 className={css.head}>{t('sign.title')}</h2>
      {data.unread ? <p>{t('sign.unread', { why: data.unread })}</p> : null}
      <ol>
        {data.signatures.map((signature, i) => (
          <Signature key={i} signature={signature} />
        ))}
      </ol>
      {data.signatures.length > 0 ? <p className="small mute">{t('sign.revocation')}</p> : null}
    </section>
  )
}

/** Faults that leave the document as it was signed: only who vouches for the signer is open. */
const doubts = ['expired', 'not_yet', 'unknown_authority']

function Signature({ signature: s }: { signature: FileSignature }) {
  const t = useT()
  const isBad = s.faults.some((fault) => !doubts.includes(fault))
  const values = { weak: (s.weak ?? '').toUpperCase(), authority: s.authority ?? '' }
  return (
    <li>
      <strong>{nameOf(t, s)}</strong>{' '}
      <Status state={isBad ? 'late' : s.faults.length > 0 ? 'soon' : 'done'}>
        {t(isBad ? 'sign.state.bad' : s.faults.length > 0 ? 'sign.state.doubtful' : 'sign.state.good')}
      </Status>
      <p className="small">{timeOf(t, s)}</p>
      {s.issuer === null ? null : (
        <p className="small mute">{t('sign.certificate', { serial: s.serial ?? '', issuer: s.issuer })}</p>
      )}
      {s.reason === null ? null : <p className="small">{t('sign.reason', { reason: s.reason })}</p>}
      {isBad || s.since === 'changed' ? null : <p className="small">{t(`sign.since.${s.since}`)}</p>}
      {s.faults.map((fault) => (
        <p key={fault} className="small">
          {t(`sign.fault.${fault}`, values)}
        </p>
      ))}
    </li>
  )
}

type T = ReturnType<typeof useT>

function nameOf(t: T, { kind, name, organisation }: FileSignature): string {
  if (name === null) return t('sign.nobody')
  if (kind === 'time_stamp') return t('sign.stamp', { name })
  return organisation === null || organisation === name ? name : t('sign.by', { name, organisation })
}

function timeOf(t: T, { time, timeFrom, stampedBy }: FileSignature): string {
  if (time === null) return t('sign.time.none')
  const at = formatInstant(time)
  const [day, clock] = [at.slice(0, 10), at.slice(-5)]
  return timeFrom === 'stamped'
    ? t('sign.time.stamped', { time: clock, day, by: stampedBy ?? '' })
    : t('sign.time.claimed', { time: clock, day })
}
