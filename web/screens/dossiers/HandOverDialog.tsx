import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { handOverMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import css from './dossiers.module.css'

const words = ['title', 'giver', 'giverPosition', 'taker', 'takerPosition', 'condition'] as const
type Word = (typeof words)[number]
const labels: Record<Word, string> = {
  title: 'dossiers.handOver.name',
  giver: 'dossiers.handOver.giver',
  giverPosition: 'dossiers.handOver.giverPosition',
  taker: 'dossiers.handOver.taker',
  takerPosition: 'dossiers.handOver.takerPosition',
  condition: 'dossiers.handOver.condition',
}

/** What the minutes say of closed files that go to the archive. */
export function HandOverDialog(props: {
  dossiers: readonly string[]
  onDone: () => void
  onClose: () => void
}) {
  const t = useT()
  const { today } = useSession()
  const [id] = useState(newId)
  const [day, setDay] = useState<string | null>(today)
  const [typed, setTyped] = useState<Record<Word, string>>({
    title: '',
    giver: '',
    giverPosition: '',
    taker: '',
    takerPosition: '',
    condition: t('dossiers.handOver.condition.usual'),
  })
  const [boxes, setBoxes] = useState('')
  const [metres, setMetres] = useState('')
  const [tried, setTried] = useState(false)
  const give = useMutation({ ...handOverMutation(), onSuccess: props.onDone })
  return (
    <ConfirmDialog
      title={t('dossiers.handOver.title')}
      act={t('dossiers.handOver.do')}
      busy={give.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        if (!day || words.some((w) => typed[w].trim() === '')) return
        give.mutate({
          body: {
            id,
            dossiers: [...props.dossiers],
            day,
            ...typed,
            boxes: boxes === '' ? null : Number(boxes),
            metres: metres.trim() || null,
          },
        })
      }}
    >
      <div className={css.form}>
        <p>{t('dossiers.handOver.what')}</p>
        {give.error ? <ErrorNote error={give.error} focus /> : null}
        <DateField label={t('dossiers.handOver.day')} value={day} onChange={setDay} />
        {words.map((w) => (
          <TextField
            key={w}
            label={t(labels[w])}
            value={typed[w]}
            maxLength={200}
            onChange={(e) => setTyped({ ...typed, [w]: e.target.value })}
            error={tried && typed[w].trim() === '' ? t('dossiers.field.missing') : undefined}
          />
        ))}
        <TextField
          label={t('dossiers.handOver.boxes')}
          optional
          inputMode="numeric"
          value={boxes}
          maxLength={5}
          onChange={(e) => setBoxes(e.target.value.replace(/\D/g, ''))}
        />
        <TextField
          label={t('dossiers.handOver.metres')}
          optional
          value={metres}
          maxLength={20}
          onChange={(e) => setMetres(e.target.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
