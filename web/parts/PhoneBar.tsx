import { IconChevronLeft, IconX } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { IconButton } from './Button.tsx'
import css from './PhoneBar.module.css'

/**
 * On a phone, a screen's own bar in place of the frame's: back or close, and the title. Not drawn on a wide screen,
 * where the page has its head.
 * @param close a cross instead of an arrow: the screen is a form that keeps its draft
 * @param alone without the tabs at the bottom: a `<SaveBar>` stands there
 * @param onBack without it one step back in the browser's history
 */
export function PhoneBar(props: {
  title: string
  close?: boolean
  alone?: boolean
  onBack?: () => void
  end?: ReactNode
}) {
  const t = useT()
  const router = useRouter()
  const { title, close, alone, end } = props
  return (
    <div className={css.bar} data-phone-bar={alone ? 'alone' : ''}>
      <IconButton
        label={t(close ? 'common.close' : 'common.back')}
        onClick={props.onBack ?? (() => router.history.back())}
      >
        {close ? <IconX size={22} stroke={1.75} /> : <IconChevronLeft size={22} stroke={1.75} />}
      </IconButton>
      <h1 className={css.title}>{title}</h1>
      {end ? <span className={css.end}>{end}</span> : null}
    </div>
  )
}

/** The one button of a form; on a phone it sticks to the bottom. */
export function SaveBar(props: { children: ReactNode }) {
  return <div className={css.save}>{props.children}</div>
}
