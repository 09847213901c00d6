import { useEffect, useState } from 'react'
import { useT } from '../app/i18n.tsx'
import css from './Skeleton.module.css'

/** The places of what is loading: nothing for the first 300 ms, then hairlines and grey bars. */
export function Skeleton(props: { rows?: number }) {
  const t = useT()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={css.skeleton} role="status">
      <span className="vh">{t('common.loading')}</span>
      {shown
        ? Array.from({ length: props.rows ?? 3 }, (_, i) => (
            <div key={i} className={css.row} aria-hidden="true">
              <span />
              <span />
            </div>
          ))
        : null}
    </div>
  )
}
