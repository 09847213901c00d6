import { formatInstant } from '#src/messages/format.ts'
import type { OutgoingContent, OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Words } from '../plans/Changes.tsx'
import { differences } from './model.ts'
import css from './outgoing.module.css'

/** What differs between two states of a document: words taken out struck, words put in underlined. */
export function Compared(props: { before: OutgoingContent; after: OutgoingContent }) {
  const t = useT()
  const found = differences(props.before, props.after)
  if (found.length === 0) return <p>{t('outgoing.versions.same')}</p>
  return (
    <div lang="vi">
      {found.map((d) => (
        <p key={d.key} className={css.changed}>
          <Words before={d.before} after={d.after} />
        </p>
      ))}
    </div>
  )
}

/** Somebody saved meanwhile: what differs, and the choice which one goes on. */
export function Conflict(props: {
  mine: OutgoingContent
  theirs: OutgoingView
  onChoose: (mine: boolean) => void
  onLater: () => void
}) {
  const t = useT()
  const { mine, theirs, onChoose } = props
  return (
    <Dialog
      title={t('outgoing.conflict.title')}
      onClose={props.onLater}
      acts={
        <>
          <Button kind="go" onClick={() => onChoose(true)}>
            {t('outgoing.conflict.mine')}
          </Button>
          <Button onClick={() => onChoose(false)}>{t('outgoing.conflict.theirs')}</Button>
        </>
      }
    >
      <p>{t('outgoing.conflict.who', { by: theirs.updatedBy ?? '', at: formatInstant(theirs.updatedAt) })}</p>
      <Compared before={theirs.content} after={mine} />
    </Dialog>
  )
}
