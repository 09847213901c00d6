import { useState } from 'react'
import { useT } from '../app/i18n.tsx'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { TextArea } from './FormField.tsx'

/** Asks for words before a deed that needs a reason. */
export function ReasonDialog(props: {
  title: string
  /** what the deed does */
  what?: string
  label: string
  act: string
  busy?: string | false
  /** why the deed was refused */
  error?: Error | null
  optional?: boolean
  onClose: () => void
  onDone: (words: string) => void
}) {
  const t = useT()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const missing = tried && words.trim() === '' && !props.optional
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      acts={
        <>
          <Button
            kind="go"
            busy={props.busy ?? false}
            onClick={() => {
              setTried(true)
              if (words.trim() !== '' || props.optional) props.onDone(words)
            }}
          >
            {props.act}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {props.what ? <p>{props.what}</p> : null}
      {props.error ? <ErrorNote error={props.error} focus /> : null}
      <TextArea
        label={props.label}
        value={words}
        onChange={(e) => setWords(e.target.value)}
        error={missing ? t('plans.reason.missing') : undefined}
        {...(props.optional ? { optional: true } : {})}
      />
    </Dialog>
  )
}
