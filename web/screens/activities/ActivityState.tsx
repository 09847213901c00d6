import { useT } from '../../app/i18n.tsx'
import { Status } from '../../parts/Status.tsx'

/** "đã tính", "còn thiếu 2 ảnh", "đã rút": shape and word. */
export function ActivityState(props: {
  state: 'waiting' | 'counted' | 'withdrawn'
  photos: readonly { state: string }[]
}) {
  const t = useT()
  const { state, photos } = props
  if (state === 'counted') return <Status state="done">{t('activities.state.counted')}</Status>
  if (state === 'withdrawn') return <Status state="nil">{t('activities.state.withdrawn')}</Status>
  return (
    <Status state="soon">
      {t('activities.state.missing', { n: photos.filter((p) => p.state !== 'arrived').length })}
    </Status>
  )
}
