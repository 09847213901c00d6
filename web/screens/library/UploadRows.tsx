import { IconX } from '@tabler/icons-react'
import { useT } from '../../app/i18n.tsx'
import { Bar } from '../../parts/Bar.tsx'
import { Button, ButtonLink, IconButton } from '../../parts/Button.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './DocumentList.module.css'
import type { TakenIn } from '../../api/generated/index.ts'
import { mostBytes, type Upload, type useUploads } from './uploads.ts'

/** The files on their way, each with its own bar, and with its own sentence where it was not taken. */
export function UploadRows(props: { uploads: ReturnType<typeof useUploads> }) {
  const t = useT()
  const { uploads, again, dismiss } = props.uploads
  if (uploads.length === 0) return null
  return (
    <ul className={css.uploads} aria-label={t('library.upload.label')} aria-live="polite">
      {uploads.map((u) => (
        <li key={u.id} data-failed={u.state === 'failed' || undefined}>
          <span className={css.file}>{u.file.name}</span>
          <UploadState upload={u} />
          {u.taken ? (
            <OpenTaken taken={u.taken} />
          ) : u.state === 'failed' && u.error?.status === 0 ? (
            <Button size="small" onClick={() => again(u)}>
              {t('common.retry')}
            </Button>
          ) : null}
          {u.state === 'done' || u.state === 'failed' ? (
            <IconButton label={t('library.upload.dismiss')} onClick={() => dismiss(u.id)}>
              <IconX size={18} stroke={1.75} />
            </IconButton>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function OpenTaken(props: { taken: TakenIn }) {
  const t = useT()
  const { what, id } = props.taken
  return what === 'document' ? (
    <ButtonLink size="small" to="/documents/$documentId" params={{ documentId: id }}>
      {t('library.upload.open')}
    </ButtonLink>
  ) : (
    <ButtonLink size="small" to="/documents/drafts/$draftId" params={{ draftId: id }}>
      {t('library.upload.open')}
    </ButtonLink>
  )
}

function UploadState(props: { upload: Upload }) {
  const t = useT()
  const { upload: u } = props
  if (u.state === 'failed') {
    const sentence =
      u.taken?.sentence ??
      (u.file.size > mostBytes
        ? t('library.upload.tooLarge')
        : u.error?.message || t(u.error?.code === 'network' ? 'common.error.network' : 'common.error.server'))
    return (
      <span className={css.sentence}>
        <Status state="late">{t('library.upload.failed')}</Status>
        <span>{sentence}</span>
      </span>
    )
  }
  if (u.state === 'done')
    return (
      <span className={css.sentence}>
        <Status state={u.taken?.state === 'reading' ? 'busy' : 'done'}>
          {t(u.taken?.state === 'reading' ? 'library.upload.reading' : 'library.upload.done')}
        </Status>
        {u.taken?.sentence ? <span>{u.taken.sentence}</span> : null}
      </span>
    )
  const percent = Math.round(u.sent * 100)
  return u.state === 'reading' ? (
    <Status state="busy">{t('library.upload.reading')}</Status>
  ) : (
    <Bar value={percent} total={100} words={t('common.percent', { n: percent })} as="beside" />
  )
}
