import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { tryAgain, type OutPhoto } from '../../app/outbox/index.ts'
import { Bar } from '../../parts/Bar.tsx'
import { Button } from '../../parts/Button.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'

/** Photos on their way, one line each; what failed goes on by itself, or at once by the button. */
export function PhotoProgress(props: { photos: readonly OutPhoto[] }) {
  const { t, locale } = useLanguage()
  const kilobytes = (bytes: number) => Math.round(bytes / 1_000)
  return (
    <section aria-label={t('activities.photos')}>
      <ul className={css.progress}>
        {props.photos.map((p, i) => (
          <li key={p.id}>
            <img src={p.src} alt={t('activities.photo.alt', { n: i + 1 })} />
            <span>
              {p.state === 'arrived' ? (
                <Status state="done">{t('activities.photo.arrived')}</Status>
              ) : p.state === 'refused' ? (
                <Status state="late">{p.error}</Status>
              ) : p.state === 'failed' ? (
                <Status state="nil">{t('activities.photo.lineDown')}</Status>
              ) : p.state === 'sending' ? (
                <Bar
                  value={p.sent}
                  total={p.size}
                  as="beside"
                  words={t('activities.photo.sending', {
                    sent: formatNumber(kilobytes(p.sent), locale),
                    size: formatNumber(kilobytes(p.size), locale),
                  })}
                />
              ) : (
                <Status state="nil">
                  {t(p.state === 'shrinking' ? 'activities.photo.shrinking' : 'common.photo.waiting')}
                </Status>
              )}
            </span>
          </li>
        ))}
      </ul>
      {props.photos.some((p) => p.state === 'failed') ? (
        <Button onClick={tryAgain}>{t('activities.photo.tryAgain')}</Button>
      ) : null}
    </section>
  )
}
