import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { Button, IconButton } from './Button.tsx'
import css from './Dialog.module.css'

/**
 * A dialog over the page, by the browser's own `<dialog>`: it keeps the focus inside, Esc closes it, and the focus goes
 * back to what opened it. Rendered while it is open.
 */
export function Dialog(props: { title: string; onClose: () => void; children: ReactNode; acts?: ReactNode }) {
  const t = useT()
  const id = useId()
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={box}
      className={css.dialog}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault()
        props.onClose()
      }}
    >
      <header className={css.head}>
        <h2 id={id}>{props.title}</h2>
        <IconButton label={t('common.close')} onClick={props.onClose}>
          <IconX size={20} stroke={1.75} />
        </IconButton>
      </header>
      <div className={css.body}>{props.children}</div>
      {props.acts ? <footer className={css.acts}>{props.acts}</footer> : null}
    </dialog>
  )
}

/**
 * Asks before what cannot be taken back. The buttons say the deed: "Thu hồi kế hoạch", not "Đồng ý".
 * @param busy what the button becomes while it runs
 */
export function ConfirmDialog(props: {
  title: string
  children: ReactNode
  act: string
  danger?: boolean
  busy?: string | false
  onConfirm: () => void
  onClose: () => void
}) {
  const t = useT()
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      acts={
        <>
          <Button kind={props.danger ? 'danger' : 'go'} busy={props.busy ?? false} onClick={props.onConfirm}>
            {props.act}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
