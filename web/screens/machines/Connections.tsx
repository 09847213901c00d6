import { createLazyRoute } from '@tanstack/react-router'
import { useT } from '../../app/i18n.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { KeyList } from './KeyList.tsx'
import css from './machines.module.css'
import { WebhookList } from './WebhookList.tsx'

export const Route = createLazyRoute('/organisation/connections')({ component: Connections })

/** Other platforms: their keys, and the addresses that are told what happens here. */
function Connections() {
  const t = useT()
  return (
    <Page>
      <PageHead title={t('machines.title')} crumbs={[{ label: t('units.title'), href: '/organisation' }]} />
      <p className={css.lead}>
        {t('machines.intro')} <a href="/api">{t('machines.intro.api')}</a>
      </p>
      <KeyList />
      <WebhookList />
    </Page>
  )
}
