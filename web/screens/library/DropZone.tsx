import { IconFileUpload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import css from './DocumentList.module.css'

/** Where files are dropped; the whole window takes them, so that nobody has to aim. The button does the same by keyboard. */
export function DropZone(props: { onFiles: (files: readonly File[]) => void }) {
  const t = useT()
  const phone = usePhone()
  const { onFiles } = props
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  useEffect(() => {
    take.current = onFiles
  }, [onFiles])
  useEffect(() => {
    let depth = 0
    const holdsFiles = (e: DragEvent) => e.dataTransfer?.types.includes('Files') === true
    const enter = (e: DragEvent) => {
      if (!holdsFiles(e)) return
      depth += 1
      setOver(true)
    }
    const leave = (e: DragEvent) => {
      if (!holdsFiles(e)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    // Without this the browser would leave the page for the file.
    const hover = (e: DragEvent) => {
      if (holdsFiles(e)) e.preventDefault()
    }
    const drop = (e: DragEvent) => {
      if (!holdsFiles(e)) return
      e.preventDefault()
      depth = 0
      setOver(false)
      take.current([...(e.dataTransfer?.files ?? [])])
    }
    document.addEventListener('dragenter', enter)
    document.addEventListener('dragleave', leave)
    document.addEventListener('dragover', hover)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragenter', enter)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('dragover', hover)
      document.removeEventListener('drop', drop)
    }
  }, [])
  return (
    <div className={css.drop} data-over={over || undefined}>
      <IconFileUpload size={24} stroke={1.5} aria-hidden="true" />
      <p>
        <span className={css.dropWords}>
          {t(over ? 'library.list.dropNow' : phone ? 'library.list.take' : 'library.list.drop')}
        </span>
        <span className={css.hint}>{t('library.list.dropHint')}</span>
      </p>
      <Button onClick={() => input.current?.click()}>{t('library.list.choose')}</Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".docx,.doc,.odt,.rtf,.html,.htm,.txt,.edxml,.xml,.pdf,.jpg,.jpeg,.png,.webp,.heic,application/pdf,image/*,text/plain,text/html,application/rtf,application/msword,application/vnd.oasis.opendocument.text,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        aria-label={t('library.list.choose')}
        onChange={(e) => {
          onFiles([...(e.target.files ?? [])])
          // The same file may be chosen again after it was mended.
          e.target.value = ''
        }}
      />
    </div>
  )
}
