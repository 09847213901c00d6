import { formatInstant } from '#src/messages/format.ts'
import type { DraftCard } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { ButtonLink } from '../../parts/Button.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './DocumentList.module.css'

/** What was handed in and waits for a person's word. */
export function DraftRows(props: { rows: readonly DraftCard[] }) {
  const t = useT()
  return (
    <ul className={css.drafts}>
      {props.rows.map((d) => (
        <li key={d.id}>
          <span className={css.file}>
            {d.title ?? d.fileName}
            <span className={css.hint}>
              {d.title === null ? null : `${d.fileName} · `}
              {formatInstant(d.createdAt)}
            </span>
            {d.error === null ? null : <span className={css.hint}>{d.error}</span>}
          </span>
          {d.state === 'reading' ? (
            <Status state="busy">{t('library.drafts.reading')}</Status>
          ) : d.state === 'failed' ? (
            <Status state="late">{t('library.drafts.failed')}</Status>
          ) : d.uncertain > 0 ? (
            <Status state="nil">{t('library.drafts.uncertain', { n: d.uncertain })}</Status>
          ) : (
            <Status state="open">{t('library.drafts.sure')}</Status>
          )}
          <ButtonLink size="small" to="/documents/drafts/$draftId" params={{ draftId: d.id }}>
            {t('library.drafts.check')}
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}
