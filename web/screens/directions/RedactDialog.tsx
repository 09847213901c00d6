import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Direction } from '../../api/generated/index.ts'
import { redactDirectionMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextArea } from '../../parts/FormField.tsx'
import css from './directions.module.css'

const shortest = 5

/** Takes words away by law: those of the direction, or of one act on it. */
export function RedactDialog(props: {
  direction: Direction
  actId: string | null
  onDone: (direction: Direction) => void
  onClose: () => void
}) {
  const t = useT()
  const { direction, actId, onDone, onClose } = props
  const [ground, setGround] = useState('')
  const [isTried, setIsTried] = useState(false)
  const redact = useMutation({
    ...redactDirectionMutation(),
    onSuccess: (answer) => {
      onDone(answer)
      onClose()
    },
  })
  const isShort = ground.trim().length < shortest
  return (
    <Dialog
      title={t(actId === null ? 'directions.redact.title' : 'directions.redact.act.title')}
      onClose={onClose}
      acts={
        <>
          <Button
            kind="danger"
            busy={redact.isPending ? t('common.busy.sending') : false}
            onClick={() => {
              setIsTried(true)
              if (!isShort) redact.mutate({ path: { id: direction.id }, body: { actId, ground } })
            }}
          >
            {t('directions.do.redact')}
          </Button>
          <Button kind="bare" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {redact.error ? <ErrorNote error={redact.error} focus /> : null}
        <p>{t('directions.redact.text')}</p>
        <TextArea
          label={t('directions.redact.ground')}
          hint={t('directions.redact.ground.hint')}
          value={ground}
          rows={3}
          maxLength={500}
          error={isTried && isShort ? t('directions.redact.ground.missing') : undefined}
          onChange={(e) => setGround(e.target.value)}
        />
      </div>
    </Dialog>
  )
}
