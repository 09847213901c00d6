import { IconChevronRight } from '@tabler/icons-react'
import { createLazyRoute, Link } from '@tanstack/react-router'
import { Button } from '../../parts/Button.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { useT } from '../i18n.tsx'
import { useSession } from '../session.ts'
import css from './Frame.module.css'
import { accountWays } from './MeMenu.tsx'
import { SignOut } from './SignOut.tsx'
import { LanguagePicker } from './TopBar.tsx'
import { useBuilt, useWays } from './ways.ts'

const inTabs = ['/today', '/plans', '/reports']

/** What a phone's tabs have no room for. */
function More() {
  const t = useT()
  const { person, login } = useSession()
  const built = useBuilt()
  const ways = useWays().filter((w) => !inTabs.includes(w.path))
  return (
    <Page narrow>
      <PageHead title={t('session.nav.more')} />
      <ul className={css.list}>
        {ways.map((w) => (
          <li key={w.path}>
            <Link to={w.path}>
              <w.icon size={20} stroke={1.75} aria-hidden="true" />
              {t(w.word)}
              <IconChevronRight size={18} stroke={1.75} aria-hidden="true" />
            </Link>
          </li>
        ))}
        {accountWays
          .filter((w) => built(w.path))
          .map((w) => (
            <li key={w.path}>
              <Link to={w.path}>
                {t(w.word)}
                <IconChevronRight size={18} stroke={1.75} aria-hidden="true" />
              </Link>
            </li>
          ))}
        <li className={css.languageRow}>
          {t('session.language')} <LanguagePicker />
        </li>
      </ul>
      <p className={css.whoami}>
        <b>{person.name}</b>
        <br />
        {t('session.me.signedInAs', { login })}
      </p>
      <SignOut>{(signOut) => <Button onClick={signOut}>{t('session.me.signOut')}</Button>}</SignOut>
    </Page>
  )
}

export const Route = createLazyRoute('/more')({ component: More })
