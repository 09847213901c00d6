import { useState } from 'react'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { useT } from '../i18n.tsx'
import { useOutbox, type Outbox } from '../outbox/index.ts'
import { useSession } from '../session.ts'
import { signInAddress, useSignedOut } from '../signed-out.ts'
import { takeNewVersion, useNewVersion } from '../worker.ts'
import css from './Strips.module.css'
import { useOnline } from './useOnline.ts'

/** Above every screen: the session ended, what waits to be sent, a new version, a connection that is not private. */
export function Strips() {
  const t = useT()
  const signedOut = useSignedOut()
  const isNew = useNewVersion()
  return (
    <div>
      {signedOut ? (
        <p className={css.strip} data-warn="" role="alert">
          <span>
            {t('session.ended')} <a href={signInAddress()}>{t('session.ended.signIn')}</a>
          </span>
        </p>
      ) : null}
      <Unsent />
      {isNew ? (
        <p className={css.strip} role="status">
          <span>{t('outbox.newVersion')}</span>
          <Button size="small" onClick={takeNewVersion}>
            {t('outbox.newVersion.do')}
          </Button>
        </p>
      ) : null}
      <NotPrivate />
    </div>
  )
}

function Unsent() {
  const t = useT()
  const isOnline = useOnline()
  const { actingUnit } = useSession()
  const outbox = useOutbox()
  const { entries } = outbox
  if (entries.length === 0) return null
  const why = reasonOf(outbox, actingUnit.id, isOnline)
  return (
    <p className={css.strip} data-warn="" role="status">
      <span>
        <b>{t('outbox.unsent', { n: entries.length })}</b>
        {' · '}
        <span>{t(`outbox.why.${why.word}`, { n: why.n })}</span>
      </span>
      {why.word === 'signIn' ? (
        <a href={signInAddress()}>{t('outbox.signIn')}</a>
      ) : why.word === 'other' ? (
        <Button size="small" onClick={() => location.reload()}>
          {t('outbox.reload')}
        </Button>
      ) : null}
      <AppLink href="/activities/waiting">{t('outbox.see')}</AppLink>
    </p>
  )
}

/** The one thing to say of what waits: what its person can do comes before what only takes time. */
function reasonOf({ entries, photos, stop }: Outbox, unitId: string, isOnline: boolean) {
  const needsLook = entries.filter(
    (e) => e.refusal !== null || photos.some((p) => p.activityId === e.id && p.state === 'refused'),
  ).length
  if (stop === 'signIn' || stop === 'other') return { word: stop, n: 0 }
  if (needsLook > 0) return { word: 'refused', n: needsLook }
  if (!isOnline || stop === 'line') return { word: 'line', n: 0 }
  if (entries.every((e) => e.unitId !== unitId)) return { word: 'unit', n: 0 }
  return { word: 'sending', n: 0 }
}

const seen = 'lantoa-not-private-seen'

/** Plain HTTP from another machine: said once on this machine. */
function NotPrivate() {
  const t = useT()
  const [isClosed, setIsClosed] = useState(
    () => window.isSecureContext || localStorage.getItem(seen) !== null,
  )
  if (isClosed) return null
  return (
    <p className={css.strip} data-warn="" role="status">
      <span>{t('outbox.notPrivate')}</span>
      <Button
        size="small"
        onClick={() => {
          localStorage.setItem(seen, '1')
          setIsClosed(true)
        }}
      >
        {t('outbox.notPrivate.close')}
      </Button>
    </p>
  )
}
