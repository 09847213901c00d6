import { useRef, useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/FormField.tsx'
import css from './machines.module.css'

/** A secret that is shown this once, with a button that copies it. */
export function OnceDialog(props: {
  title: string
  words: string
  label: string
  /** null when it was shown before */
  value: string | null
  onClose: () => void
}) {
  const t = useT()
  const { title, words, label, value, onClose } = props
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  async function copy() {
    field.current?.select()
    // Over plain HTTP from another machine there is no clipboard: the key is selected, Ctrl C copies it.
    if (value !== null && navigator.clipboard)
      await navigator.clipboard.writeText(value).then(() => setCopied(true))
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      acts={
        <>
          {value === null ? null : (
            <Button kind="go" onClick={() => void copy().catch(() => undefined)}>
              {t(copied ? 'machines.keys.token.copied' : 'machines.keys.token.copy')}
            </Button>
          )}
          <Button kind="bare" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{words}</p>
      {value === null ? null : (
        <TextField
          ref={field}
          label={label}
          value={value}
          readOnly
          className={css.code ?? ''}
          onFocus={(e) => e.target.select()}
        />
      )}
      <span className="vh" role="status">
        {copied ? t('machines.keys.token.copied') : ''}
      </span>
    </Dialog>
  )
}
