import { formatInstant } from '#src/messages/format.ts'
import { useT } from '../app/i18n.tsx'
import { Button } from './Button.tsx'
import css from './SaveState.module.css'
import { Status } from './Status.tsx'

export type Saving =
  | { state: 'unsaved' }
  | { state: 'saving' }
  /** the instant of the last save, ISO 8601 */
  | { state: 'saved'; at: string }
  | { state: 'failed'; onRetry: () => void }

/** Whether what is on the screen is kept: "Đã lưu 08:42", "Đang lưu…", "Chưa lưu được". */
export function SaveState(props: { saving: Saving }) {
  const t = useT()
  const { saving } = props
  return (
    <span className={css.save} role="status">
      {saving.state === 'saved' ? (
        <Status state="done">{t('common.saved.at', { time: formatInstant(saving.at).slice(-5) })}</Status>
      ) : saving.state === 'saving' ? (
        <Status state="busy">{t('common.saved.saving')}</Status>
      ) : saving.state === 'unsaved' ? (
        <Status state="nil">{t('common.saved.unsaved')}</Status>
      ) : (
        <>
          <Status state="late">{t('common.saved.failed')}</Status>
          <Button size="small" onClick={saving.onRetry}>
            {t('common.retry')}
          </Button>
        </>
      )}
    </span>
  )
}
