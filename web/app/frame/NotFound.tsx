import { ButtonLink } from '../../parts/Button.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { useT } from '../i18n.tsx'

/** An address that leads nowhere, or to what this unit may not read: the two are not told apart. */
export function NotFound() {
  const t = useT()
  return (
    <Page>
      <PageHead title={t('common.error.missingPage')} />
      <EmptyState
        title={t('common.error.missingPage.hint')}
        act={<ButtonLink to="/">{t('common.error.goToday')}</ButtonLink>}
      />
    </Page>
  )
}
