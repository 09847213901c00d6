import { IconDots, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useT } from '../i18n.tsx'
import css from './Frame.module.css'
import { LOG_PATH, useBuilt, useHere, useWays } from './ways.ts'

const before = ['/today', '/plans']
const after = ['/reports']

/** The tabs at the bottom of a phone: Hôm nay · Kế hoạch · (+) Ghi · Báo cáo · Thêm. */
export function TabBar() {
  const t = useT()
  const ways = useWays()
  const built = useBuilt()
  const here = useHere([...before, ...after, LOG_PATH]) ?? '/more'
  const tab = (path: string) => {
    const w = ways.find((way) => way.path === path)
    if (!w) return null
    return (
      <Link key={path} to={path} aria-current={here === path ? 'page' : undefined}>
        <w.icon size={22} stroke={1.75} aria-hidden="true" />
        {t(w.word)}
      </Link>
    )
  }
  return (
    <nav className={css.tabs} aria-label={t('session.nav')}>
      {before.map(tab)}
      {built(LOG_PATH) ? (
        <Link
          to={LOG_PATH}
          className={css.plus}
          aria-label={t('session.nav.log.full')}
          aria-current={here === LOG_PATH ? 'page' : undefined}
        >
          <i>
            <IconPlus size={18} stroke={2} aria-hidden="true" />
          </i>
          {t('session.nav.log')}
        </Link>
      ) : null}
      {after.map(tab)}
      <Link to="/more" aria-current={here === '/more' ? 'page' : undefined}>
        <IconDots size={22} stroke={2} aria-hidden="true" />
        {t('session.nav.more')}
      </Link>
    </nav>
  )
}
