import { useState, type ReactNode } from 'react'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { Button } from '../../parts/Button.tsx'
import { useT } from '../i18n.tsx'
import { forgetAnswers, useOutbox } from '../outbox/index.ts'

/** Leaves by a form, as the server's own page does, so that it answers with the page to sign in. */
function postSignOut(): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/sign-out'
  document.body.append(form)
  form.submit()
}

/**
 * Signing out: asks first where something waits to be sent, and takes what is kept for the time without a line, but for
 * what waits.
 * @param children draws what is pressed
 */
export function SignOut(props: { children: (press: () => void) => ReactNode }) {
  const t = useT()
  const { entries } = useOutbox()
  const [asks, setAsks] = useState<'unsent' | 'offline' | null>(null)
  function leave() {
    setAsks(null)
    void forgetAnswers().then(postSignOut)
  }
  function press() {
    if (!navigator.onLine) setAsks('offline')
    else if (entries.length > 0) setAsks('unsent')
    else leave()
  }
  return (
    <>
      {props.children(press)}
      {asks === 'unsent' ? (
        <ConfirmDialog
          title={t('outbox.out.title', { n: entries.length })}
          act={t('outbox.out.do')}
          danger
          onConfirm={leave}
          onClose={() => setAsks(null)}
        >
          <p>{t('outbox.out.text')}</p>
        </ConfirmDialog>
      ) : asks === 'offline' ? (
        <Dialog
          title={t('outbox.out.offline.title')}
          onClose={() => setAsks(null)}
          acts={<Button onClick={() => setAsks(null)}>{t('common.close')}</Button>}
        >
          <p>{t('outbox.out.offline')}</p>
        </Dialog>
      ) : null}
    </>
  )
}
