import { Link } from '@tanstack/react-router'
import { Mark } from '../../parts/Mark.tsx'
import { useT } from '../i18n.tsx'
import { useSession } from '../session.ts'
import css from './Frame.module.css'
import { useHere, useWays } from './ways.ts'

/** The left navigation of the wide frame. */
export function SideNav() {
  const t = useT()
  const ways = useWays()
  const here = useHere(ways.map((w) => w.path))
  return (
    <nav className={css.nav} aria-label={t('session.nav')}>
      <Link className={css.brand} to="/">
        <Mark />
        {t('common.product')}
      </Link>
      {ways.map((w) => (
        <Link key={w.path} to={w.path} aria-current={here === w.path ? 'page' : undefined}>
          <w.icon size={20} stroke={1.75} aria-hidden="true" />
          {t(w.word)}
          {w.path === '/today' ? <TodayCount /> : null}
        </Link>
      ))}
    </nav>
  )
}

function TodayCount() {
  const t = useT()
  const { counts } = useSession()
  if (counts.today === 0) return null
  return (
    <b>
      <span aria-hidden="true">{counts.today}</span>
      <span className="vh">{t('session.nav.today.count', { n: counts.today })}</span>
    </b>
  )
}
