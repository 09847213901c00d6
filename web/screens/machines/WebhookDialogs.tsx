import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { changeWebhookMutation, makeWebhookMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { MakeWebhook, Webhook } from '../../api/generated/types.gen.ts'
import { newId } from '../../app/ids.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, TextField } from '../../parts/FormField.tsx'
import css from './machines.module.css'
import { OnceDialog } from './OnceDialog.tsx'

type Topic = MakeWebhook['topics'][number]
const topics: Topic[] = [
  'document.delivered',
  'plan.issued',
  'report.received',
  'report.accepted',
  'report.returned',
  'amendment.answered',
  'submission.changed',
]

/** Registers an address and shows its secret once; or changes what one is told. */
export function WebhookDialog(props: { of: Webhook | null; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { of, onClose, onDone } = props
  const [id] = useState(newId)
  const [url, setUrl] = useState(of?.url ?? '')
  const [chosen, setChosen] = useState<Topic[]>(of?.topics ?? [])
  const [tried, setTried] = useState(false)
  const make = useMutation({ ...makeWebhookMutation(), onSuccess: onDone })
  const change = useMutation({
    ...changeWebhookMutation(),
    onSuccess: () => {
      onDone()
      onClose()
    },
  })
  if (make.data) return <SecretShown secret={make.data.secret} onClose={onClose} />
  const error: unknown = make.error ?? change.error
  const busy = make.isPending || change.isPending
  return (
    <Dialog
      title={t(of ? 'machines.webhooks.change.title' : 'machines.webhooks.make.title')}
      onClose={onClose}
    >
      <Form
        onSubmit={() => {
          setTried(true)
          if (url.trim() === '' || chosen.length === 0) return
          const body = { url: url.trim(), topics: chosen }
          if (of) change.mutate({ path: { webhookId: of.id }, body })
          else make.mutate({ body: { id, ...body } })
        }}
        acts={
          <>
            <Button kind="go" type="submit" busy={busy && t('common.busy.saving')}>
              {t(of ? 'common.save' : 'machines.webhooks.make.act')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {error ? <ErrorNote error={error} focus /> : null}
        <TextField
          label={t('machines.webhooks.make.url')}
          hint={t('machines.webhooks.make.url.hint')}
          inputMode="url"
          value={url}
          maxLength={500}
          error={tried && url.trim() === '' ? t('machines.webhooks.make.missing') : undefined}
          onChange={(e) => setUrl(e.target.value)}
        />
        <fieldset className={css.checks}>
          <legend>{t('machines.webhooks.make.topics')}</legend>
          {topics.map((topic) => (
            <CheckField
              key={topic}
              label={t(`machines.topic.${topic}`)}
              checked={chosen.includes(topic)}
              onChange={(e) =>
                setChosen(e.target.checked ? [...chosen, topic] : chosen.filter((other) => other !== topic))
              }
            />
          ))}
          {tried && chosen.length === 0 ? (
            <p className={css.wrong} role="alert">
              {t('machines.webhooks.make.noTopics')}
            </p>
          ) : null}
        </fieldset>
      </Form>
    </Dialog>
  )
}

export function SecretShown({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const t = useT()
  return (
    <OnceDialog
      title={t('machines.secret.title')}
      words={t(secret === null ? 'machines.secret.repeated' : 'machines.secret.words')}
      label={t('machines.secret.label')}
      value={secret}
      onClose={onClose}
    />
  )
}
