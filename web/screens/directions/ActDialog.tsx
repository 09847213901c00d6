import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDayMonth } from '#src/messages/format.ts'
import type { Direction } from '../../api/generated/index.ts'
import { actOnDirection } from '../../api/generated/index.ts'
import { listActivitiesOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, TextArea } from '../../parts/FormField.tsx'
import css from './directions.module.css'
import { DocumentPicker } from './DocumentPicker.tsx'

/** What somebody is about to do with a direction. */
export interface Asked {
  kind: 'answer' | 'ask' | 'reply' | 'accept' | 'return' | 'extend' | 'withdraw'
  toAct?: string
  unit?: { id: string; shortName: string }
}

/** Words, and what else the deed needs: evidence, a later day, whom a reply is for. */
export function ActDialog(props: {
  direction: Direction
  asked: Asked
  onDone: (direction: Direction) => void
  onClose: () => void
}) {
  const t = useT()
  const { today } = useSession()
  const { direction, asked, onDone, onClose } = props
  const { kind, toAct, unit } = asked
  // One id as long as the dialog is open: sent again after a lost answer it is the same act.
  const [id] = useState(newId)
  const [words, setWords] = useState('')
  const [activities, setActivities] = useState<string[]>([])
  const [paper, setPaper] = useState<{ id: string; title: string } | null>(null)
  const [isPublic, setIsPublic] = useState(false)
  const [dueOn, setDueOn] = useState<string | null>(null)
  const [isTried, setIsTried] = useState(false)
  const needsWords = kind !== 'accept'
  const send = useMutation({
    mutationFn: async () => {
      const { data } = await actOnDirection({
        path: { id: direction.id },
        headers: { [REQUEST_ID]: id },
        body: {
          id,
          kind,
          words,
          unitId: unit?.id ?? null,
          toAct: toAct ?? null,
          isPublic,
          dueOn,
          activities,
          documents: paper ? [paper.id] : [],
        },
        throwOnError: true,
      })
      return data
    },
    onSuccess: (answer) => {
      onDone(answer)
      onClose()
    },
  })
  function press() {
    setIsTried(true)
    if (needsWords && words.trim() === '') return
    if (kind === 'extend' && dueOn === null) return
    send.mutate()
  }
  const title = t(`directions.do.${kind}`)
  return (
    <Dialog
      title={unit ? `${title}: ${unit.shortName}` : title}
      onClose={onClose}
      acts={
        <>
          <Button
            kind={kind === 'withdraw' ? 'danger' : 'go'}
            busy={send.isPending ? t('common.busy.sending') : false}
            onClick={press}
          >
            {title}
          </Button>
          <Button kind="bare" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {send.error ? <ErrorNote error={send.error} focus /> : null}
        {kind === 'extend' ? (
          <DateField
            label={t('directions.extend.dueOn')}
            value={dueOn}
            min={today}
            error={isTried && dueOn === null ? t('directions.missing') : undefined}
            onChange={setDueOn}
          />
        ) : null}
        {needsWords ? (
          <TextArea
            label={t(`directions.words.${kind}`)}
            value={words}
            rows={4}
            maxLength={10_000}
            error={isTried && words.trim() === '' ? t('directions.words.missing') : undefined}
            onChange={(e) => setWords(e.target.value)}
          />
        ) : null}
        {kind === 'answer' ? (
          <>
            <Activities chosen={activities} onChange={setActivities} />
            <DocumentPicker value={paper} onChange={setPaper} />
          </>
        ) : null}
        {kind === 'reply' ? (
          <CheckField
            label={t('directions.reply.public')}
            checked={isPublic}
            onChange={(e) => setIsPublic(e.target.checked)}
          />
        ) : null}
      </div>
    </Dialog>
  )
}

const offered = 20

/** The unit's latest activities, to show what was done. */
function Activities(props: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const t = useT()
  const { chosen, onChange } = props
  const list = useQuery(listActivitiesOptions({ query: { of: 'own' } }))
  if (!list.data) return null
  const rows = list.data.rows.filter((a) => a.state !== 'withdrawn').slice(0, offered)
  return (
    <fieldset>
      <legend>{t('directions.answer.activities')}</legend>
      {rows.length === 0 ? <p className={css.facts}>{t('directions.answer.activities.none')}</p> : null}
      <div className={css.choices}>
        {rows.map((a) => (
          <CheckField
            key={a.id}
            label={a.title}
            hint={formatDayMonth(a.day)}
            checked={chosen.includes(a.id)}
            onChange={() =>
              onChange(chosen.includes(a.id) ? chosen.filter((c) => c !== a.id) : [...chosen, a.id])
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
