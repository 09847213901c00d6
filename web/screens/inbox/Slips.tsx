import { useMutation } from '@tanstack/react-query'
import { makeReadingLinksMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import css from './Slips.module.css'

/** A printed slip with a QR code for each person who has not confirmed: made here, shown once. */
export function SlipsDialog(props: { documentId: string; onClose: () => void; onMade: () => void }) {
  const t = useT()
  const { documentId, onClose, onMade } = props
  const make = useMutation({ ...makeReadingLinksMutation(), onSuccess: onMade })
  const links = make.data?.links
  return (
    <Dialog
      title={t('dispatch.readings.links')}
      onClose={onClose}
      acts={
        links && links.length > 0 ? (
          <>
            <Button kind="go" onClick={() => window.print()}>
              {t('dispatch.readings.links.print', { n: links.length })}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.close')}
            </Button>
          </>
        ) : (
          <>
            <Button
              kind="go"
              busy={make.isPending && t('common.busy.saving')}
              onClick={() => make.mutate({ path: { documentId }, body: { readings: [] } })}
            >
              {t('dispatch.readings.links.make')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {make.error ? <ErrorNote error={make.error} focus /> : null}
      {make.isSuccess && !links ? <p>{t('dispatch.readings.links.gone')}</p> : null}
      {links?.length === 0 ? <p>{t('dispatch.readings.links.none')}</p> : null}
      {links && links.length > 0 ? (
        <>
          {make.data && make.data.left > 0 ? (
            <p>{t('dispatch.readings.links.more', { n: make.data.left })}</p>
          ) : null}
          <ul className={css.slips}>
            {links.map((link) => (
              <li key={link.id}>
                <img
                  src={`data:image/svg+xml,${encodeURIComponent(link.qr)}`}
                  alt={t('dispatch.readings.qr', { name: link.name })}
                  width={148}
                  height={148}
                />
                <span>
                  <b>{link.name}</b>
                  {link.title ? <span className={css.second}>{link.title}</span> : null}
                  <span className={css.second}>{make.data?.unit}</span>
                  <span className={css.second}>{t('dispatch.readings.slip')}</span>
                  <span className={css.address}>{link.url}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t('dispatch.readings.links.words')}</p>
      )}
    </Dialog>
  )
}
